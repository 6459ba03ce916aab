import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Money, stored } from '@sounding/money';
import { PrismaClient, type Payment as Row } from '../generated/prisma/client.ts';
import type { Tx } from '../tx.ts';
import { claimDue } from './looks.store.ts';
import { type Charged, firstLook, type KeptPayment, type PaymentState, repairLook, sessionExpiry } from './payment.ts';

function kept(row: Row): KeptPayment {
  return { ...row, amount: stored(row.amountMinor, row.currency), state: row.state as PaymentState };
}

/** What is paid for: a bill or a tip. */
export type Owed =
  | { readonly billId: string; readonly tipId?: never }
  | { readonly tipId: string; readonly billId?: never };

@Injectable()
export class PaymentStore {
  constructor(private readonly database: PrismaClient) {}

  async get(id: string, db: Tx = this.database): Promise<KeptPayment> {
    return kept(await db.payment.findUniqueOrThrow({ where: { id } }));
  }

  async lock(tx: Tx, id: string): Promise<KeptPayment> {
    await tx.$queryRaw`SELECT id FROM payment WHERE id = ${id}::uuid FOR UPDATE`;
    return this.get(id, tx);
  }

  /** The attempt that is being made for a bill; the database allows one at a time. */
  async live(tx: Tx, billId: string): Promise<KeptPayment | null> {
    const row = await tx.payment.findFirst({ where: { billId, state: { in: ['intended', 'open'] } } });
    return row ? kept(row) : null;
  }

  /** A page for the same tip that can still be paid for a while. */
  async liveTip(tx: Tx, bookingId: string, amount: Money, now: Date): Promise<KeptPayment | null> {
    const row = await tx.payment.findFirst({
      where: {
        bookingId,
        tipId: { not: null },
        amountMinor: amount.minor,
        state: 'open',
        closeWanted: false,
        sessionExpiresAt: { gt: new Date(now.getTime() + 60_000) },
      },
    });
    return row ? kept(row) : null;
  }

  /** The same tip with a kept card, pressed twice: under way, or paid since. */
  async cardTip(tx: Tx, bookingId: string, amount: Money, since: Date): Promise<KeptPayment | null> {
    const row = await tx.payment.findFirst({
      where: {
        bookingId,
        paymentMethodId: { not: null },
        amountMinor: amount.minor,
        state: { in: ['intended', 'paid'] },
        madeAt: { gt: since },
      },
    });
    return row ? kept(row) : null;
  }

  /** Stripe's page for a tip whose kept card was not taken. */
  async pageOfTip(tx: Tx, tipId: string): Promise<KeptPayment | null> {
    const row = await tx.payment.findFirst({
      where: { tipId, paymentMethodId: null, state: { in: ['intended', 'open'] } },
    });
    return row ? kept(row) : null;
  }

  /** The intent, with its own key, before Stripe is asked. */
  async intend(
    tx: Tx,
    on: Owed & {
      bookingId: string;
      amount: Money;
      successUrl: string;
      cancelUrl: string;
      keepCard?: boolean;
      customerId?: string | null;
      paymentMethodId?: string | null;
      now: Date;
      traceparent: string | null;
    },
  ): Promise<KeptPayment> {
    const id = randomUUID();
    const row = await tx.payment.create({
      data: {
        id,
        billId: on.billId ?? null,
        tipId: on.tipId ?? null,
        bookingId: on.bookingId,
        currency: on.amount.currency,
        amountMinor: on.amount.minor,
        idempotencyKey: on.paymentMethodId ? `card:${id}` : `checkout:${id}`,
        keepCard: on.keepCard ?? false,
        customerId: on.customerId ?? null,
        paymentMethodId: on.paymentMethodId ?? null,
        successUrl: on.successUrl,
        cancelUrl: on.cancelUrl,
        sessionExpiresAt: sessionExpiry(on.now),
        state: 'intended',
        madeAt: on.now,
        nextLookAt: firstLook(on.now),
        traceparent: on.traceparent,
      },
    });
    return kept(row);
  }

  /** The session is known. When it is to be closed again, that is due at once. */
  async opened(
    tx: Tx,
    payment: KeptPayment,
    session: { sessionId: string | null; url: string | null },
    now: Date,
  ): Promise<void> {
    await tx.payment.update({
      where: { id: payment.id },
      data: {
        state: 'open',
        sessionId: session.sessionId,
        sessionUrl: session.url,
        tries: 0,
        nextLookAt: payment.closeWanted ? now : repairLook(payment),
      },
    });
  }

  async ended(tx: Tx, id: string, state: 'expired' | 'failed', sessionId?: string | null): Promise<void> {
    await tx.payment.update({
      where: { id },
      data: { state, nextLookAt: null, ...(sessionId ? { sessionId } : {}) },
    });
  }

  async paid(tx: Tx, id: string, sessionId: string | null, charged: Charged, lookAgain: Date | null): Promise<void> {
    await tx.payment.update({
      where: { id },
      data: {
        state: 'paid',
        sessionId,
        intentId: charged.intentId,
        chargeId: charged.chargeId,
        brand: charged.brand,
        last4: charged.last4,
        feePosted: charged.processor !== null,
        tries: 0,
        nextLookAt: lookAgain,
      },
    });
  }

  async feePosted(tx: Tx, id: string): Promise<void> {
    await tx.payment.update({ where: { id }, data: { feePosted: true, nextLookAt: null } });
  }

  /** The reservation is gone: whatever session is open is to be closed, now. */
  async closeLive(tx: Tx, billId: string, now: Date): Promise<void> {
    await tx.payment.updateMany({
      where: { billId, state: { in: ['intended', 'open'] } },
      data: { closeWanted: true, tries: 0, nextLookAt: now },
    });
  }

  async closeTips(tx: Tx, bookingId: string, now: Date): Promise<void> {
    await tx.payment.updateMany({
      where: { bookingId, tipId: { not: null }, state: 'open' },
      data: { closeWanted: true, tries: 0, nextLookAt: now },
    });
  }

  /** The payment that an event of Stripe is about, by any of the names it may carry. */
  async named(objectId: string, hint: string | null): Promise<KeptPayment | null> {
    const row = await this.database.payment.findFirst({
      where: {
        OR: [{ sessionId: objectId }, { intentId: objectId }, { chargeId: objectId }, ...(hint ? [{ id: hint }] : [])],
      },
    });
    return row ? kept(row) : null;
  }

  claimDue(now: Date, limit: number): Promise<string[]> {
    return claimDue(this.database, 'payment', now, limit);
  }
}
