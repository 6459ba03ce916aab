/** Deletes what need not be kept any more, as the table of keeping says. A room outlives its messages by years, empty. */
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
    const before = keptSinceOf('workspace.messages', now);
    await this.db.message.deleteMany({ where: { at: { lt: before }, room: { endsAt: { lt: before } } } });
    await this.db.stay.deleteMany({ where: { room: { endsAt: { lt: keptSinceOf('workspace.stays', now) } } } });
    await this.db.room.deleteMany({ where: { endsAt: { lt: keptSinceOf('workspace.rooms', now) } } });
  }
}
