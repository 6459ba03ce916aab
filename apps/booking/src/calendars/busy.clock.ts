/** Looks at foreign calendars again. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Clock, Ticker } from '@sounding/service';
import type { Tx } from '../slots/slots.store.ts';
import { BusyCalendars } from './busy.store.ts';

const LOOK_MS = 20_000;
const BATCH = 20;

@Injectable()
export class BusyClock implements OnApplicationBootstrap {
  constructor(
    private readonly calendars: BusyCalendars,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(LOOK_MS, () => this.tick(), 'foreign calendars');
  }

  async tick(): Promise<void> {
    const now = this.clock.now();
    for (;;) {
      const due = await this.calendars.take(now, BATCH);
      await Promise.all(
        due.map((row) => this.calendars.again(row, now, (work) => this.bus.commit((tx: Tx) => work(tx)))),
      );
      if (due.length < BATCH) return;
    }
  }
}
