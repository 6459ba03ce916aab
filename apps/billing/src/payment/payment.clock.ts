/** Does what is due: events to work on, payments, refunds, transfers and accounts to look at. Poked after commits, told by the database, and by time. */
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Bus, kindOf, sentenceOf } from '@sounding/bus';
import { Clock, Host, metrics, Ticker } from '@sounding/service';
import { Gauge } from 'prom-client';
import { PrismaClient } from '../generated/prisma/client.ts';
import { Accounts } from '../payout/account.flow.ts';
import { AccountStore } from '../payout/account.store.ts';
import { Returns } from '../payout/return.flow.ts';
import { ReturnStore } from '../payout/return.store.ts';
import { Transfers } from '../payout/transfer.flow.ts';
import { TransferStore } from '../payout/transfer.store.ts';
import { Refunds } from '../refund/refund.flow.ts';
import { RefundStore } from '../refund/refund.store.ts';
import { Events } from './event.flow.ts';
import { EventStore } from './event.store.ts';
import { nextDue, waiting } from './looks.store.ts';
import { Payments } from './payment.flow.ts';
import { PaymentStore } from './payment.store.ts';

const CATCH_UP_MS = 60_000;
const AT_ONCE = 10;

const gauge = (name: string, help: string): Gauge<'what'> => {
  const known = metrics.getSingleMetric(name) as Gauge<'what'> | undefined;
  return known ?? new Gauge({ name, help, labelNames: ['what'], registers: [metrics] });
};
const waitingCount = gauge(
  'billing_waiting',
  'Parked events of Stripe; payments, refunds, transfers and returns that are not over.',
);
const waitingAge = gauge(
  'billing_waiting_oldest_seconds',
  'Since when the oldest of them waits, in business time; 0 when none does.',
);

interface Pile {
  readonly name: string;
  claimDue(now: Date, limit: number): Promise<string[]>;
  work(id: string): Promise<void>;
}

@Injectable()
export class PaymentClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly piles: readonly Pile[];
  private running: Promise<Date | null> | null = null;
  private again = false;
  private stopped = false;

  constructor(
    private readonly database: PrismaClient,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly host: Host,
    private readonly events: Events,
    eventStore: EventStore,
    payments: Payments,
    paymentStore: PaymentStore,
    refunds: Refunds,
    refundStore: RefundStore,
    transfers: Transfers,
    transferStore: TransferStore,
    returns: Returns,
    returnStore: ReturnStore,
    accounts: Accounts,
    accountStore: AccountStore,
  ) {
    const claims = (store: Pick<Pile, 'claimDue'>) => (now: Date, limit: number) => store.claimDue(now, limit);
    this.piles = [
      { name: 'event', claimDue: claims(eventStore), work: (id) => events.work(id) },
      { name: 'payment', claimDue: claims(paymentStore), work: (id) => payments.look(id) },
      { name: 'refund', claimDue: claims(refundStore), work: (id) => refunds.look(id) },
      { name: 'transfer', claimDue: claims(transferStore), work: (id) => transfers.look(id) },
      { name: 'return', claimDue: claims(returnStore), work: (id) => returns.look(id) },
      { name: 'account', claimDue: claims(accountStore), work: (id) => accounts.lookAtAll(id) },
    ];
  }

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.drive(), 'stripe-due');
    this.bus.onNotify('stripe_due', (at) => (at ? alarm.by(new Date(Number(at))) : alarm.ring()));
    this.ticker.every(CATCH_UP_MS, () => this.catchUp(), 'stripe-catch-up');
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.running?.catch(() => undefined);
  }

  /** Something has become due: look soon. Whoever pokes does not wait, and what fails is looked at again by time. */
  poke(): void {
    this.drive().catch((error: unknown) => {
      this.host.log.warn({ error: sentenceOf(error) }, 'could not look at what is due; will look again');
    });
  }

  /** Works until nothing is due, and answers when something will be. Asked during the work, it looks once more. */
  private drive(): Promise<Date | null> {
    this.again = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async catchUp(): Promise<void> {
    if ((await this.events.catchUp()) > 0) this.poke();
    const now = this.clock.now().getTime();
    for (const { what, count, since } of await waiting(this.database)) {
      waitingCount.set({ what }, count);
      waitingAge.set({ what }, since ? Math.max(0, now - since.getTime()) / 1000 : 0);
    }
  }

  private async run(): Promise<Date | null> {
    let next: Date | null = null;
    while (this.again && !this.stopped) {
      this.again = false;
      next = await nextDue(this.database);
      if (!next || next > this.clock.now()) continue;
      for (const pile of this.piles) {
        const due = await pile.claimDue(this.clock.now(), AT_ONCE);
        if (due.length > 0) this.again = true;
        await Promise.all(due.map((id) => this.one(pile, id)));
      }
    }
    return next;
  }

  /** A failure is kept for the next look, which the claim has set already. */
  private async one(pile: Pile, id: string): Promise<void> {
    try {
      await pile.work(id);
    } catch (error) {
      const fields = { [`${pile.name}Id`]: id, error: sentenceOf(error) };
      if (kindOf(error) === 'fault') this.host.log.warn(fields, 'Stripe or the database is away; will look again');
      else this.host.log.error(fields, 'a look at Stripe failed; will look again');
    }
  }
}
