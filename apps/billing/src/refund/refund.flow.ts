/** Refunds at Stripe: explicit amounts, own keys, and never a second one because the first was not answered. */
import { Injectable } from '@nestjs/common';
import { Bus, emit, sentenceOf } from '@sounding/bus';
import {
  AttentionWanted,
  DuplicateReturned,
  RefundMade,
  RefundOvertaken,
  RefundReason,
  RetryRefund,
  refuse,
} from '@sounding/contracts';
import { type Money, sum } from '@sounding/money';
import { Clock, crashpoint, Host } from '@sounding/service';
import { attention } from '../attention.ts';
import { BillStore } from '../bill/bill.store.ts';
import type { KeptBill } from '../bill/bill.ts';
import { DisputeStore } from '../dispute/dispute.store.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { type NotSent, refundAgain, refundByHand, refundConfirmed, refundFailed } from '../ledger/ledger.ts';
import { PaymentStore } from '../payment/payment.store.ts';
import { Processor, ProcessorBroken, ProcessorRefused, type RefundFacts } from '../payment/payment.stripe.ts';
import { isOverdue } from '../payment/payment.ts';
import { continued } from '../trace.otel.ts';
import type { Tx } from '../tx.ts';
import { RefundStore } from './refund.store.ts';
import { type KeptRefund, refundStep } from './refund.ts';

@Injectable()
export class Refunds {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly processor: Processor,
    private readonly store: RefundStore,
    private readonly payments: PaymentStore,
    private readonly disputes: DisputeStore,
    private readonly bills: BillStore,
    private readonly ledger: LedgerStore,
  ) {}

  /** Asks for the refund when nobody has, else asks how it stands; then moves it forward. Safe at any time. */
  async look(id: string): Promise<void> {
    const refund = await this.store.get(id);
    // Who was paid by hand is paid, whatever Stripe says (again) of the attempt before.
    if (refund.state === 'made' && (await this.ledger.has('refund-by-hand', id))) return;
    await continued('look at refund', refund.traceparent, async () => {
      if (refund.state === 'intended' && isOverdue(refund.madeAt, this.clock.now())) await this.alarm(refund);
      const facts = await this.learn(refund);
      if (facts) await this.apply(refund, facts);
    });
  }

  private async alarm({ id, bookingId, amount }: KeptRefund): Promise<void> {
    this.host.log.error({ refundId: id }, 'a refund has had no known outcome for 23 hours; people must look at it');
    const facts = { of: 'refund', amount: amount.minor };
    const now = this.clock.now();
    await this.bus.commit((tx: Tx) =>
      emit(tx, AttentionWanted, attention('outcome-unknown', { id, bookingId, facts, now })),
    );
  }

  private async learn(refund: KeptRefund): Promise<RefundFacts | null> {
    if (refund.stripeRefundId) return this.processor.readRefund(refund.stripeRefundId);
    const { intentId } = await this.payments.get(refund.paymentId);
    if (!intentId) throw new Error(`refund ${refund.id} is of a payment that was never charged`);
    // The first try asks; every later one looks whether an earlier one was heard after all.
    const found = refund.tries > 1 ? await this.processor.findRefund(intentId, refund.id) : null;
    if (found) return found;
    // Stripe refunds nothing of a charge that the client's bank has taken back; it goes on when the bank has decided.
    if ((await this.disputes.standing(refund.paymentId)) === 'open') return null;
    if (isOverdue(refund.attemptedAt, this.clock.now())) return this.anew(refund);
    try {
      const { id, bookingId, amount, idempotencyKey, decisionId } = refund;
      const asked = { id, bookingId, amount, idempotencyKey, intentId, duplicate: decisionId === null };
      const facts = await this.processor.createRefund(asked);
      crashpoint('billing.after-refund-before-commit');
      return facts;
    } catch (error) {
      if (!(error instanceof ProcessorRefused || error instanceof ProcessorBroken)) throw error;
      // Stripe returns nothing of a charge that was once charged back, whoever won: the client gets it another way.
      if (error instanceof ProcessorRefused && error.code === 'charge_disputed') return this.impossible(refund.id);
      // Answered, so nothing is under way; the next look first searches, and only then asks under a new key.
      this.host.log.error({ refundId: refund.id, error: sentenceOf(error) }, 'Stripe did not make this refund');
      return this.anew(refund);
    }
  }

  /** Nothing is under way, or Stripe may have forgotten the key: the next look asks under a new one. */
  private async anew(refund: KeptRefund): Promise<null> {
    await this.bus.commit((tx: Tx) => this.store.nextAttempt(tx, refund, this.clock.now()));
    return null;
  }

  /** Staff send a refund again that had failed: the way it was paid, or by hand from our own bank, which they say they did. */
  async again(id: string, by: 'card' | 'hand'): Promise<void> {
    const { billId } = await this.found(id);
    await this.bus.commit(async (tx: Tx) => {
      const bill = await this.bills.lock(tx, billId);
      const refund = await this.store.lock(tx, id);
      if (refund.state !== 'failed') {
        throw refuse(RetryRefund, 'not-failed', 'This refund has not failed, so there is nothing to send again.');
      }
      const { bookingId, amount } = refund;
      const { clientId } = bill;
      const now = this.clock.now();
      const head = { refundId: id, bookingId, at: now.toISOString(), clientId, amount };
      if (by === 'card') {
        const attempt = await this.store.again(tx, refund, now);
        await this.ledger.post(tx, [refundAgain({ ...head, attempt })]);
      } else {
        await this.ledger.post(tx, [refundByHand(head)]);
        const { stripeRefundId } = refund;
        await this.store.moved(tx, id, { state: 'made', stripeRefundId, refundedAt: now, settled: true });
        await this.told(tx, bill, refund, now);
      }
      await emit(tx, AttentionWanted, this.failure(refund, now, true));
    });
  }

  private async impossible(id: string): Promise<null> {
    const { billId } = await this.store.get(id);
    await this.bus.commit(async (tx: Tx) => {
      const bill = await this.bills.lock(tx, billId);
      const refund = await this.store.lock(tx, id);
      if (refund.state === 'intended') await this.fail(tx, bill, refund, null);
    });
    return null;
  }

  /** It did not reach the client: we owe it to them, and people must send it. */
  private async fail(tx: Tx, bill: KeptBill, refund: KeptRefund, stripeRefundId: string | null): Promise<void> {
    const { id: refundId, attempt, bookingId, amount } = refund;
    const { clientId } = bill;
    const confirmed = refund.state === 'made';
    const now = this.clock.now();
    const at = now.toISOString();
    this.host.log.error({ refundId, bookingId }, 'a refund failed; we owe the client, and people must send it');
    await this.ledger.post(tx, [refundFailed({ refundId, attempt, bookingId, at, clientId, amount, confirmed })]);
    await this.store.moved(tx, refundId, { state: 'failed', stripeRefundId, settled: true });
    await emit(tx, AttentionWanted, this.failure(refund, now, false));
  }

  /** What was told before, and failed, and was sent again, is told once. */
  private async told(tx: Tx, bill: KeptBill, refund: KeptRefund, now: Date): Promise<void> {
    if (refund.refundedAt) return;
    const went = {
      bookingId: refund.bookingId,
      refundId: refund.id,
      clientId: bill.clientId,
      providerId: bill.providerId,
      toClient: refund.price,
      feeToClient: refund.fee,
      ...(refund.tax.minor > 0 ? { taxToClient: refund.tax } : {}),
      termsVersion: bill.termsVersion,
      refundedAt: now.toISOString(),
    };
    // The booking never knew of a duplicate charge that we found ourselves.
    if (refund.decisionId === null) await emit(tx, DuplicateReturned, went);
    else await emit(tx, RefundMade, { ...went, reason: RefundReason.parse(refund.reason) });
  }

  private async found(id: string): Promise<KeptRefund> {
    const refund = await this.store.find(id);
    if (!refund) throw refuse(RetryRefund, 'not-found', 'There is no such refund.');
    return refund;
  }

  /** The client's bank took `amount` of a payment: refunds that it makes up for are sent no more. Answers what they add up to. */
  async overtaken(tx: Tx, paymentId: string, amount: Money): Promise<NotSent> {
    const gone = await this.store.void(tx, paymentId, amount);
    const failed = gone.filter(({ state }) => state === 'failed');
    const now = this.clock.now();
    for (const refund of failed) await emit(tx, AttentionWanted, this.failure(refund, now, true));
    for (const { bookingId, amount } of gone.filter(({ decisionId }) => decisionId !== null))
      await emit(tx, RefundOvertaken, { bookingId, amount, overtakenAt: now.toISOString() });
    const total = (refunds: readonly KeptRefund[]) => sum(refunds.map((refund) => refund.amount));
    return { fromRefunds: total(gone.filter(({ state }) => state === 'intended')), fromOwed: total(failed) };
  }

  /** Whether Stripe made what it was asked for and never answered. */
  async hear(id: string): Promise<void> {
    const refund = await this.store.get(id);
    const { intentId } = await this.payments.get(refund.paymentId);
    const facts = intentId ? await this.processor.findRefund(intentId, id) : null;
    if (facts) await this.apply(refund, facts);
  }

  private failure({ id, bookingId, amount, attempt }: KeptRefund, now: Date, over: boolean) {
    return attention('refund-failed', { id, bookingId, facts: { amount: amount.minor, attempt }, now, over });
  }

  private async apply(looked: KeptRefund, facts: RefundFacts): Promise<void> {
    const { id, billId } = looked;
    await this.bus.commit(async (tx: Tx) => {
      const bill = await this.bills.lock(tx, billId);
      const refund = await this.store.lock(tx, id);
      // Asked anew since we looked: what Stripe said is of an attempt that is over.
      if (refund.attempt !== looked.attempt) return;
      const { stripeRefundId } = facts;
      const { attempt, bookingId, amount } = refund;
      const now = this.clock.now();
      const at = now.toISOString();
      switch (refundStep(refund, facts)) {
        case 'nothing':
          return;
        case 'asked':
          return this.store.moved(tx, id, { state: 'asked', stripeRefundId, settled: false });
        case 'made':
          await this.ledger.post(tx, [refundConfirmed({ refundId: id, attempt, bookingId, at, amount })]);
          await this.store.moved(tx, id, { state: 'made', stripeRefundId, refundedAt: now, settled: true });
          return this.told(tx, bill, refund, now);
        case 'failed':
          return this.fail(tx, bill, refund, stripeRefundId);
      }
    });
  }
}
