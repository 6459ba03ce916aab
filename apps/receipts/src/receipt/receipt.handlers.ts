/** Documents of payments: issued when billing tells, shown to who holds them. */
import { Controller, Inject } from '@nestjs/common';
import { type Call, Handle, type Message, On } from '@sounding/bus';
import {
  BookingReceipts,
  DuplicateReturned,
  FundsHeld,
  type Grant,
  type Input,
  type Output,
  Receipt,
  ReceiptPdf,
  RefundMade,
  refuse,
  TipReceived,
  VerifyDocument,
  ViewDocument,
  ViewReceipt,
} from '@sounding/contracts';
import { maySee } from '../may.ts';
import { issuerOf, SETTINGS, type Settings } from '../settings.ts';
import { inForm } from './discreet.ts';
import { IssueStore } from './issue.store.ts';
import { PartiesOnDocuments } from './parties.bus.ts';
import { Pdfs } from './pdf.grants.ts';
import { type Kept, ReceiptStore } from './receipt.store.ts';
import { creditNoteOf, receiptOf, tipReceiptOf } from './receipt.ts';
import { totalOf } from './total.ts';

/** One sentence for what is not there and what is somebody else's. */
const NOT_FOUND = 'There is no such document, or it is not yours.';

@Controller()
export class ReceiptHandlers {
  constructor(
    private readonly issue: IssueStore,
    private readonly store: ReceiptStore,
    private readonly parties: PartiesOnDocuments,
    private readonly pdfs: Pdfs,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @On(FundsHeld) async paid(m: Message<typeof FundsHeld>): Promise<void> {
    await this.issue.issue(m, receiptOf(m.data, await this.parties.of(m.data), issuerOf(this.settings)));
  }

  @On(RefundMade) async refunded(m: Message<typeof RefundMade>): Promise<void> {
    await this.credit(m);
  }

  @On(DuplicateReturned) async returned(m: Message<typeof DuplicateReturned>): Promise<void> {
    await this.credit(m);
  }

  @On(TipReceived) async tipped(m: Message<typeof TipReceived>): Promise<void> {
    const earlier = await this.store.receiptOfBooking(m.data.bookingId);
    const parties = await this.parties.of(m.data);
    await this.issue.issue(m, tipReceiptOf(m.data, earlier, parties, issuerOf(this.settings)));
  }

  private async credit(m: Message<typeof RefundMade> | Message<typeof DuplicateReturned>): Promise<void> {
    const earlier = await this.store.receiptOfBooking(m.data.bookingId);
    const parties = await this.parties.of(m.data);
    await this.issue.issue(m, creditNoteOf(m.data, earlier, parties, issuerOf(this.settings)));
  }

  @Handle(BookingReceipts)
  async ofBooking(input: Input<typeof BookingReceipts>, call: Call): Promise<Output<typeof BookingReceipts>> {
    const all = await this.store.ofBooking(input.bookingId);
    const mine = all.filter((one) => !one.replaced && maySee(call.person(), one));
    return { receipts: mine.map(({ receipt }) => receipt) };
  }

  @Handle(ViewReceipt)
  async view({ receiptId, form }: Input<typeof ViewReceipt>, call: Call): Promise<Output<typeof ViewReceipt>> {
    const { document, replacedBy } = await this.find(receiptId, call);
    const receipt = Receipt.safeParse(document);
    if (!receipt.success) throw refuse(ViewReceipt, 'not-found', NOT_FOUND);
    const pdf = await this.pdfs.stateOf(document, form);
    return { ...inForm(receipt.data, form), pdf, replacedBy: replacedBy?.id ?? null };
  }

  @Handle(ViewDocument)
  async viewAny({ documentId, form }: Input<typeof ViewDocument>, call: Call): Promise<Output<typeof ViewDocument>> {
    const { document, replacedBy } = await this.find(documentId, call);
    const pdf = await this.pdfs.stateOf(document, form);
    return { document: inForm(document, form), pdf, replacedBy: replacedBy?.id ?? null };
  }

  @Handle(ReceiptPdf)
  async pdf({ receiptId, form }: Input<typeof ReceiptPdf>, call: Call): Promise<Grant> {
    const { document } = await this.find(receiptId, call);
    return this.pdfs.grant(document, form);
  }

  /** For whoever holds the paper: nothing here is about a person. */
  @Handle(VerifyDocument)
  async verify({ token }: Input<typeof VerifyDocument>): Promise<Output<typeof VerifyDocument>> {
    const kept = await this.store.findByProof(token.toLowerCase());
    if (!kept) throw refuse(VerifyDocument, 'not-found', 'We did not issue a document with this address.');
    const { number, kind, issuedAt, hash } = kept.document;
    const newer = kept.replacedBy?.number ?? null;
    const state = newer === null ? ('in-force' as const) : ('replaced' as const);
    return { number, kind, issuedAt, total: totalOf(kept.document), hash, state, replacedBy: newer };
  }

  private async find(id: string, call: Call): Promise<Kept> {
    const kept = await this.store.find(id);
    if (!kept || !maySee(call.person(), kept)) throw refuse(ViewDocument, 'not-found', NOT_FOUND);
    return kept;
  }
}
