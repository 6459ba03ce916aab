import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalJson, Line, Mode } from '@sounding/contracts';
import { type Money, money, stored, sum, zero } from '@sounding/money';
import { Prisma, PrismaClient, type Bill as Row } from '../generated/prisma/client.ts';
import type { Parts } from '../ledger/ledger.ts';
import type { Tx } from '../tx.ts';
import { frozenPart, type KeptBill, partsOf, type Several } from './bill.ts';

/** All that is known of a bill when it is made. */
export type Draft = Pick<
  KeptBill,
  | 'bookingId'
  | 'packageId'
  | 'place'
  | 'clientId'
  | 'providerId'
  | 'listingId'
  | 'mode'
  | 'startsAt'
  | 'endsAt'
  | 'lines'
  | 'termsVersion'
  | 'madeAt'
  | 'expiresAt'
>;

function kept(row: Row): KeptBill {
  const amount = (minor: bigint): Money => stored(minor, row.currency);
  return {
    ...row,
    mode: Mode.parse(row.mode),
    lines: Line.array().parse(row.lines),
    parts: { price: amount(row.priceMinor), fee: amount(row.feeMinor), tax: amount(row.taxMinor) },
    total: amount(row.totalMinor),
    refunded: {
      price: amount(row.priceRefundedMinor),
      fee: amount(row.feeRefundedMinor),
      tax: amount(row.taxRefundedMinor),
    },
    provider: amount(row.providerMinor),
    chargedBack: amount(row.priceChargedBackMinor),
    lost: amount(row.priceLostMinor),
    lostBeside: amount(row.restLostMinor),
    givenBack: amount(row.priceGivenBackMinor),
    undone: { what: row.undone as KeptBill['undone']['what'], price: amount(row.undoneMinor) },
  };
}

const IN_ORDER = { place: 'asc' } as const;

function several(rows: readonly Row[]): Several<KeptBill> {
  const [first, ...more] = rows.map(kept);
  if (!first) throw new Error('a purchase without a bill');
  return [first, ...more];
}

/** A new bill before its hash: nothing has become of its money yet. */
function unpaid(draft: Draft): Omit<KeptBill, 'hash'> {
  const parts = partsOf(draft.lines);
  const none = zero(parts.price.currency);
  return {
    ...draft,
    id: randomUUID(),
    parts,
    total: sum([parts.price, parts.fee, parts.tax]),
    refunded: { price: none, fee: none, tax: none },
    provider: none,
    lapsedAt: null,
    paidAt: null,
    paidBy: null,
    outcome: null,
    settledAt: null,
    releasedAt: null,
    chargedBack: none,
    lost: none,
    lostBeside: none,
    givenBack: none,
    undone: { what: null, price: none },
  };
}

/** Read from an index of what is held now, however many bills there ever were. */
export function heldBills(providerId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT coalesce(sum(provider_minor), 0)::bigint AS minor FROM bill
    WHERE provider_id = ${providerId}::uuid AND paid_at IS NOT NULL AND released_at IS NULL AND provider_minor > 0`;
}

@Injectable()
export class BillStore {
  constructor(private readonly database: PrismaClient) {}

  async ofBooking(bookingId: string, db: Tx = this.database): Promise<KeptBill | null> {
    const row = await db.bill.findUnique({ where: { bookingId } });
    return row ? kept(row) : null;
  }

  /** Freezes the bill of a purchase, or answers the one that its booking has. All its rows bear the hash of what people see. */
  async open(tx: Tx, drafts: Several<Draft>, traceparent: string | null): Promise<Several<KeptBill>> {
    const [first, ...more] = drafts;
    const made: Several<Omit<KeptBill, 'hash'>> = [unpaid(first), ...more.map(unpaid)];
    const hash = createHash('sha256')
      .update(canonicalJson(frozenPart(made)))
      .digest('hex');
    // The lock is the first booking's: who asks at the same time waits, and finds these rows.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`bill:${first.bookingId}`}, 0))`;
    const before = await this.whole(first.bookingId, tx);
    if (before) return before;
    await tx.bill.createMany({
      data: drafts.map((draft, index) => {
        const { lines, ...columns } = draft;
        const { id, parts, total } = made[index] as Omit<KeptBill, 'hash'>;
        return {
          ...columns,
          id,
          lines: lines.map((line) => ({ ...line })),
          currency: total.currency,
          priceMinor: parts.price.minor,
          feeMinor: parts.fee.minor,
          taxMinor: parts.tax.minor,
          totalMinor: total.minor,
          hash,
          traceparent,
        };
      }),
    });
    return several(await tx.bill.findMany({ where: { id: { in: made.map(({ id }) => id) } }, orderBy: IN_ORDER }));
  }

  /** All bills of the purchase that this booking is of, in order; null when there is none. */
  async whole(bookingId: string, db: Tx = this.database): Promise<Several<KeptBill> | null> {
    const row = await db.bill.findUnique({ where: { bookingId } });
    if (!row) return null;
    if (row.packageId === null) return [kept(row)];
    return several(await db.bill.findMany({ where: { packageId: row.packageId }, orderBy: IN_ORDER }));
  }

  /** All bills that a payment of this one pays, and nobody else changes their money until the commit. Locked in order. */
  async lockWhole(tx: Tx, id: string): Promise<Several<KeptBill>> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM bill
        WHERE id = ${id}::uuid OR package_id = (SELECT package_id FROM bill WHERE id = ${id}::uuid)
        ORDER BY place FOR UPDATE`;
    return several(await tx.bill.findMany({ where: { id: { in: rows.map((row) => row.id) } }, orderBy: IN_ORDER }));
  }

  /** The same of the purchase that this booking is of. */
  async lockPurchase(tx: Tx, bookingId: string): Promise<Several<KeptBill> | null> {
    const row = await tx.bill.findUnique({ where: { bookingId }, select: { id: true } });
    return row && this.lockWhole(tx, row.id);
  }

  /** The bill, and nobody else changes its money until the commit. */
  async lock(tx: Tx, id: string): Promise<KeptBill> {
    await tx.$queryRaw`SELECT id FROM bill WHERE id = ${id}::uuid FOR UPDATE`;
    return kept(await tx.bill.findUniqueOrThrow({ where: { id } }));
  }

  async lockOfBooking(tx: Tx, bookingId: string): Promise<KeptBill | null> {
    await tx.$queryRaw`SELECT id FROM bill WHERE booking_id = ${bookingId}::uuid FOR UPDATE`;
    return this.ofBooking(bookingId, tx);
  }

  async traceOf(id: string, db: Tx = this.database): Promise<string | null> {
    const row = await db.bill.findUnique({ where: { id }, select: { traceparent: true } });
    return row?.traceparent ?? null;
  }

  async lapsed(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.bill.update({ where: { id }, data: { lapsedAt: at } });
  }

  async paid(tx: Tx, id: string, on: { at: Date; paymentId: string; provider: Money }): Promise<void> {
    await tx.bill.update({
      where: { id },
      data: { paidAt: on.at, paidBy: on.paymentId, providerMinor: on.provider.minor },
    });
  }

  async refundDecided(
    tx: Tx,
    id: string,
    on: { at: Date; outcome: string; back: Parts; provider: Money },
  ): Promise<void> {
    await tx.bill.update({
      where: { id },
      data: {
        outcome: on.outcome,
        settledAt: on.at,
        priceRefundedMinor: { increment: on.back.price.minor },
        feeRefundedMinor: { increment: on.back.fee.minor },
        taxRefundedMinor: { increment: on.back.tax.minor },
        providerMinor: on.provider.minor,
      },
    });
  }

  async released(tx: Tx, id: string, on: { at: Date; provider: Money }): Promise<void> {
    await tx.bill.update({ where: { id }, data: { releasedAt: on.at, providerMinor: on.provider.minor } });
  }

  /** A lost dispute took this of the price; `provider` is their part of what it left in the hold, null after the release. */
  async chargedBack(tx: Tx, id: string, price: Money, provider: Money | null): Promise<void> {
    const data = {
      priceChargedBackMinor: { increment: price.minor },
      ...(provider ? { providerMinor: provider.minor } : {}),
    };
    await tx.bill.update({ where: { id }, data });
  }

  /** The client's bank kept this of the price for good, and this of fee and tax. */
  async lost(tx: Tx, id: string, price: Money, beside: Money): Promise<void> {
    const data = { priceLostMinor: { increment: price.minor }, restLostMinor: { increment: beside.minor } };
    await tx.bill.update({ where: { id }, data });
  }

  /** After the release staff gave this of the price back. */
  async gaveBack(tx: Tx, id: string, back: Pick<Parts, 'price' | 'tax'>): Promise<void> {
    const data = {
      priceGivenBackMinor: { increment: back.price.minor },
      taxRefundedMinor: { increment: back.tax.minor },
    };
    await tx.bill.update({ where: { id }, data });
  }

  /** A decision came while the charge is disputed; it is made again when the bank has spoken. */
  async leaveUndone(tx: Tx, id: string, what: 'refund' | 'release', price: Money, outcome?: string): Promise<void> {
    const data = { undone: what, undoneMinor: price.minor, ...(outcome ? { outcome } : {}) };
    await tx.bill.update({ where: { id }, data });
  }

  async nothingUndone(tx: Tx, id: string): Promise<void> {
    await tx.bill.update({ where: { id }, data: { undone: null, undoneMinor: 0 } });
  }

  /** A provider's part of all that is held. */
  async heldFor(providerId: string): Promise<Money> {
    const [row] = await this.database.$queryRaw<{ minor: bigint }[]>(heldBills(providerId));
    return money(Number(row?.minor ?? 0n));
  }

  /** The latest paid bills of a provider's sessions. */
  async paidTo(providerId: string, most: number): Promise<KeptBill[]> {
    const where = { providerId, paidAt: { not: null } };
    const rows = await this.database.bill.findMany({ where, orderBy: { paidAt: 'desc' }, take: most });
    return rows.map(kept);
  }
}
