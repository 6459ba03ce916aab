/** Works on Stripe's events. An event only says where to look; what it claims is never believed. */
import { Injectable } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Clock } from '@sounding/service';
import { Disputes } from '../dispute/dispute.flow.ts';
import { Accounts } from '../payout/account.flow.ts';
import { Payouts } from '../payout/payout.flow.ts';
import { Refunds } from '../refund/refund.flow.ts';
import { RefundStore } from '../refund/refund.store.ts';
import type { Tx } from '../tx.ts';
import { EventStore } from './event.store.ts';
import { Payments } from './payment.flow.ts';
import { PaymentStore } from './payment.store.ts';
import { Processor } from './payment.stripe.ts';
import { concerns } from './payment.ts';

/** Stripe's list may lag behind, and clocks differ: each reading begins this long before the last one ended. */
const OVERLAP_MS = 10 * 60_000;
/** Where the first reading of a new database begins; Stripe retries webhooks for three days. */
const FIRST_READ_MS = 3 * 24 * 3_600_000;

@Injectable()
export class Events {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly processor: Processor,
    private readonly store: EventStore,
    private readonly paymentStore: PaymentStore,
    private readonly payments: Payments,
    private readonly refundStore: RefundStore,
    private readonly refunds: Refunds,
    private readonly disputes: Disputes,
    private readonly accounts: Accounts,
    private readonly payouts: Payouts,
  ) {}

  async work(id: string): Promise<void> {
    const event = await this.store.get(id);
    switch (concerns(event.type, event.account !== null)) {
      case 'nothing':
        return this.store.done(id);
      case 'payment': {
        const payment = await this.paymentStore.named(event.objectId, event.hint);
        if (!payment) return this.store.park(event, 'no payment of ours has this name');
        if (payment.state !== 'paid' || !payment.feePosted) await this.payments.look(payment.id);
        return this.store.done(id);
      }
      case 'refund': {
        const refund = await this.refundStore.named(event.objectId, event.hint);
        if (!refund) return this.store.park(event, 'no refund of ours has this name');
        await this.refunds.look(refund.id);
        return this.store.done(id);
      }
      case 'account':
        await this.accounts.look(event.account ?? '');
        return this.store.done(id);
      case 'payout':
        await this.payouts.look(event.objectId, event.account);
        return this.store.done(id);
      case 'dispute':
        if (!(await this.disputes.look(event.objectId)))
          return this.store.park(event, 'no payment of ours was disputed');
        return this.store.done(id);
    }
  }

  /**
   * What was delivered to nobody while we were away, of our own account (providers' accounts are looked at by time): read from
   * Stripe's own list and kept as if it had been delivered.
   */
  async catchUp(): Promise<number> {
    const now = this.clock.now();
    const until = await this.store.listedUntil();
    const from = until ? until.getTime() - OVERLAP_MS : now.getTime() - FIRST_READ_MS;
    const events = await this.processor.eventsSince(new Date(from));
    const ours = events.filter((event) => event.livemode === this.processor.livemode && !event.account);
    return this.bus.commit(async (tx: Tx) => {
      const fresh = ours.length > 0 ? await this.store.keep(tx, ours, now, null) : 0;
      await this.store.listed(tx, now);
      return fresh;
    });
  }
}
