/** Differences as tickets: one per key, told again only when it changed or had gone. */
import { Injectable } from '@nestjs/common';
import type { Difference } from '@sounding/contracts';
import { PrismaClient, type Difference as Row } from '../generated/prisma/client.ts';
import { TicketStore } from '../ticket.store.ts';
import type { Tx } from '../tx.store.ts';
import type { Period } from './nights.ts';
import { againWords, changedWords, foundWords, GONE_WORDS, subjectOf } from './words.ts';

/** The date of what differs, by either side; null for a balance. */
function dateOf({ ours, theirs }: Difference): Date | null {
  const at = theirs.at ?? ours.at;
  return typeof at === 'string' ? new Date(at) : null;
}

const same = (row: Row, found: Difference): boolean =>
  JSON.stringify(sorted(row.ours)) === JSON.stringify(sorted(found.ours)) &&
  JSON.stringify(sorted(row.theirs)) === JSON.stringify(sorted(found.theirs));

/** PostgreSQL keeps the fields of a jsonb in an order of its own. */
function sorted(facts: unknown): [string, unknown][] {
  return Object.entries(facts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

@Injectable()
export class Differences {
  constructor(
    private readonly db: PrismaClient,
    private readonly tickets: TicketStore,
  ) {}

  /** Keeps what a page of the comparison found; answers how many of them this comparison had not seen yet. */
  async keep(tx: Tx, runId: string, found: readonly Difference[], now: Date): Promise<number> {
    let fresh = 0;
    for (const difference of found) if (await this.one(tx, runId, difference, now)) fresh += 1;
    return fresh;
  }

  private async one(tx: Tx, runId: string, found: Difference, now: Date): Promise<boolean> {
    const { key, kind, bookingId, ours, theirs } = found;
    const row = await tx.difference.findUnique({ where: { key } });
    const facts = { ours, theirs, at: dateOf(found), runId, goneAt: null };
    if (!row) {
      const ticket = await this.tickets.open(tx, {
        accountId: null,
        bookingId,
        kind: 'difference',
        subject: subjectOf(found),
        at: now,
      });
      await this.say(tx, ticket.id, foundWords(found), 'waiting-for-staff', now);
      await tx.difference.create({ data: { key, kind, bookingId, ...facts, ticketId: ticket.id, foundAt: now } });
      return true;
    }
    await tx.difference.update({ where: { key }, data: facts });
    // What staff have closed although it is still there stays closed, until the sides say something else.
    if (row.goneAt) await this.say(tx, row.ticketId, againWords(found), 'waiting-for-staff', now);
    else if (!same(row, found)) await this.say(tx, row.ticketId, changedWords(found), 'waiting-for-staff', now);
    return row.runId !== runId;
  }

  /** Bookings that move at this moment are not compared: what was known of them stays as it is. */
  async leave(tx: Tx, runId: string, bookingIds: readonly string[]): Promise<void> {
    await tx.difference.updateMany({ where: { bookingId: { in: [...bookingIds] }, goneAt: null }, data: { runId } });
  }

  /** What this comparison should have seen again, and did not, has gone. */
  async close(tx: Tx, runId: string, period: Period, now: Date): Promise<void> {
    const gone = await tx.difference.findMany({
      where: {
        goneAt: null,
        runId: { not: runId },
        OR: [{ at: null }, { at: { gte: period.from, lt: period.to } }],
      },
    });
    for (const { key, ticketId } of gone) {
      await tx.difference.update({ where: { key }, data: { goneAt: now } });
      await this.say(tx, ticketId, GONE_WORDS, 'closed', now);
    }
  }

  /** The date of the oldest that is still open. */
  async oldestOpen(): Promise<Date | null> {
    const found = await this.db.difference.aggregate({ where: { goneAt: null }, _min: { at: true } });
    return found._min.at;
  }

  private say(tx: Tx, ticketId: string, text: string, state: 'waiting-for-staff' | 'closed', at: Date): Promise<void> {
    return this.tickets.say(tx, ticketId, { by: 'platform', text, at }, state);
  }
}
