/** Deletes what need not be kept any more, as the table of keeping says: words after three years, amounts with the books. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Clock, Ticker } from '@sounding/service';
import { keptSinceOf } from '@sounding/terms';
import { Givings } from '../giving.store.ts';
import { TicketStore } from '../ticket.store.ts';
import type { Tx } from '../tx.store.ts';

const HOUR_MS = 3_600_000;
/** In one commit. */
const BATCH = 500;

@Injectable()
export class RetentionClock implements OnApplicationBootstrap {
  constructor(
    private readonly bus: Bus,
    private readonly tickets: TicketStore,
    private readonly givings: Givings,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(HOUR_MS, () => this.forget(this.clock.now()), 'forget what is over');
  }

  async forget(now: Date): Promise<void> {
    const before = keptSinceOf('support.tickets', now);
    await this.bus.commit(async (tx: Tx) => {
      const old = await tx.ticket.findMany({
        // A ticket of a claim has lost its words already when it has no messages.
        where: { state: 'closed', changedAt: { lt: before }, kind: { not: 'attention' }, messages: { some: {} } },
        select: { id: true },
        take: BATCH,
      });
      await this.tickets.forget(
        tx,
        old.map(({ id }) => id),
      );
    });
    await this.bus.commit(async (tx: Tx) => {
      const old = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM giving WHERE at < ${before}::timestamptz AND forgotten_at IS NULL LIMIT ${BATCH}`;
      await this.givings.forget(
        tx,
        old.map(({ id }) => id),
      );
    });
    const books = keptSinceOf('support.claims', now);
    await this.bus.commit((tx: Tx) => tx.$queryRaw`SELECT forget_claims(${books}::timestamptz)::text`);
  }
}
