/** Deletes what need not be kept any more, as the table of keeping says. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Ticker } from '@sounding/service';
import { keptSinceOf } from '@sounding/terms';
import { PrismaClient } from '../generated/prisma/client.ts';

const HOUR_MS = 3_600_000;

@Injectable()
export class RetentionClock implements OnApplicationBootstrap {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(HOUR_MS, () => this.forget(this.clock.now()), 'forget what is over');
  }

  async forget(now: Date): Promise<void> {
    await this.db.busyTime.deleteMany({ where: { endsAt: { lt: keptSinceOf('booking.busy-times', now) } } });
    await this.db.reminder.deleteMany({ where: { sentAt: { lt: keptSinceOf('booking.reminders', now) } } });
    await this.db.$queryRaw`SELECT forget_waits(NULL, ${keptSinceOf('booking.waits', now)}::timestamptz)`;
    await this.db.$queryRaw`SELECT forget_bookings(${keptSinceOf('booking.bookings', now)}::timestamptz)`;
  }
}
