/** Finds documents. */
import { Injectable } from '@nestjs/common';
import { IssuedDocument, Receipt, ReceiptKind, YearSummary } from '@sounding/contracts';
import { PrismaClient } from '../generated/prisma/client.ts';

/** A document with what has become of it. */
export interface Kept {
  readonly document: IssuedDocument;
  readonly holderId: string | null;
  readonly proof: string | null;
  readonly replacedBy: { readonly id: string; readonly number: string } | null;
  readonly erased: boolean;
}

const WITH = { replacedBy: { select: { by: { select: { id: true, document: true } } } } } as const;

interface Row {
  document: unknown;
  holderId: string | null;
  proof: string | null;
  erasedAt: Date | null;
  replacedBy: { by: { id: string; document: unknown } } | null;
}

function keptOf(row: Row): Kept {
  const newer = row.replacedBy?.by;
  return {
    document: IssuedDocument.parse(row.document),
    holderId: row.holderId,
    proof: row.proof,
    replacedBy: newer ? { id: newer.id, number: IssuedDocument.parse(newer.document).number } : null,
    erased: row.erasedAt !== null,
  };
}

function receiptIn({ document }: { document: unknown }): Receipt {
  return Receipt.parse(document);
}

@Injectable()
export class ReceiptStore {
  constructor(private readonly prisma: PrismaClient) {}

  async find(id: string): Promise<Kept | null> {
    const row = await this.prisma.receipt.findUnique({ where: { id }, include: WITH });
    return row && keptOf(row);
  }

  async findByProof(proof: string): Promise<Kept | null> {
    const row = await this.prisma.receipt.findUnique({ where: { proof }, include: WITH });
    return row && keptOf(row);
  }

  /** Receipts, tip receipts and credit notes of a booking, that of its package among them, and what they replaced. */
  async ofBooking(bookingId: string): Promise<{ receipt: Receipt; holderId: string | null; replaced: boolean }[]> {
    const rows = await this.prisma.receipt.findMany({
      where: { kind: { in: [...ReceiptKind.options] }, OR: [{ bookingId }, { alsoOf: { has: bookingId } }] },
      include: { replacedBy: true },
      orderBy: [{ issuedAt: 'asc' }, { sequence: 'asc' }],
    });
    return rows.map((row) => ({ receipt: receiptIn(row), holderId: row.holderId, replaced: row.replacedBy !== null }));
  }

  /** The receipt under which a booking was paid, in its newest form; null while none was issued. */
  async receiptOfBooking(bookingId: string): Promise<Receipt | null> {
    const row = await this.prisma.receipt.findFirst({
      where: { kind: 'receipt', replacedBy: null, OR: [{ bookingId }, { alsoOf: { has: bookingId } }] },
      orderBy: { issuedAt: 'desc' },
    });
    return row && receiptIn(row);
  }

  /**
   * The documents in force that were issued under these bookings, oldest first, and whether each lies rendered in the store. Of somebody
   * who was erased nothing lies there, and nothing is missing.
   */
  async ofBookings(bookingIds: readonly string[]): Promise<{ receipt: Receipt; rendered: boolean }[]> {
    const rows = await this.prisma.$queryRaw<{ document: unknown; rendered: boolean }[]>`
      SELECT document, EXISTS (
        SELECT 1 FROM rendering WHERE rendering.receipt_id = receipt.id AND rendering.object IS NOT NULL) OR receipt.erased_at IS NOT NULL AS rendered
      FROM receipt WHERE booking_id = ANY (${[...bookingIds]}::uuid[]) AND kind = ANY (${[...ReceiptKind.options]}::text[])
        AND NOT EXISTS (SELECT 1 FROM replacement WHERE replaced_id = receipt.id)
      ORDER BY issued_at, sequence`;
    return rows.map((row) => ({ receipt: receiptIn(row), rendered: row.rendered }));
  }

  /** The years in which this person was issued anything, newest first. */
  async yearsOf(holderId: string): Promise<number[]> {
    const rows = await this.prisma.receipt.groupBy({
      by: ['ofYear'],
      where: { holderId },
      orderBy: { ofYear: 'desc' },
    });
    return rows.map(({ ofYear }) => ofYear);
  }

  /** A year's documents of a person, newest first; `number` narrows to those whose number has this in it, in whichever year. */
  async listOf(holderId: string, year: number, number?: string): Promise<Kept[]> {
    // Nothing else is in a number; `%` and `_` would mean anything.
    if (number && !/^[A-Za-z0-9-]+$/.test(number)) return [];
    const rows = await this.prisma.receipt.findMany({
      where: {
        holderId,
        ...(number ? { document: { path: ['number'], string_contains: number.toUpperCase() } } : { ofYear: year }),
      },
      include: WITH,
      orderBy: [{ issuedAt: 'desc' }, { series: 'asc' }, { sequence: 'desc' }],
      take: 1_000,
    });
    return rows.map(keptOf);
  }

  /** A year's receipts, tip receipts and credit notes in force, oldest first. */
  async inForce(holderId: string, year: number): Promise<Receipt[]> {
    const rows = await this.prisma.receipt.findMany({
      where: { holderId, ofYear: year, kind: { in: [...ReceiptKind.options] }, replacedBy: null },
      orderBy: [{ issuedAt: 'asc' }, { sequence: 'asc' }],
    });
    return rows.map(receiptIn);
  }

  /** The year's summary that is in force, with the source it was made from. */
  async summaryOf(holderId: string, year: number): Promise<{ source: string; summary: YearSummary } | null> {
    const row = await this.prisma.receipt.findFirst({
      where: { holderId, ofYear: year, kind: 'year-summary', replacedBy: null },
      orderBy: { issuedAt: 'desc' },
    });
    return row && { source: row.source, summary: YearSummary.parse(row.document) };
  }
}
