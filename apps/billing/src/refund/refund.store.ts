import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Money, stored, sum } from '@sounding/money';
import { PrismaClient, type Refund as Row } from '../generated/prisma/client.ts';
import type { Parts } from '../ledger/ledger.ts';
import { claimDue } from '../payment/looks.store.ts';
import type { Tx } from '../tx.ts';
import { type KeptRefund, keyOf, madeUpFor, type RefundState } from './refund.ts';

function kept(row: Row): KeptRefund {
  const amount = (minor: bigint): Money => stored(minor, row.currency);
  return {
    ...row,
    price: amount(row.priceMinor),
    fee: amount(row.feeMinor),
    tax: amount(row.taxMinor),
    amount: amount(row.amountMinor),
    state: row.state as RefundState,
  };
}

@Injectable()
export class RefundStore {
  constructor(private readonly database: PrismaClient) {}

  async get(id: string, db: Tx = this.database): Promise<KeptRefund> {
    return kept(await db.refund.findUniqueOrThrow({ where: { id } }));
  }

  async find(id: string): Promise<KeptRefund | null> {
    const row = await this.database.refund.findUnique({ where: { id } });
    return row ? kept(row) : null;
  }

  async lock(tx: Tx, id: string): Promise<KeptRefund> {
    await tx.$queryRaw`SELECT id FROM refund WHERE id = ${id}::uuid FOR UPDATE`;
    return this.get(id, tx);
  }

  /** The intent, due at once: Stripe is asked after the commit. */
  async intend(
    tx: Tx,
    on: {
      bookingId: string;
      billId: string;
      paymentId: string;
      decisionId: string | null;
      reason: string;
      back: Parts;
      now: Date;
      traceparent: string | null;
    },
  ): Promise<KeptRefund> {
    const id = randomUUID();
    const amount = sum([on.back.price, on.back.fee, on.back.tax]);
    const row = await tx.refund.create({
      data: {
        id,
        bookingId: on.bookingId,
        billId: on.billId,
        paymentId: on.paymentId,
        decisionId: on.decisionId,
        reason: on.reason,
        currency: amount.currency,
        priceMinor: on.back.price.minor,
        feeMinor: on.back.fee.minor,
        taxMinor: on.back.tax.minor,
        amountMinor: amount.minor,
        idempotencyKey: keyOf(id, 1),
        state: 'intended',
        madeAt: on.now,
        attemptedAt: on.now,
        nextLookAt: on.now,
        traceparent: on.traceparent,
      },
    });
    return kept(row);
  }

  async moved(
    tx: Tx,
    id: string,
    to: { state: RefundState; stripeRefundId: string | null; refundedAt?: Date; settled: boolean },
  ): Promise<void> {
    await tx.refund.update({
      where: { id },
      data: {
        state: to.state,
        stripeRefundId: to.stripeRefundId,
        ...(to.refundedAt ? { refundedAt: to.refundedAt } : {}),
        ...(to.settled ? { nextLookAt: null } : {}),
      },
    });
  }

  async nextAttempt(tx: Tx, refund: KeptRefund, now: Date): Promise<void> {
    const attempt = refund.attempt + 1;
    await tx.refund.updateMany({
      where: { id: refund.id, attempt: refund.attempt, state: 'intended' },
      data: { attempt, idempotencyKey: keyOf(refund.id, attempt), attemptedAt: now },
    });
  }

  /** Refunds of a payment that Stripe never answered. */
  async unanswered(paymentId: string, db: Tx = this.database): Promise<string[]> {
    const rows = await db.refund.findMany({ where: { paymentId, state: 'intended' }, select: { id: true } });
    return rows.map(({ id }) => id);
  }

  /** The bank was first: what it makes up for, and Stripe never made or could not, is sent no more. Answers those refunds. */
  async void(tx: Tx, paymentId: string, amount: Money): Promise<KeptRefund[]> {
    const where = { paymentId, state: { in: ['intended', 'failed'] } };
    const rows = await tx.refund.findMany({ where, orderBy: [{ madeAt: 'asc' }, { id: 'asc' }] });
    const gone = madeUpFor(rows.map(kept), amount);
    const ids = gone.map(({ id }) => id);
    await tx.refund.updateMany({ where: { id: { in: ids } }, data: { state: 'void', nextLookAt: null } });
    return gone;
  }

  /** What waited for a bank goes on now. */
  async dueAgain(tx: Tx, paymentId: string, now: Date): Promise<void> {
    await tx.refund.updateMany({ where: { paymentId, state: 'intended' }, data: { nextLookAt: now } });
  }

  /** A failed refund is asked for again, under a new key. */
  async again(tx: Tx, refund: KeptRefund, now: Date): Promise<number> {
    const attempt = refund.attempt + 1;
    await tx.refund.update({
      where: { id: refund.id },
      data: {
        state: 'intended',
        attempt,
        idempotencyKey: keyOf(refund.id, attempt),
        attemptedAt: now,
        stripeRefundId: null,
        tries: 0,
        nextLookAt: now,
      },
    });
    return attempt;
  }

  async ofBooking(bookingId: string): Promise<KeptRefund[]> {
    const rows = await this.database.refund.findMany({ where: { bookingId }, orderBy: { madeAt: 'asc' } });
    return rows.map(kept);
  }

  async named(objectId: string, hint: string | null): Promise<KeptRefund | null> {
    const row = await this.database.refund.findFirst({
      where: { OR: [{ stripeRefundId: objectId }, ...(hint ? [{ id: hint }] : [])] },
    });
    return row ? kept(row) : null;
  }

  /** What reached the client of a booking's payment, by Stripe's word. */
  async madeOf(bookingId: string): Promise<Money> {
    const all = await this.database.refund.groupBy({
      by: ['currency'],
      where: { bookingId, state: 'made' },
      _sum: { amountMinor: true },
    });
    return sum(all.map((row) => stored(row._sum.amountMinor ?? 0n, row.currency)));
  }

  claimDue(now: Date, limit: number): Promise<string[]> {
    return claimDue(this.database, 'refund', now, limit);
  }
}
