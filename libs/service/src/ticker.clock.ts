/** Work that time starts. It never overlaps with itself, survives its errors, and ends with the service. */
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { kindOf, sentenceOf } from '@sounding/bus';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';

const failures = new Counter({
  name: 'sounding_tick_failures_total',
  help: 'Runs of clock work that failed.',
  labelNames: ['tick', 'kind'] as const,
});

interface Tick {
  timer: NodeJS.Timeout | null;
  running: Promise<void> | null;
}

@Injectable()
export class Ticker implements OnApplicationShutdown {
  private readonly ticks: Tick[] = [];
  private stopped = false;

  constructor(private readonly log: Logger) {}

  /** Runs `work` now and then every `ms` milliseconds after its last end. `name` is for logs and metrics. */
  every(ms: number, work: () => Promise<void>, name = 'clock'): void {
    const tick: Tick = { timer: null, running: null };
    this.ticks.push(tick);
    const run = async (): Promise<void> => {
      try {
        await work();
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
      }
      tick.running = null;
      if (!this.stopped) tick.timer = setTimeout(start, ms);
    };
    const start = () => {
      tick.running = run();
    };
    start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const tick of this.ticks) if (tick.timer) clearTimeout(tick.timer);
    await Promise.all(this.ticks.map((tick) => tick.running));
  }
}
