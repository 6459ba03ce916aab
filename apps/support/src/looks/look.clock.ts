/** Looks through the whole log of who looked every night, and says where its end is in a place that the database's owner cannot change. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Clock, Host, metrics, Ticker } from '@sounding/service';
import { Gauge } from 'prom-client';
import { PrismaClient } from '../generated/prisma/client.ts';
import { nextNight, nightOf } from '../reconciliation/nights.ts';
import { TicketStore } from '../ticket.store.ts';
import type { Tx } from '../tx.store.ts';
import { firstBroken, type Head, headWords, START } from './chain.crypto.ts';

const ROWS_AT_ONCE = 1_000;
/** An hour after the comparison of the books, so that the two do not meet. */
const LATER_MS = 3_600_000;

const gauge = (name: string, help: string): Gauge => {
  const known = metrics.getSingleMetric(name) as Gauge | undefined;
  return known ?? new Gauge({ name, help, registers: [metrics] });
};
const headNumber = gauge('sounding_looks_head', 'Rows of the log of who looked, when it was last verified.');
const broken = gauge(
  'sounding_looks_broken',
  'The first row of the log of who looked that is not as it was written; 0 when all are.',
);

@Injectable()
export class LookClock implements OnApplicationBootstrap {
  constructor(
    private readonly db: PrismaClient,
    private readonly tickets: TicketStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly host: Host,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.alarm(() => this.tick(), 'log of who looked');
  }

  /** Once a night over all copies, and once when a copy starts, for its metric. */
  private verifiedFor = 0;

  private async tick(): Promise<Date> {
    const shifted = new Date(this.clock.now().getTime() - LATER_MS);
    const night = nightOf(shifted);
    if (this.verifiedFor !== night.getTime()) {
      await this.verify(this.clock.now());
      this.verifiedFor = night.getTime();
    }
    return new Date(nextNight(shifted).getTime() + LATER_MS);
  }

  /** Answers the number of the first broken row, or null. A broken log is a ticket of its own, a metric, and an error in the log. */
  async verify(at: Date): Promise<bigint | null> {
    const { head, wrong } = await this.walk();
    headNumber.set(Number(head.number));
    broken.set(Number(wrong ?? 0n));
    if (wrong !== null) {
      this.host.log.error({ row: String(wrong) }, 'the log of who looked is broken');
      await this.bus.commit((tx: Tx) => this.tell(tx, wrong, at));
      return wrong;
    }
    // The anchor: whoever keeps the logs can say of any later state of the table whether its end was cut off or written anew.
    this.host.log.info({ head: headWords(head) }, 'the log of who looked holds');
    await this.bus.commit((tx: Tx) =>
      tx.lookAnchor.createMany({
        data: [{ number: head.number, hash: new Uint8Array(head.hash), at }],
        skipDuplicates: true,
      }),
    );
    return null;
  }

  private async walk(): Promise<{ head: Head; wrong: bigint | null }> {
    const anchors = await this.db.lookAnchor.findMany({ where: { number: { gt: 0n } }, orderBy: { number: 'asc' } });
    let head: Head = START;
    for (;;) {
      const rows = await this.db.look.findMany({
        where: { number: { gt: head.number } },
        orderBy: { number: 'asc' },
        take: ROWS_AT_ONCE,
      });
      const wrong = firstBroken(rows, head);
      if (wrong !== null) return { head, wrong };
      // A chain written anew from some row on is whole in itself; it does not go through what was anchored.
      const last = rows.at(-1);
      const until = last?.number ?? head.number;
      const lost = anchors.find(
        (anchor) =>
          anchor.number > head.number &&
          (last === undefined || anchor.number <= until) &&
          !Buffer.from(rows.find(({ number }) => number === anchor.number)?.hash ?? []).equals(anchor.hash),
      );
      if (lost) return { head, wrong: last === undefined ? head.number + 1n : lost.number };
      if (!last) return { head, wrong: null };
      head = last;
    }
  }

  /** One ticket for one broken row, however many nights find it. */
  private async tell(tx: Tx, row: bigint, at: Date): Promise<void> {
    const key = `looks-broken:${row}`;
    if (await tx.attention.findUnique({ where: { key } })) return;
    const ticket = await this.tickets.open(tx, {
      ...{ accountId: null, bookingId: null, kind: 'attention', at },
      subject: 'The log of who looked was changed',
    });
    await tx.attention.create({ data: { key, ticketId: ticket.id } });
    const text = `Row ${row} of the log of who looked is not as it was written, or is gone. Call the engineer on duty now; nobody should repair it before it is known who had the owner's rights in support's database.`;
    await this.tickets.say(tx, ticket.id, { by: 'platform', text, at }, 'waiting-for-staff');
  }
}
