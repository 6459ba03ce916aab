import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emit } from '@sounding/bus';
import { SupportMail, type Ticket as TicketShown } from '@sounding/contracts';
import { type Sealer, Vault } from '@sounding/service';
import { PrismaClient, type Ticket } from './generated/prisma/client.ts';
import type { Tx } from './tx.store.ts';

/** What stands where words were. */
export const ERASED_WORDS = 'These words were erased.';

export type By = 'person' | 'staff' | 'platform';

export interface Said {
  readonly by: By;
  readonly staffId?: string;
  readonly text: string;
  readonly at: Date;
}

export interface NewTicket {
  /** Null for what the platform itself asks staff to look at. */
  readonly accountId: string | null;
  readonly bookingId: string | null;
  readonly kind: TicketShown['kind'];
  /** Until when somebody must have acted. */
  readonly until?: Date | null;
  readonly subject: string;
  readonly at: Date;
}

/** The rows of tickets and their sealed texts; nothing outside of this file sees a sealed byte or a key. */
@Injectable()
export class TicketStore {
  constructor(
    private readonly db: PrismaClient,
    private readonly vault: Vault,
  ) {}

  sealer(ticket: Pick<Ticket, 'id' | 'wrappedKey'>): Sealer {
    return this.vault.unwrap(`ticket/${ticket.id}`, ticket.wrappedKey);
  }

  async open(tx: Tx, { subject, at, ...fields }: NewTicket): Promise<Ticket> {
    const id = randomUUID();
    const wrappedKey = this.vault.newKey(`ticket/${id}`);
    return tx.ticket.create({
      data: {
        id,
        ...fields,
        state: 'waiting-for-staff',
        wrappedKey,
        subject: this.sealer({ id, wrappedKey }).seal('subject', subject),
        openedAt: at,
        changedAt: at,
      },
    });
  }

  /** Adds a message and moves the ticket to `state`. Messages of one ticket queue up behind its row. */
  async say(tx: Tx, ticketId: string, said: Said, state: TicketShown['state']): Promise<void> {
    const ticket = await tx.ticket.update({ where: { id: ticketId }, data: { state, changedAt: said.at } });
    const number = (await tx.ticketMessage.count({ where: { ticketId } })) + 1;
    await tx.ticketMessage.create({
      data: {
        ticketId,
        number,
        by: said.by,
        staffId: said.staffId ?? null,
        text: this.sealer(ticket).seal(`message/${number}`, said.text),
        at: said.at,
      },
    });
  }

  /** The ticket, locked, or null. */
  async lock(tx: Tx, id: string): Promise<Ticket | null> {
    await tx.$queryRaw`select 1 from ticket where id = ${id}::uuid for update`;
    return tx.ticket.findUnique({ where: { id } });
  }

  /** When somebody must have acted moved, or does not matter any more. */
  async due(tx: Tx, id: string, until: Date | null): Promise<void> {
    await tx.ticket.update({ where: { id }, data: { until } });
  }

  /** A ticket with its messages, claim and difference, for reading. */
  find(id: string) {
    return this.db.ticket.findUnique({
      where: { id },
      include: { messages: { orderBy: { number: 'asc' } }, claim: true, difference: true },
    });
  }

  /** Newest first, at most 200. */
  async of(accountId: string): Promise<TicketShown[]> {
    const rows = await this.db.ticket.findMany({
      where: { accountId },
      orderBy: [{ changedAt: 'desc' }, { id: 'asc' }],
      take: 200,
    });
    return rows.map((row) => this.shown(row));
  }

  /** What has a date comes first, the soonest at the top, then what waits longest; finished ones newest first. */
  async queue(state: TicketShown['state'] | 'all'): Promise<TicketShown[]> {
    const waiting = state === 'waiting-for-staff' || state === 'waiting-for-person';
    const rows = await this.db.ticket.findMany({
      where: state === 'all' ? {} : { state },
      orderBy: waiting
        ? [{ until: { sort: 'asc', nulls: 'last' } }, { changedAt: 'asc' }, { id: 'asc' }]
        : [{ changedAt: 'desc' }, { id: 'asc' }],
      take: 200,
    });
    return rows.map((row) => this.shown(row));
  }

  shown(row: Ticket): TicketShown {
    return {
      id: row.id,
      accountId: row.accountId,
      bookingId: row.bookingId,
      // The database's own checks hold these words to the contract's.
      kind: row.kind as TicketShown['kind'],
      subject: this.sealer(row).open('subject', row.subject),
      state: row.state as TicketShown['state'],
      openedAt: row.openedAt.toISOString(),
      changedAt: row.changedAt.toISOString(),
      until: row.until?.toISOString() ?? null,
    };
  }

  /**
   * Takes the words of tickets out for good, for somebody who is erased or because their time is over. A ticket goes whole; that of
   * a claim stays, under another key: what was sealed under the old one cannot be opened any more.
   */
  async forget(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.$queryRaw`SELECT forget_words(${ids}::uuid[])::text`;
    for (const { id } of await tx.ticket.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })) {
      const wrappedKey = this.vault.newKey(`ticket/${id}`);
      const subject = this.sealer({ id, wrappedKey }).seal('subject', ERASED_WORDS);
      await tx.ticket.update({ where: { id }, data: { wrappedKey, subject } });
    }
  }

  /** Tells the person by mail, discreetly, that there is an answer; once per message. What no person asked is nobody's mail. */
  async mailAnswered(tx: Tx, ticket: Ticket): Promise<void> {
    if (ticket.accountId === null) return;
    const number = await tx.ticketMessage.count({ where: { ticketId: ticket.id } });
    await emit(tx, SupportMail, {
      accountId: ticket.accountId,
      key: `ticket-answered:${ticket.id}:${number}`,
      template: 'ticket-answered',
      data: { ticketId: ticket.id },
    });
  }
}
