/** What billing wants people to look at becomes one ticket per key; what has come right closes it. */
import { Injectable } from '@nestjs/common';
import type { AttentionWanted } from '@sounding/contracts';
import { TicketStore } from '../ticket.store.ts';
import type { Heard } from '../tx.store.ts';
import { movedWords, overWords, subjectOf, wantedWords } from './words.ts';

@Injectable()
export class Attention {
  constructor(private readonly tickets: TicketStore) {}

  /** Events of one key come in order, so the last one heard is how it stands. */
  async wanted(m: Heard<typeof AttentionWanted>): Promise<void> {
    const { key, bookingId, over } = m.data;
    const at = new Date(m.data.at);
    const until = m.data.until && !over ? new Date(m.data.until) : null;
    await m.commit(async (tx) => {
      const had = await tx.attention.findUnique({ where: { key } });
      // What came right before anybody heard of it needs nobody.
      if (!had && over) return;
      if (!had) {
        const subject = subjectOf(m.data);
        const ticket = await this.tickets.open(tx, {
          accountId: null,
          bookingId,
          kind: 'attention',
          subject,
          at,
          until,
        });
        await tx.attention.create({ data: { key, ticketId: ticket.id } });
        const text = wantedWords(m.data);
        return this.tickets.say(tx, ticket.id, { by: 'platform', text, at }, 'waiting-for-staff');
      }
      await this.tickets.due(tx, had.ticketId, until);
      const text = over ? overWords(m.data) : movedWords(m.data);
      await this.tickets.say(tx, had.ticketId, { by: 'platform', text, at }, over ? 'closed' : 'waiting-for-staff');
    });
  }
}
