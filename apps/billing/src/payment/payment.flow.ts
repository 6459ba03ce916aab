/** Payments from intent to held money. Stripe is asked between commits, never inside one. */
import { Injectable } from '@nestjs/common';
import { Bus, emit, sentenceOf } from '@sounding/bus';
import { AttentionWanted, BillingMail, FundsHeld, TipReceived } from '@sounding/contracts';
import { isZero } from '@sounding/money';
import { Clock, crashpoint, Host } from '@sounding/service';
import { attention } from '../attention.ts';
import { BillStore } from '../bill/bill.store.ts';
import { frozenPart, type KeptBill, partsOfAll, type Several, sessionsOf } from '../bill/bill.ts';
import { CardStore } from '../card/card.store.ts';
import { CardProcessor } from '../card/card.stripe.ts';
import { EarningStore } from '../earning/earning.store.ts';
import type { Entry } from '../ledger/entry.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { charge, processorFee, refundAsked, tip as tipEntry } from '../ledger/ledger.ts';
import { RefundStore } from '../refund/refund.store.ts';
import { providerPart } from '../settlement/settlement.ts';
import { type KeptTip, TipStore } from '../tip/tip.store.ts';
import { continued } from '../trace.otel.ts';
import type { Tx } from '../tx.ts';
import { LINE_NAMES } from './discreet.ts';
import { PaymentStore } from './payment.store.ts';
import { type CheckoutLine, Processor, ProcessorBroken, ProcessorRefused } from './payment.stripe.ts';
import { type Charged, firstLook, isOverdue, type KeptPayment, type SessionFacts, step } from './payment.ts';

@Injectable()
export class Payments {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly processor: Processor,
    private readonly store: PaymentStore,
    private readonly bills: BillStore,
    private readonly tips: TipStore,
    private readonly refunds: RefundStore,
    private readonly earnings: EarningStore,
    private readonly ledger: LedgerStore,
    private readonly cards: CardStore,
    private readonly cardProcessor: CardProcessor,
  ) {}

  /** Asks Stripe for the session of an intended payment, under the payment's own key: asking twice makes one session. */
  async createSession(payment: KeptPayment): Promise<SessionFacts> {
    const facts = await this.processor.createCheckout(payment, await this.linesOf(payment));
    crashpoint('billing.after-stripe-before-commit');
    return facts;
  }

  /** Asks Stripe how a payment stands and moves it forward. Safe at any time, in any order, and twice at once. */
  async look(id: string): Promise<void> {
    const payment = await this.store.get(id);
    await continued('look at payment', payment.traceparent, async () => {
      if (payment.state === 'intended' && isOverdue(payment.madeAt, this.clock.now())) {
        await this.alarm(payment);
      }
      const facts = await this.learn(payment);
      if (facts) await this.apply(id, facts);
    });
  }

  private async alarm({ id, bookingId, amount }: KeptPayment): Promise<void> {
    this.host.log.error({ paymentId: id }, 'a payment has had no known outcome for 23 hours; people must look at it');
    const facts = { of: 'payment', amount: amount.minor };
    const now = this.clock.now();
    await this.bus.commit((tx: Tx) =>
      emit(tx, AttentionWanted, attention('outcome-unknown', { id, bookingId, facts, now })),
    );
  }

  /** Charges a kept card, under the payment's own key, and takes in what came of it. Answers whether it was paid. */
  async chargeCard(payment: KeptPayment): Promise<boolean> {
    const facts = await this.cardProcessor.charge(payment);
    crashpoint('billing.after-card-before-commit');
    await this.apply(payment.id, facts);
    return facts.state === 'paid';
  }

  private async learn(payment: KeptPayment): Promise<SessionFacts | null> {
    if (payment.paymentMethodId) return this.learnCard(payment);
    if (payment.sessionId) {
      const closing = payment.closeWanted && payment.state === 'open';
      return closing ? this.close(payment.id, payment.sessionId) : this.processor.readCheckout(payment.sessionId);
    }
    const found = await this.processor.findCheckout(payment);
    if (found || payment.state !== 'intended') return found;
    // Stripe may forget the key: asking under it again could make a second session. Nobody can pay there, so this one ends.
    if (isOverdue(payment.madeAt, this.clock.now())) {
      await this.failed(payment.id, 'it had no known outcome for 23 hours, and Stripe knows of none');
      return null;
    }
    try {
      return await this.createSession(payment);
    } catch (error) {
      if (!(error instanceof ProcessorRefused || error instanceof ProcessorBroken)) throw error;
      // The look above found nothing, so nobody can pay there; whoever still wants to pay gets a new attempt.
      await this.failed(payment.id, error);
      return null;
    }
  }

  /** A kept card is charged while its owner waits, and never later: what Stripe does not know by the third look was not charged. */
  private async learnCard(payment: KeptPayment): Promise<SessionFacts | null> {
    const found = await this.cardProcessor.find(payment);
    if (!found && payment.state === 'intended' && payment.tries > 2)
      await this.failed(payment.id, 'it was never charged');
    return found;
  }

  /** Stripe expires it, unless somebody paid in the meantime. */
  private async close(id: string, sessionId: string): Promise<SessionFacts> {
    try {
      return await this.processor.expireCheckout(sessionId, `expire:${id}`);
    } catch (error) {
      if (error instanceof ProcessorRefused) return this.processor.readCheckout(sessionId);
      throw error;
    }
  }

  async failed(id: string, error: unknown): Promise<void> {
    this.host.log.error({ paymentId: id, error: sentenceOf(error) }, 'Stripe will not take this payment');
    await this.bus.commit(async (tx: Tx) => {
      const payment = await this.store.lock(tx, id);
      if (payment.state === 'intended') await this.store.ended(tx, id, 'failed');
    });
  }

  async apply(id: string, facts: SessionFacts): Promise<void> {
    const { billId, tipId } = await this.store.get(id);
    await this.bus.commit(async (tx: Tx) => {
      // The bill first, always, so that two commits never wait for each other in a circle.
      const bills = billId ? await this.bills.lockWhole(tx, billId) : null;
      const tip = tipId ? await this.tips.lock(tx, tipId) : null;
      const payment = await this.store.lock(tx, id);
      const now = this.clock.now();
      switch (step(payment, bills?.[0].paidBy ?? null, facts)) {
        case 'nothing':
          return;
        case 'open':
          return this.store.opened(tx, payment, facts, now);
        case 'expire':
          return this.store.ended(tx, id, 'expired', facts.sessionId);
        case 'post-fee':
          if (facts.state === 'paid') await this.ledger.post(tx, feeOf(payment, facts.charged, now));
          return this.store.feePosted(tx, id);
        case 'take':
          if (facts.state !== 'paid') return;
          if (bills) return this.hold(tx, bills, payment, facts.sessionId, facts.charged, now);
          if (tip) return this.handOn(tx, tip, payment, facts.sessionId, facts.charged, now);
          return;
        case 'give-back':
          if (bills && facts.state === 'paid')
            await this.giveBack(tx, bills, payment, facts.sessionId, facts.charged, now);
      }
    });
  }

  /** The client's money waits in the ledger, for each booking by itself. Also when the reservation is gone: booking decides what becomes of it. */
  private async hold(
    tx: Tx,
    bills: Several<KeptBill>,
    payment: KeptPayment,
    sessionId: string | null,
    charged: Charged,
    now: Date,
  ): Promise<void> {
    const [bill] = bills;
    const heldAt = now.toISOString();
    await this.ledger.post(tx, [chargeOf(payment, bills, heldAt), ...feeOf(payment, charged, now)]);
    await this.store.paid(tx, payment.id, sessionId, charged, charged.processor ? null : firstLook(now));
    if (payment.keepCard) await this.cards.keep(tx, bill.clientId, charged, now);
    for (const one of bills)
      await this.bills.paid(tx, one.id, { at: now, paymentId: payment.id, provider: providerPart(one) });
    await emit(tx, FundsHeld, {
      bookingId: bill.bookingId,
      billId: bill.id,
      billHash: bill.hash,
      clientId: bill.clientId,
      providerId: bill.providerId,
      listingId: bill.listingId,
      mode: bill.mode,
      startsAt: bill.startsAt.toISOString(),
      endsAt: bill.endsAt.toISOString(),
      lines: frozenPart(bills).lines,
      ...sessionsOf(bills),
      paid: charged.amount,
      termsVersion: bill.termsVersion,
      method: { brand: charged.brand, last4: charged.last4 },
      heldAt,
    });
    crashpoint('billing.funds-held-before-commit');
  }

  private async handOn(
    tx: Tx,
    tip: KeptTip,
    payment: KeptPayment,
    sessionId: string | null,
    charged: Charged,
    now: Date,
  ): Promise<void> {
    const { bookingId, clientId, providerId, amount, termsVersion } = tip;
    const receivedAt = now.toISOString();
    await this.ledger.post(tx, [
      tipEntry({ tipId: tip.id, bookingId, providerId, at: receivedAt, amount }),
      ...feeOf(payment, charged, now),
    ]);
    await this.store.paid(tx, payment.id, sessionId, charged, charged.processor ? null : firstLook(now));
    await this.tips.received(tx, tip.id, now);
    await this.earnings.tip(tx, { id: tip.id, providerId, bookingId, paymentId: payment.id, amount, now });
    await emit(tx, TipReceived, {
      bookingId,
      tipId: tip.id,
      clientId,
      providerId,
      amount,
      termsVersion,
      method: { brand: charged.brand, last4: charged.last4 },
      receivedAt,
    });
    await emit(tx, BillingMail, {
      accountId: providerId,
      key: `tip:${tip.id}`,
      template: 'tip-received',
      data: { bookingId, tip: amount },
    });
  }

  /** A second charge for one bill is our error: it goes back whole, fee included, and changes nothing else. */
  private async giveBack(
    tx: Tx,
    bills: Several<KeptBill>,
    payment: KeptPayment,
    sessionId: string | null,
    charged: Charged,
    now: Date,
  ): Promise<void> {
    const [bill] = bills;
    this.host.log.error(
      { paymentId: payment.id, bookingId: bill.bookingId },
      'a bill was charged twice; the second goes back',
    );
    await this.store.paid(tx, payment.id, sessionId, charged, charged.processor ? null : firstLook(now));
    await emit(
      tx,
      AttentionWanted,
      attention('charged-twice', {
        id: payment.id,
        bookingId: bill.bookingId,
        facts: { amount: charged.amount.minor },
        now,
      }),
    );
    const at = now.toISOString();
    await this.ledger.post(tx, [chargeOf(payment, bills, at), ...feeOf(payment, charged, now)]);
    const back = {
      paymentId: payment.id,
      decisionId: null,
      reason: 'our-error',
      now,
      traceparent: payment.traceparent,
    };
    for (const { id: billId, bookingId, parts } of bills) {
      const refund = await this.refunds.intend(tx, { ...back, billId, bookingId, back: parts });
      await this.ledger.post(tx, [refundAsked({ refundId: refund.id, bookingId, at, ...parts })]);
    }
  }

  private async linesOf(payment: KeptPayment): Promise<CheckoutLine[]> {
    const bills = payment.billId ? await this.bills.whole(payment.bookingId) : null;
    if (!bills) return [{ name: LINE_NAMES.tip, amount: payment.amount }];
    return frozenPart(bills).lines.map(({ kind, amount }) => ({ name: LINE_NAMES[kind], amount }));
  }
}

/** The entry of a charge: the price of each booking into its own hold. */
function chargeOf({ id: paymentId }: KeptPayment, bills: Several<KeptBill>, at: string): Entry {
  const [{ bookingId, parts }, ...more] = bills;
  const held = more.map((one) => ({ bookingId: one.bookingId, price: one.parts.price }));
  return charge({ ...partsOfAll(bills), paymentId, bookingId, at, price: parts.price }, held);
}

function feeOf(payment: KeptPayment, charged: Charged, now: Date): Entry[] {
  if (!charged.processor || isZero(charged.processor.fee)) return [];
  return [processorFee({ ...charged.processor, bookingId: payment.bookingId, at: now.toISOString() })];
}
