/** Feeds passed deadlines to the process, each second by the business clock. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { sentenceOf } from '@sounding/bus';
import { Clock, Host, Ticker } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { BookingStore } from './booking.store.ts';

const BATCH = 100;
/** A booking whose clock slept may pass several deadlines at once: absence, end, release. */
const ROUNDS = 10;

@Injectable()
export class BookingClock implements OnApplicationBootstrap {
  constructor(
    private readonly database: PrismaClient,
    private readonly store: BookingStore,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly host: Host,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(1_000, () => this.tick(), 'deadlines');
  }

  /** Hears every deadline that has passed. One that fails is logged, keeps its deadline, and holds up no other. */
  async tick(): Promise<void> {
    const failed = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const due = await this.due([...failed]);
      if (due.length === 0) break;
      for (const id of due) {
        try {
          await this.store.tick(id);
        } catch (error) {
          failed.add(id);
          this.host.log.error({ bookingId: id, error: sentenceOf(error) }, 'a deadline could not be heard');
        }
      }
    }
  }

  private async due(except: string[]): Promise<string[]> {
    const rows = await this.database.booking.findMany({
      select: { id: true },
      where: { deadline: { lte: this.clock.now() }, id: { notIn: except } },
      orderBy: { deadline: 'asc' },
      take: BATCH,
    });
    return rows.map((row) => row.id);
  }
}
