/** Issues documents: the gapless number, the frozen document, the mail and the event's effect share one commit. */
import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emit, type Message } from '@sounding/bus';
import { type Data, Receipt, ReceiptsMail } from '@sounding/contracts';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { type Draft, freeze, numberOf, seriesOf } from './receipt.ts';
import type { Form } from './rendering.ts';

type Tx = Prisma.TransactionClient;

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The next number of the series; the row stays locked until the commit, so none is skipped and none given twice. */
async function nextNumber(tx: Tx, series: string, year: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO series (series, year, last) VALUES (${series}, ${year}, 1)
    ON CONFLICT (series, year) DO UPDATE SET last = series.last + 1
    RETURNING last`;
  if (!row) throw new Error(`series ${series} ${year} gave no number`);
  return row.last;
}

function mailOf(receipt: Receipt): Data<typeof ReceiptsMail> {
  return {
    accountId: receipt.clientId,
    key: `receipt:${receipt.id}`,
    template: receipt.kind === 'credit-note' ? 'credit-note-issued' : 'receipt-issued',
    data: { bookingId: receipt.bookingId, receiptNumber: receipt.number, total: receipt.total },
  };
}

@Injectable()
export class ReceiptStore {
  constructor(private readonly prisma: PrismaClient) {}

  /** Issues the document of a message once; a document that is already there (same source) is answered as it is. */
  async issue(message: Pick<Message, 'commit'>, draft: Draft): Promise<Receipt> {
    return message.commit(async (raw) => {
      const tx = raw as Tx;
      const known = await tx.receipt.findUnique({ where: { source: draft.source } });
      if (known) return Receipt.parse(known.document);
      const series = seriesOf(draft.kind);
      const year = new Date(draft.issuedAt).getUTCFullYear();
      const sequence = await nextNumber(tx, series, year);
      const receipt = freeze(draft, randomUUID(), numberOf(series, year, sequence), sha256);
      await tx.receipt.create({
        data: {
          id: receipt.id,
          source: draft.source,
          series,
          year,
          sequence,
          bookingId: receipt.bookingId,
          alsoOf: receipt.sessions?.slice(1).map(({ bookingId }) => bookingId) ?? [],
          clientId: receipt.clientId,
          document: receipt,
          issuedAt: receipt.issuedAt,
        },
      });
      await tx.rendering.create({ data: { receiptId: receipt.id, form: 'discreet' satisfies Form } });
      await emit(tx, ReceiptsMail, mailOf(receipt));
      return receipt;
    });
  }

  async find(id: string): Promise<Receipt | null> {
    const row = await this.prisma.receipt.findUnique({ where: { id } });
    return row && Receipt.parse(row.document);
  }

  /** The documents that are of a booking, that of its package among them. */
  async ofBooking(bookingId: string): Promise<Receipt[]> {
    const rows = await this.prisma.receipt.findMany({
      where: { OR: [{ bookingId }, { alsoOf: { has: bookingId } }] },
      orderBy: [{ issuedAt: 'asc' }, { sequence: 'asc' }],
    });
    return rows.map((row) => Receipt.parse(row.document));
  }

  /** The documents issued under these bookings, oldest first, and whether each lies rendered in the store. */
  async ofBookings(bookingIds: readonly string[]): Promise<{ receipt: Receipt; rendered: boolean }[]> {
    const rows = await this.prisma.$queryRaw<{ document: unknown; rendered: boolean }[]>`
      SELECT document, EXISTS (SELECT 1 FROM rendering WHERE receipt_id = receipt.id AND object IS NOT NULL) AS rendered
      FROM receipt WHERE booking_id = ANY (${[...bookingIds]}::uuid[]) ORDER BY issued_at, sequence`;
    return rows.map(({ document, rendered }) => ({ receipt: Receipt.parse(document), rendered }));
  }
}
