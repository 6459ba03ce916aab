import { Controller } from '@nestjs/common';
import { Bus, type Call, Handle, sentenceOf, traceparent } from '@sounding/bus';
import { type Input, type Output, refuse, StartTip } from '@sounding/contracts';
import { money } from '@sounding/money';
import { Clock, Host } from '@sounding/service';
import { BillStore } from '../bill/bill.store.ts';
import { CardStore } from '../card/card.store.ts';
import { tipFor } from '../may.ts';
import { Payments } from '../payment/payment.flow.ts';
import { PaymentStore } from '../payment/payment.store.ts';
import { ProcessorRefused } from '../payment/payment.stripe.ts';
import type { KeptPayment } from '../payment/payment.ts';
import type { Tx } from '../tx.ts';
import { TipStore } from './tip.store.ts';
import { refusalOfTip } from './tip.ts';

/** A button pressed twice is one tip; whoever wants to give the same again waits a minute. */
const SAME_TIP_MS = 60_000;

@Controller()
export class TipHandlers {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly bills: BillStore,
    private readonly tips: TipStore,
    private readonly store: PaymentStore,
    private readonly payments: Payments,
    private readonly cards: CardStore,
  ) {}

  @Handle(StartTip)
  async start(input: Input<typeof StartTip>, call: Call<Tx>): Promise<Output<typeof StartTip>> {
    const account = call.person();
    const payment = await this.bus.commit((tx: Tx) => this.intend(tx, account, input));
    const tipId = payment.tipId ?? '';
    if (payment.paymentMethodId) return this.charge(payment, tipId, input, call);
    if (payment.state === 'open' && payment.sessionUrl) return { tipId, url: payment.sessionUrl };
    return this.open(payment, tipId, call);
  }

  /** The same tip again answers the open page of the first, or the charge of the kept card; another amount closes that page. */
  private async intend(tx: Tx, account: string, input: Input<typeof StartTip>): Promise<KeptPayment> {
    const bill = await this.bills.lockOfBooking(tx, input.bookingId);
    if (!bill || !tipFor(account, bill)) throw refuse(StartTip, 'not-found', 'There is no such booking.');
    const now = this.clock.now();
    const amount = money(input.amount.minor, input.amount.currency);
    const refused = refusalOfTip(bill, amount, now);
    if (refused) throw refused;
    const { bookingId, successUrl, cancelUrl } = input;
    const card = input.withKeptCard ? await this.cards.find(bill.clientId, tx) : null;
    const again = card
      ? await this.store.cardTip(tx, bookingId, amount, new Date(now.getTime() - SAME_TIP_MS))
      : await this.store.liveTip(tx, bookingId, amount, now);
    if (again) return again;
    await this.store.closeTips(tx, bookingId, now);
    const { clientId, providerId, termsVersion } = bill;
    const tip = await this.tips.make(tx, { bookingId, clientId, providerId, amount, termsVersion, now });
    const on = { tipId: tip.id, bookingId, amount, successUrl, cancelUrl, now, traceparent: traceparent() };
    const { customerId = null, paymentMethodId = null } = card ?? {};
    return this.store.intend(tx, { ...on, customerId, paymentMethodId });
  }

  /** With the kept card, at once. When its bank says no, or wants to see the client, the way is Stripe's page, as usual. */
  private async charge(
    payment: KeptPayment,
    tipId: string,
    input: Input<typeof StartTip>,
    call: Call<Tx>,
  ): Promise<Output<typeof StartTip>> {
    const answer = { tipId, url: payment.successUrl };
    if (payment.state === 'paid') return call.commit(async () => answer);
    try {
      if (await this.payments.chargeCard(payment)) return call.commit(async () => answer);
    } catch (error) {
      if (!(error instanceof ProcessorRefused)) {
        this.host.log.warn({ paymentId: payment.id, error: sentenceOf(error) }, 'Stripe gave no clear answer');
        throw refuse(
          StartTip,
          'payment-unavailable',
          'Your bank has not answered yet. Please look at the booking in a minute before you try again: the tip is shown there once it is paid.',
        );
      }
      await this.payments.failed(payment.id, error);
    }
    const page = await this.bus.commit((tx: Tx) => this.page(tx, payment, tipId, input));
    if (page.state === 'open' && page.sessionUrl) return { tipId, url: page.sessionUrl };
    return this.open(page, tipId, call);
  }

  /** One page for a tip, however often its button was pressed. */
  private async page(tx: Tx, payment: KeptPayment, tipId: string, input: Input<typeof StartTip>): Promise<KeptPayment> {
    await this.tips.lock(tx, tipId);
    const known = await this.store.pageOfTip(tx, tipId);
    if (known) return known;
    const { successUrl, cancelUrl, bookingId } = input;
    const on = { tipId, bookingId, amount: payment.amount, successUrl, cancelUrl, now: this.clock.now() };
    return this.store.intend(tx, { ...on, traceparent: traceparent() });
  }

  private async open(payment: KeptPayment, tipId: string, call: Call<Tx>): Promise<Output<typeof StartTip>> {
    try {
      const facts = await this.payments.createSession(payment);
      return await call.commit(async (tx) => {
        const fresh = await this.store.lock(tx, payment.id);
        if (fresh.state === 'intended') await this.store.opened(tx, fresh, facts, this.clock.now());
        if (!facts.url) throw new Error(`the session of tip ${tipId} has no page`);
        return { tipId, url: facts.url };
      });
    } catch (error) {
      if (error instanceof ProcessorRefused) await this.payments.failed(payment.id, error);
      else this.host.log.warn({ paymentId: payment.id, error: sentenceOf(error) }, 'Stripe gave no clear answer');
      throw refuse(
        StartTip,
        'payment-unavailable',
        'The payment page cannot be reached at the moment. You have not been charged. Please try again in a minute.',
      );
    }
  }
}
