/** What billing wants people to look at becomes one ticket per key; what has come right closes it. */
import { Injectable } from '@nestjs/common';
import type { AttentionWanted, ErasureLate } from '@sounding/contracts';
import { TicketStore } from '../ticket.store.ts';
import type { Heard, Tx } from '../tx.store.ts';
import { erasureWords, movedWords, overWords, subjectOf, wantedWords } from './words.ts';

interface Matter {
  readonly key: string;
  readonly bookingId: string | null;
  readonly over: boolean;
  readonly until: Date | null;
  readonly at: Date;
  readonly subject: string;
  readonly first: string;
  readonly moved: string;
  readonly ended: string;
}

@Injectable()
export class Attention {
  constructor(private readonly tickets: TicketStore) {}

  /** Events of one key come in order, so the last one heard is how it stands. */
  async wanted(m: Heard<typeof AttentionWanted>): Promise<void> {
    const { key, bookingId, over } = m.data;
    const until = m.data.until && !over ? new Date(m.data.until) : null;
    const words = { subject: subjectOf(m.data), first: wantedWords(m.data), moved: movedWords(m.data) };
    const matter = { key, bookingId, over, until, at: new Date(m.data.at), ...words, ended: overWords(m.data) };
    await m.commit((tx) => this.keep(tx, matter));
  }

  /** An erasure that is not done at its deadline. Nobody is named: staff see to what it waits for. */
  async erasureLate(m: Heard<typeof ErasureLate>): Promise<void> {
    const { erasureId, over } = m.data;
    const at = new Date(m.data.at);
    const matter = { key: `erasure:${erasureId}`, bookingId: null, over, until: over ? null : at, at };
    await m.commit((tx) => this.keep(tx, { ...matter, ...erasureWords(m.data) }));
  }

  private async keep(tx: Tx, matter: Matter): Promise<void> {
    const { key, bookingId, over, until, at, subject } = matter;
    const had = await tx.attention.findUnique({ where: { key } });
    // What came right before anybody heard of it needs nobody.
    if (!had && over) return;
    if (!had) {
      const ticket = await this.tickets.open(tx, {
        accountId: null,
        bookingId,
        kind: 'attention',
        subject,
        at,
        until,
      });
      await tx.attention.create({ data: { key, ticketId: ticket.id } });
      return this.tickets.say(tx, ticket.id, { by: 'platform', text: matter.first, at }, 'waiting-for-staff');
    }
    await this.tickets.due(tx, had.ticketId, until);
    const text = over ? matter.ended : matter.moved;
    await this.tickets.say(tx, had.ticketId, { by: 'platform', text, at }, over ? 'closed' : 'waiting-for-staff');
  }
}
