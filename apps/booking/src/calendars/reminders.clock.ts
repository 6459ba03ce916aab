/** Sends reminders by the business clock. Every booking that is made or moves tells its deadline, and with it that there may be one. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Clock, Ticker } from '@sounding/service';
import { Reminders } from './reminders.store.ts';

const BATCH = 100;

@Injectable()
export class RemindersClock implements OnApplicationBootstrap {
  constructor(
    private readonly reminders: Reminders,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.tick(), 'reminders');
    this.bus.onNotify('deadlines', () => alarm.ring());
  }

  async tick(): Promise<Date | null> {
    for (;;) {
      const now = this.clock.now();
      const due = await this.reminders.due(now, BATCH);
      for (const one of due) await this.reminders.send(one, now);
      if (due.length < BATCH) return this.reminders.next(now);
    }
  }
}
