import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emit } from '@sounding/bus';
import { SupportMail, type Ticket as TicketShown } from '@sounding/contracts';
import { Keyring, type Opened, ownerOf, placeOf, type Reseal, shownText } from '@sounding/service';
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
  /** Null for what the platform itself asks staff to look at. */
  readonly accountId: string | null;
  readonly bookingId: string | null;
  readonly kind: TicketShown['kind'];
  /** Until when somebody must have acted. */
  readonly until?: Date | null;
  readonly subject: string;
  readonly at: Date;
}

/** What the queue says of a person's ticket: working through a list is no reason to read what somebody wrote. */
const QUEUED: Readonly<Record<string, string>> = { question: 'A question', claim: 'A claim of the guarantee' };

/** The rows of tickets and their sealed texts; everything outside of this file sees words. */
@Injectable()
export class TicketStore {
  constructor(
    private readonly db: PrismaClient,
    private readonly keyring: Keyring,
  ) {
    keyring.resealsBy('ticket', resealed);
  }

  /** Seals a text of a ticket: its `subject`, a `message/3`, the `reason` of its claim. */
  seal(tx: Tx, ticketId: string, what: string, text: string) {
    return this.keyring.seal(tx, ownerOf('ticket', ticketId), placeOf('ticket', ticketId, what), text);
  }

  /** Opens texts of tickets, in the order given. `within`: the transaction that made one of the tickets. */
  async opened(
    texts: readonly { ticketId: string; what: string; bytes: Uint8Array }[],
    within?: Tx,
  ): Promise<string[]> {
    const sealed = texts.map(({ ticketId, what, bytes }) => ({
      owner: ownerOf('ticket', ticketId),
      place: placeOf('ticket', ticketId, what),
      bytes,
    }));
    return (await this.keyring.openAll(sealed, within)).map((text: Opened) => shownText(text));
  }

  async open(tx: Tx, { subject, at, ...fields }: NewTicket): Promise<Ticket> {
    const id = randomUUID();
    return tx.ticket.create({
      data: {
        id,
        ...fields,
        state: 'waiting-for-staff',
        subject: await this.seal(tx, id, 'subject', subject),
        openedAt: at,
        changedAt: at,
      },
    });
  }

  /** Adds a message and moves the ticket to `state`. Messages of one ticket queue up behind its row. */
  async say(tx: Tx, ticketId: string, said: Said, state: TicketShown['state']): Promise<void> {
    await tx.ticket.update({ where: { id: ticketId }, data: { state, changedAt: said.at } });
    const number = (await tx.ticketMessage.count({ where: { ticketId } })) + 1;
    await tx.ticketMessage.create({
      data: {
        ticketId,
        number,
        by: said.by,
        staffId: said.staffId ?? null,
        text: await this.seal(tx, ticketId, `message/${number}`, said.text),
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
    return this.allShown(rows);
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
    return (await this.allShown(rows)).map((ticket) => ({
      ...ticket,
      ...(ticket.accountId === null ? {} : { subject: QUEUED[ticket.kind] ?? '' }),
    }));
  }

  async shown(row: Ticket, within?: Tx): Promise<TicketShown> {
    const [shown] = await this.allShown([row], within);
    return shown as TicketShown;
  }

  private async allShown(rows: readonly Ticket[], within?: Tx): Promise<TicketShown[]> {
    const subjects = await this.opened(
      rows.map((row) => ({ ticketId: row.id, what: 'subject', bytes: row.subject })),
      within,
    );
    return rows.map((row, at) => ({
      id: row.id,
      accountId: row.accountId,
      bookingId: row.bookingId,
      // The database's own checks hold these words to the contract's.
      kind: row.kind as TicketShown['kind'],
      subject: subjects[at] ?? '',
      state: row.state as TicketShown['state'],
      openedAt: row.openedAt.toISOString(),
      changedAt: row.changedAt.toISOString(),
      until: row.until?.toISOString() ?? null,
    }));
  }

  /** Takes the words of tickets out for good, with their keys. A ticket goes whole; that of a claim stays, and says that its words were erased. */
  async forget(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    for (const id of ids) await this.keyring.destroy(tx, ownerOf('ticket', id));
    await tx.$queryRaw`SELECT forget_words(${ids}::uuid[])::text`;
    await tx.ticket.updateMany({ where: { id: { in: [...ids] } }, data: { subject: new Uint8Array() } });
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

/** Seals the texts of a ticket under its new key. Messages only grow for the service, so a function of the owner does it for them. */
const resealed: Reseal = async (tx, ticketId, again) => {
  const anew = (what: string, bytes: Uint8Array) => again(placeOf('ticket', ticketId, what), bytes);
  const tickets = await tx.$queryRawUnsafe<{ subject: Uint8Array }[]>(
    'SELECT subject FROM ticket WHERE id = $1::uuid FOR UPDATE',
    ticketId,
  );
  for (const { subject } of tickets) {
    const text = anew('subject', subject);
    await tx.$executeRawUnsafe('UPDATE ticket SET subject = $2 WHERE id = $1::uuid', ticketId, text);
  }
  const claims = await tx.$queryRawUnsafe<{ reason: Uint8Array }[]>(
    'SELECT reason FROM claim WHERE ticket_id = $1::uuid AND reason IS NOT NULL FOR UPDATE',
    ticketId,
  );
  for (const { reason } of claims) {
    const text = anew('reason', reason);
    await tx.$executeRawUnsafe('UPDATE claim SET reason = $2 WHERE ticket_id = $1::uuid', ticketId, text);
  }
  const messages = await tx.$queryRawUnsafe<{ number: number; text: Uint8Array }[]>(
    'SELECT number, text FROM ticket_message WHERE ticket_id = $1::uuid ORDER BY number',
    ticketId,
  );
  for (const { number, text } of messages) {
    const sealed = anew(`message/${number}`, text);
    await tx.$queryRawUnsafe('SELECT reseal_message($1::uuid, $2::int, $3)::text', ticketId, number, sealed);
  }
};
