/**
 * Deletes what need not be kept any more, as the table of keeping says. The books themselves only grow: what of them is the oldest
 * is of 2026, and the first of it need not be kept from 2037 on.
 */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Ticker } from '@sounding/service';
import { keptSinceOf } from '@sounding/terms';
import { PrismaClient } from '../generated/prisma/client.ts';

const HOUR_MS = 3_600_000;

@Injectable()
export class RetentionClock implements OnApplicationBootstrap {
  constructor(
    private readonly database: PrismaClient,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(HOUR_MS, () => this.forget(this.clock.now()), 'forget what is over');
  }

  async forget(now: Date): Promise<void> {
    await this.database.payment.updateMany({
      where: { madeAt: { lt: keptSinceOf('billing.card-digits', now) }, last4: { not: null } },
      data: { brand: null, last4: null },
    });
    await this.database
      .$queryRaw`SELECT forget_stripe_events(${keptSinceOf('billing.stripe-events', now)}::timestamptz)`;
  }
}
