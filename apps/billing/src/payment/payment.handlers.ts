import { Controller } from '@nestjs/common';
import { Bus, type Call, Handle, type Message, On, sentenceOf, traceparent } from '@sounding/bus';
import { type Input, type Output, ReservationLapsed, refuse, StartPayment } from '@sounding/contracts';
import { Clock, Host } from '@sounding/service';
import { BillStore } from '../bill/bill.store.ts';
import { type KeptBill, stateOf, totalOf } from '../bill/bill.ts';
import { CardStore } from '../card/card.store.ts';
import { payBill } from '../may.ts';
import type { Tx } from '../tx.ts';
import { PaymentClock } from './payment.clock.ts';
import { Payments } from './payment.flow.ts';
import { PaymentStore } from './payment.store.ts';
import { ProcessorRefused } from './payment.stripe.ts';
import type { KeptPayment, SessionFacts } from './payment.ts';

@Controller()
export class PaymentHandlers {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly bills: BillStore,
    private readonly store: PaymentStore,
    private readonly payments: Payments,
    private readonly cards: CardStore,
    private readonly due: PaymentClock,
  ) {}

  @Handle(StartPayment)
  async start(input: Input<typeof StartPayment>, call: Call<Tx>): Promise<Output<typeof StartPayment>> {
    const account = call.person();
    const { bill, payment } = await this.intended(account, input);
    if (payment.state === 'open' && payment.sessionUrl) return answer(bill, payment.sessionUrl);
    const facts = await this.session(payment);
    const opened = await call.commit(async (tx) => {
      const now = await this.open(tx, bill.id, payment, facts);
      return now === 'open' && facts.url ? answer(bill, facts.url) : now;
    });
    if (typeof opened === 'object') return opened;
    this.due.poke();
    throw opened === 'paid' ? alreadyPaid() : expired();
  }

  /** The one attempt that there is, unless the client has changed their mind about keeping the card: then its page is closed first. */
  private async intended(
    account: string,
    input: Input<typeof StartPayment>,
  ): Promise<{ bill: KeptBill; payment: KeptPayment }> {
    const first = await this.bus.commit((tx: Tx) => this.intend(tx, account, input));
    if (first.payment.keepCard === input.keepCard) return first;
    await this.bus.commit((tx: Tx) => this.store.closeLive(tx, first.bill.id, this.clock.now()));
    try {
      await this.payments.look(first.payment.id);
    } catch (error) {
      this.host.log.warn({ paymentId: first.payment.id, error: sentenceOf(error) }, 'Stripe did not close a page');
      throw unavailable();
    }
    const second = await this.bus.commit((tx: Tx) => this.intend(tx, account, input));
    // The old page is still open, or is just being made.
    if (second.payment.keepCard !== input.keepCard) throw unavailable();
    return second;
  }

  /** The reservation is gone: nobody may pay any more. Stripe is told at once, after the commit. */
  @On(ReservationLapsed)
  async lapsed(message: Message<typeof ReservationLapsed, Tx>): Promise<void> {
    await message.commit(async (tx) => {
      const bill = await this.bills.lockOfBooking(tx, message.data.bookingId);
      if (!bill || bill.paidAt) return;
      const now = this.clock.now();
      await this.bills.lapsed(tx, bill.id, now);
      await this.store.closeLive(tx, bill.id, now);
    });
    this.due.poke();
  }

  /** One attempt at a time: the open one, or a new one whose row is committed before Stripe hears of it. */
  private async intend(
    tx: Tx,
    account: string,
    input: Input<typeof StartPayment>,
  ): Promise<{ bill: KeptBill; payment: KeptPayment }> {
    const bills = await this.bills.lockPurchase(tx, input.bookingId);
    if (!bills || !payBill(account, bills[0])) throw refuse(StartPayment, 'not-found', 'There is no such bill.');
    const [bill] = bills;
    const now = this.clock.now();
    const state = stateOf(bill, now);
    if (state === 'paid') throw alreadyPaid();
    if (state === 'expired') throw expired();
    const live = await this.store.live(tx, bill.id);
    if (live) return { bill, payment: live };
    const { successUrl, cancelUrl, keepCard } = input;
    const { bookingId } = bill;
    const customerId = keepCard ? await this.cards.customerOf(bill.clientId, tx) : null;
    const on = { billId: bill.id, bookingId, amount: totalOf(bills), successUrl, cancelUrl, keepCard, customerId, now };
    // The trace of the bill, so that the whole hire is one trace.
    const trace = (await this.bills.traceOf(bill.id, tx)) ?? traceparent();
    return { bill, payment: await this.store.intend(tx, { ...on, traceparent: trace }) };
  }

  private async session(payment: KeptPayment): Promise<SessionFacts> {
    try {
      return await this.payments.createSession(payment);
    } catch (error) {
      if (error instanceof ProcessorRefused) await this.payments.failed(payment.id, error);
      else this.host.log.warn({ paymentId: payment.id, error: sentenceOf(error) }, 'Stripe gave no clear answer');
      throw unavailable();
    }
  }

  private async open(tx: Tx, billId: string, payment: KeptPayment, facts: SessionFacts): Promise<KeptBillState> {
    const bill = await this.bills.lock(tx, billId);
    const fresh = await this.store.lock(tx, payment.id);
    const now = this.clock.now();
    if (fresh.state === 'intended') await this.store.opened(tx, fresh, facts, now);
    return stateOf(bill, now);
  }
}

type KeptBillState = ReturnType<typeof stateOf>;

function answer(bill: KeptBill, url: string): Output<typeof StartPayment> {
  return { url, expiresAt: bill.expiresAt.toISOString() };
}

function unavailable() {
  return refuse(
    StartPayment,
    'payment-unavailable',
    'The payment page cannot be reached at the moment. You have not been charged. Please try again in a minute.',
  );
}

function alreadyPaid() {
  return refuse(StartPayment, 'already-paid', 'This bill is paid already. Nothing more is due.');
}

function expired() {
  return refuse(StartPayment, 'bill-expired', 'The time to pay this bill is over. Please choose a time again.');
}
