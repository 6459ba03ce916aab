/** Stripe's webhooks: signature first, stored once by event id, answered after the commit, worked on afterwards. */
import { Controller } from '@nestjs/common';
import { type Call, Handle, traceparent } from '@sounding/bus';
import { type Input, type Output, refuse, StripeWebhook } from '@sounding/contracts';
import { Clock, crashpoint } from '@sounding/service';
import { AccountStore } from '../payout/account.store.ts';
import type { Tx } from '../tx.ts';
import { EventStore } from './event.store.ts';
import { PaymentClock } from './payment.clock.ts';
import { Processor } from './payment.stripe.ts';
import { isStale } from './payment.ts';

@Controller()
export class WebhookHandlers {
  constructor(
    private readonly clock: Clock,
    private readonly processor: Processor,
    private readonly events: EventStore,
    private readonly accounts: AccountStore,
    private readonly due: PaymentClock,
  ) {}

  @Handle(StripeWebhook)
  async receive(input: Input<typeof StripeWebhook>, call: Call<Tx>): Promise<Output<typeof StripeWebhook>> {
    const verified = this.processor.verified(Buffer.from(input.body, 'base64'), input.signature);
    if (!verified) throw refuse(StripeWebhook, 'bad-signature', 'The signature does not fit the body.');
    const now = this.clock.now();
    if (isStale(verified.signedAt, now)) {
      throw refuse(StripeWebhook, 'stale-timestamp', 'The signature is not of this moment.');
    }
    const { event } = verified;
    const stranger = event.account !== null && !(await this.accounts.isOurs(event.account));
    if (event.livemode !== this.processor.livemode || stranger) {
      throw refuse(StripeWebhook, 'wrong-account', 'The event is of another account or mode.');
    }
    await call.commit((tx) => this.events.keep(tx, [event], now, traceparent()));
    crashpoint('billing.webhook-stored');
    this.due.poke();
    return { received: true };
  }
}
