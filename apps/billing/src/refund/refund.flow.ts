/** Refunds at Stripe: explicit amounts, own keys, and never a second one because the first was not answered. */
import { Injectable } from '@nestjs/common';
import { Bus, emit, sentenceOf } from '@sounding/bus';
import { Outcome, RefundMade } from '@sounding/contracts';
import { Clock, crashpoint, Host } from '@sounding/service';
import { BillStore } from '../bill/bill.store.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { refundConfirmed, refundFailed } from '../ledger/ledger.ts';
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
    private readonly bills: BillStore,
    private readonly ledger: LedgerStore,
  ) {}

  /** Asks for the refund when nobody has, else asks how it stands; then moves it forward. Safe at any time. */
  async look(id: string): Promise<void> {
    const refund = await this.store.get(id);
    await continued('look at refund', refund.traceparent, async () => {
      if (refund.state === 'intended' && isOverdue(refund.madeAt, this.clock.now())) {
        this.host.log.error({ refundId: id }, 'a refund has had no known outcome for 23 hours; people must look at it');
      }
      const facts = await this.learn(refund);
      if (facts) await this.apply(id, facts);
    });
  }

  private async learn(refund: KeptRefund): Promise<RefundFacts | null> {
    if (refund.stripeRefundId) return this.processor.readRefund(refund.stripeRefundId);
    const { intentId } = await this.payments.get(refund.paymentId);
    if (!intentId) throw new Error(`refund ${refund.id} is of a payment that was never charged`);
    // The first try asks; every later one looks whether an earlier one was heard after all.
    const found = refund.tries > 1 ? await this.processor.findRefund(intentId, refund.id) : null;
    if (found) return found;
    try {
      const { id, bookingId, amount, idempotencyKey, decisionId } = refund;
      const asked = { id, bookingId, amount, idempotencyKey, intentId, duplicate: decisionId === null };
      const facts = await this.processor.createRefund(asked);
      crashpoint('billing.after-refund-before-commit');
      return facts;
    } catch (error) {
      if (!(error instanceof ProcessorRefused || error instanceof ProcessorBroken)) throw error;
      // Answered, so nothing is under way; the next look first searches, and only then asks under a new key.
      this.host.log.error({ refundId: refund.id, error: sentenceOf(error) }, 'Stripe did not make this refund');
      await this.bus.commit((tx: Tx) => this.store.nextAttempt(tx, refund));
      return null;
    }
  }

  private async apply(id: string, facts: RefundFacts): Promise<void> {
    const { billId } = await this.store.get(id);
    await this.bus.commit(async (tx: Tx) => {
      const bill = await this.bills.lock(tx, billId);
      const refund = await this.store.lock(tx, id);
      const { stripeRefundId } = facts;
      const { attempt, bookingId, amount } = refund;
      const now = this.clock.now();
      const at = now.toISOString();
      switch (refundStep(refund, facts)) {
        case 'nothing':
          return;
        case 'asked':
          return this.store.moved(tx, id, { state: 'asked', stripeRefundId, settled: false });
        case 'made': {
          await this.ledger.post(tx, [refundConfirmed({ refundId: id, attempt, bookingId, at, amount })]);
          await this.store.moved(tx, id, { state: 'made', stripeRefundId, refundedAt: now, settled: true });
          // A duplicate charge that we found ourselves is between us and the client's card: the booking never knew of it.
          if (refund.decisionId === null) return;
          return emit(tx, RefundMade, {
            bookingId,
            refundId: id,
            clientId: bill.clientId,
            providerId: bill.providerId,
            reason: Outcome.parse(refund.reason),
            toClient: refund.price,
            feeToClient: refund.fee,
            termsVersion: bill.termsVersion,
            refundedAt: at,
          });
        }
        case 'failed': {
          const confirmed = refund.state === 'made';
          const { clientId } = bill;
          this.host.log.error(
            { refundId: id, bookingId },
            'a refund failed; we owe the client, and people must send it',
          );
          await this.ledger.post(tx, [
            refundFailed({ refundId: id, attempt, bookingId, at, clientId, amount, confirmed }),
          ]);
          await this.store.moved(tx, id, { state: 'failed', stripeRefundId, settled: true });
        }
      }
    });
  }
}
