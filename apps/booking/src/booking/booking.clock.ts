/** Feeds passed deadlines to the process, by the business clock. The database tells each new deadline. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, sentenceOf } from '@sounding/bus';
import { Clock, Host, Ticker } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Tx } from '../slots/slots.store.ts';
import { BookingStore } from './booking.store.ts';
import { ProviderTime } from './time.store.ts';

const BATCH = 100;
/** A booking whose clock slept may pass several deadlines at once: absence, end, release. */
const ROUNDS = 10;
/** One that could not be heard is tried again. */
const AGAIN_MS = 1_000;

interface Due {
  readonly id: string;
  readonly state: string;
  readonly providerId: string;
}

@Injectable()
export class BookingClock implements OnApplicationBootstrap {
  constructor(
    private readonly database: PrismaClient,
    private readonly store: BookingStore,
    private readonly time: ProviderTime,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly host: Host,
  ) {}

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.tick(), 'deadlines');
    this.bus.onNotify('deadlines', (at) => (at ? alarm.by(new Date(Number(at))) : alarm.ring()));
  }

  /**
   * Hears every deadline that has passed, and answers the next one. One that fails is logged, keeps its deadline, and holds up
   * no other.
   */
  async tick(): Promise<Date | null> {
    const failed = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { due, next } = await this.due([...failed]);
      if (due.length === 0) return failed.size > 0 ? this.soon() : next;
      for (const one of due) {
        try {
          await this.hear(one);
        } catch (error) {
          failed.add(one.id);
          this.host.log.error({ bookingId: one.id, error: sentenceOf(error) }, 'a deadline could not be heard');
        }
      }
    }
    return this.soon();
  }

  /** What is kept unpaid lapses under its provider's lock, so that whoever waits for the time gets it in the same commit. */
  private async hear({ id, state, providerId }: Due): Promise<void> {
    if (state !== 'reserved' && state !== 'offered') return this.store.tick(id);
    await this.bus.commit((tx: Tx) => this.time.lock(tx, providerId, this.clock.now()));
  }

  private soon(): Date {
    return new Date(this.clock.now().getTime() + AGAIN_MS);
  }

  /** The bookings whose deadline has passed, the earliest first, and the first deadline that has not. */
  private async due(except: string[]): Promise<{ due: Due[]; next: Date | null }> {
    const now = this.clock.now();
    const rows = await this.database.booking.findMany({
      select: { id: true, deadline: true, state: true, providerId: true },
      where: { deadline: { not: null }, id: { notIn: except } },
      orderBy: { deadline: 'asc' },
      take: BATCH,
    });
    const next = rows.find(({ deadline }) => deadline !== null && deadline > now)?.deadline ?? null;
    return { due: rows.filter(({ deadline }) => deadline !== null && deadline <= now), next };
  }
}
