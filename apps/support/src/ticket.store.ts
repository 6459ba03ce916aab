import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emit } from '@sounding/bus';
import { SupportMail, type Ticket as TicketShown } from '@sounding/contracts';
import { type Sealer, Vault } from '@sounding/service';
import { PrismaClient, type Ticket } from './generated/prisma/client.ts';
import type { Tx } from './tx.store.ts';

export type By = 'person' | 'staff' | 'platform';

export interface Said {
  readonly by: By;
  readonly staffId?: string;
  readonly text: string;
  readonly at: Date;
}

export interface NewTicket {
  readonly accountId: string;
  readonly bookingId: string | null;
  readonly kind: 'question' | 'claim';
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

  /** A ticket with its messages and claim, for reading. */
  find(id: string) {
    return this.db.ticket.findUnique({
      where: { id },
      include: { messages: { orderBy: { number: 'asc' } }, claim: true },
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

  /** What waits longest comes first, claims before questions, since a claim has a deadline; finished ones newest first. */
  async queue(state: TicketShown['state'] | 'all'): Promise<TicketShown[]> {
    const waiting = state === 'waiting-for-staff' || state === 'waiting-for-person';
    const rows = await this.db.ticket.findMany({
      where: state === 'all' ? {} : { state },
      orderBy: waiting
        ? [{ claim: { decideBy: 'asc' } }, { changedAt: 'asc' }, { id: 'asc' }]
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
    };
  }

  /** Tells the person by mail, discreetly, that there is an answer; once per message. */
  async mailAnswered(tx: Tx, ticket: Ticket): Promise<void> {
    const number = await tx.ticketMessage.count({ where: { ticketId: ticket.id } });
    await emit(tx, SupportMail, {
      accountId: ticket.accountId,
      key: `ticket-answered:${ticket.id}:${number}`,
      template: 'ticket-answered',
      data: { ticketId: ticket.id },
    });
  }
}
