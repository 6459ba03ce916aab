/** Feeds passed deadlines to the process, by the business clock. The database tells each new deadline. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, sentenceOf } from '@sounding/bus';
import { Clock, Host, Ticker } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { BookingStore } from './booking.store.ts';

const BATCH = 100;
/** A booking whose clock slept may pass several deadlines at once: absence, end, release. */
const ROUNDS = 10;
/** One that could not be heard is tried again. */
const AGAIN_MS = 1_000;

@Injectable()
export class BookingClock implements OnApplicationBootstrap {
  constructor(
    private readonly database: PrismaClient,
    private readonly store: BookingStore,
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
      for (const id of due) {
        try {
          await this.store.tick(id);
        } catch (error) {
          failed.add(id);
          this.host.log.error({ bookingId: id, error: sentenceOf(error) }, 'a deadline could not be heard');
        }
      }
    }
    return this.soon();
  }

  private soon(): Date {
    return new Date(this.clock.now().getTime() + AGAIN_MS);
  }

  /** The bookings whose deadline has passed, the earliest first, and the first deadline that has not. */
  private async due(except: string[]): Promise<{ due: string[]; next: Date | null }> {
    const now = this.clock.now();
    const rows = await this.database.booking.findMany({
      select: { id: true, deadline: true },
      where: { deadline: { not: null }, id: { notIn: except } },
      orderBy: { deadline: 'asc' },
      take: BATCH,
    });
    const next = rows.find(({ deadline }) => deadline !== null && deadline > now)?.deadline ?? null;
    return { due: rows.flatMap(({ id, deadline }) => (deadline !== null && deadline <= now ? [id] : [])), next };
  }
}
