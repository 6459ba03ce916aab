import { Controller } from '@nestjs/common';
import { Bus, type Call, Handle, sentenceOf, traceparent } from '@sounding/bus';
import { type Input, type Output, refuse, StartTip } from '@sounding/contracts';
import { money } from '@sounding/money';
import { Clock, Host } from '@sounding/service';
import { BillStore } from '../bill/bill.store.ts';
import { tipFor } from '../may.ts';
import { Payments } from '../payment/payment.flow.ts';
import { PaymentStore } from '../payment/payment.store.ts';
import { ProcessorRefused } from '../payment/payment.stripe.ts';
import type { KeptPayment } from '../payment/payment.ts';
import type { Tx } from '../tx.ts';
import { TipStore } from './tip.store.ts';
import { refusalOfTip } from './tip.ts';

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
  ) {}

  @Handle(StartTip)
  async start(input: Input<typeof StartTip>, call: Call<Tx>): Promise<Output<typeof StartTip>> {
    const account = call.person();
    const payment = await this.bus.commit((tx: Tx) => this.intend(tx, account, input));
    const tipId = payment.tipId ?? '';
    if (payment.state === 'open' && payment.sessionUrl) return { tipId, url: payment.sessionUrl };
    return this.open(payment, tipId, call);
  }

  /** The same tip again answers the open page of the first; another amount closes that page. */
  private async intend(tx: Tx, account: string, input: Input<typeof StartTip>): Promise<KeptPayment> {
    const bill = await this.bills.lockOfBooking(tx, input.bookingId);
    if (!bill || !tipFor(account, bill)) throw refuse(StartTip, 'not-found', 'There is no such booking.');
    const now = this.clock.now();
    const amount = money(input.amount.minor, input.amount.currency);
    const refused = refusalOfTip(bill, amount, now);
    if (refused) throw refused;
    const { bookingId, successUrl, cancelUrl } = input;
    const live = await this.store.liveTip(tx, bookingId, amount, now);
    if (live) return live;
    await this.store.closeTips(tx, bookingId, now);
    const { clientId, providerId, termsVersion } = bill;
    const tip = await this.tips.make(tx, { bookingId, clientId, providerId, amount, termsVersion, now });
    const on = { tipId: tip.id, bookingId, amount, successUrl, cancelUrl, now, traceparent: traceparent() };
    return this.store.intend(tx, on);
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
