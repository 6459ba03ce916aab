/** Work that time starts. It never overlaps with itself, survives its errors, and ends with the service. */
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { kindOf, sentenceOf } from '@sounding/bus';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import type { Clock } from './business.clock.ts';

const failures = new Counter({
  name: 'sounding_tick_failures_total',
  help: 'Runs of clock work that failed.',
  labelNames: ['tick', 'kind'] as const,
});

/** How often an alarm compares its instant with the business clock, which costs next to nothing. */
const COMPARE_MS = 250;
/** An alarm runs at least this often: another copy may have made something due, and have died. */
const SLOWEST_MS = 5_000;
/** After a failure. */
const AGAIN_MS = 1_000;

interface Tick {
  timer: NodeJS.Timeout | null;
  running: Promise<void> | null;
}

/** Work that waits for an instant of the business clock. */
export class Alarm {
  private due = 0;
  private latest = 0;

  constructor(private readonly clock: Clock) {}

  /** There is something to do now. */
  ring(): void {
    this.due = 0;
  }

  /** There is something to do at this instant, perhaps sooner than what is known. */
  by(at: Date): void {
    this.due = Math.min(this.due, at.getTime());
  }

  /** Whether to run now; if so, it is set for nothing but the slow look. */
  taken(): boolean {
    if (this.clock.now().getTime() < this.due && Date.now() < this.latest) return false;
    this.due = Number.POSITIVE_INFINITY;
    this.latest = Date.now() + SLOWEST_MS;
    return true;
  }

  failed(): void {
    this.latest = Date.now() + AGAIN_MS;
  }
}

@Injectable()
export class Ticker implements OnApplicationShutdown {
  private readonly ticks: Tick[] = [];
  private stopped = false;

  constructor(
    private readonly log: Logger,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` now and then every `ms` milliseconds after its last end. `name` is for logs and metrics. */
  every(ms: number, work: () => Promise<void>, name = 'clock'): void {
    this.again(ms, () => this.survive(work, name));
  }

  /**
   * Runs `work` now, when the alarm rings, at the instant of the business clock that `work` answered (what is due next; null
   * for nothing known), and every five seconds; never sooner than `restMs` after its last end.
   */
  alarm(work: () => Promise<Date | null>, name: string, restMs = COMPARE_MS): Alarm {
    const alarm = new Alarm(this.clock);
    this.again(restMs, async () => {
      if (!alarm.taken()) return;
      const well = await this.survive(async () => {
        const next = await work();
        if (next) alarm.by(next);
      }, name);
      if (!well) alarm.failed();
    });
    return alarm;
  }

  private again(ms: number, work: () => Promise<unknown>): void {
    const tick: Tick = { timer: null, running: null };
    this.ticks.push(tick);
    const start = () => {
      tick.running = work().then(() => {
        tick.running = null;
        if (!this.stopped) tick.timer = setTimeout(start, ms);
      });
    };
    start();
  }

  /** Answers whether it ended well. */
  private async survive(work: () => Promise<void>, name: string): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      const kind = kindOf(error);
      failures.inc({ tick: name, kind });
      const fields = {
        tick: name,
        error: sentenceOf(error),
        stack: error instanceof Error ? error.stack : undefined,
      };
      if (kind === 'fault') this.log.warn(fields, 'the world failed clock work');
      else this.log.error(fields, 'clock work hit a bug');
      return false;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const tick of this.ticks) if (tick.timer) clearTimeout(tick.timer);
    await Promise.all(this.ticks.map((tick) => tick.running));
  }
}
