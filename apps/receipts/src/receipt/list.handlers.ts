/** A person's documents, year by year: the list, and their PDFs for one ZIP. */
import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { type Input, type IssuedDocument, MyDocuments, type Output, YearPdfs } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { Pdfs } from './pdf.grants.ts';
import { type Kept, ReceiptStore } from './receipt.store.ts';
import { totalOf } from './total.ts';

type Listed = Output<typeof MyDocuments>['documents'][number];

function listed({ document, replacedBy }: Kept): Listed {
  const { id, kind, number, issuedAt } = document;
  const bookingId = 'bookingId' in document ? document.bookingId : null;
  return { id, kind, number, issuedAt, bookingId, total: totalOf(document), replaced: replacedBy !== null };
}

@Controller()
export class ListHandlers {
  constructor(
    private readonly store: ReceiptStore,
    private readonly pdfs: Pdfs,
    private readonly clock: Clock,
  ) {}

  @Handle(MyDocuments)
  async mine({ year, number }: Input<typeof MyDocuments>, call: Call): Promise<Output<typeof MyDocuments>> {
    const account = call.person();
    const years = await this.store.yearsOf(account);
    const shown = year ?? years[0] ?? this.clock.now().getUTCFullYear();
    const documents = await this.store.listOf(account, shown, number || undefined);
    return { year: shown, years, documents: documents.map(listed) };
  }

  /** What is not rendered yet is asked for, and counted: the door asks again. */
  @Handle(YearPdfs)
  async files({ year, form }: Input<typeof YearPdfs>, call: Call): Promise<Output<typeof YearPdfs>> {
    const account = call.person();
    const [receipts, last] = await Promise.all([
      this.store.inForce(account, year),
      this.store.summaryOf(account, year),
    ]);
    const documents: IssuedDocument[] = last ? [...receipts, last.summary] : receipts;
    const files = await this.pdfs.ready(documents, form);
    const whole = files.length === documents.length;
    return { ready: files.length, all: documents.length, files: whole ? files : [] };
  }
}
