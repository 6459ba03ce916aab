import { Injectable } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import {
  AnswerTicket,
  type Input,
  OpenTicket,
  type Output,
  ReplyToTicket,
  type Request,
  refuse,
  StaffTicket,
  type TicketMessage,
  type Ticket as TicketShown,
  ViewBooking,
  ViewTicket,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import type { z } from 'zod';
import { claimView } from './claim.view.ts';
import { mayRead } from './may.ts';
import { differenceOf } from './reconciliation/difference.view.ts';
import { type By, TicketStore } from './ticket.store.ts';
import type { Asked } from './tx.store.ts';

type Message = z.output<typeof TicketMessage>;

/** Whoever asks for a correction is answered within thirty days (GDPR Art. 12(3)). */
const CORRECTED_WITHIN_MS = 30 * 86_400_000;

/** What people and staff write to each other. */
@Injectable()
export class Desk {
  constructor(
    private readonly tickets: TicketStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  /** A ticket about a booking is opened by one of its two parties: booking answers `not-found` to anybody else. */
  async open({ subject, text, bookingId, kind }: Input<typeof OpenTicket>, call: Asked): Promise<TicketShown> {
    const accountId = call.person();
    if (bookingId) await this.bus.ask(ViewBooking, { bookingId }, { as: call });
    const at = this.clock.now();
    return call.commit(async (tx) => {
      const ticket = await this.tickets.open(tx, {
        accountId,
        bookingId: bookingId ?? null,
        kind,
        until: kind === 'correction' ? new Date(at.getTime() + CORRECTED_WITHIN_MS) : null,
        subject,
        at,
      });
      await this.tickets.say(tx, ticket.id, { by: 'person', text, at }, 'waiting-for-staff');
      return this.tickets.shown(ticket, tx);
    });
  }

  async mine(call: Asked) {
    return { tickets: await this.tickets.of(call.person()) };
  }

  async view({ ticketId }: Input<typeof ViewTicket>, call: Asked): Promise<Output<typeof ViewTicket>> {
    const account = call.person();
    return this.read(ViewTicket, ticketId, (ticket) => mayRead(ticket, account));
  }

  /** Staff read every ticket; `who: staff` was checked before. */
  staffView({ ticketId }: Input<typeof StaffTicket>): Promise<Output<typeof StaffTicket>> {
    return this.read(StaffTicket, ticketId, () => true);
  }

  reply({ ticketId, text }: Input<typeof ReplyToTicket>, call: Asked): Promise<Message> {
    const account = call.person();
    return this.add(ReplyToTicket, ticketId, call, {
      by: 'person',
      text,
      state: 'waiting-for-staff',
      may: (ticket) => mayRead(ticket, account),
    });
  }

  /** The person is told by mail that there is an answer. Where no person asked, it is a note among staff, who still must act. */
  answer({ ticketId, text, close }: Input<typeof AnswerTicket>, call: Asked): Promise<Message> {
    return this.add(AnswerTicket, ticketId, call, {
      by: 'staff',
      staffId: call.person(),
      text,
      state: close ? 'closed' : 'waiting-for-person',
      may: () => true,
    });
  }

  async queue(state: TicketShown['state'] | 'all') {
    return { tickets: await this.tickets.queue(state) };
  }

  private async read(contract: Request, id: string, may: (ticket: { accountId: string | null }) => boolean) {
    const row = await this.tickets.find(id);
    if (!row || !may(row)) throw refuse(contract, 'not-found', 'There is no such ticket.');
    const texts = row.messages.map(({ number, text }) => ({ ticketId: id, what: `message/${number}`, bytes: text }));
    const reason = row.claim?.reason ? [{ ticketId: id, what: 'reason', bytes: row.claim.reason }] : [];
    const opened = await this.tickets.opened([...texts, ...reason]);
    return {
      ticket: await this.tickets.shown(row),
      messages: row.messages.map((message, place) => ({
        by: message.by as By,
        text: opened[place] ?? '',
        at: message.at.toISOString(),
      })),
      claim: row.claim && claimView(row.claim, opened[texts.length] ?? null),
      difference: row.difference && differenceOf(row.difference),
    };
  }

  private async add(
    contract: Request,
    id: string,
    call: Asked,
    said: {
      by: By;
      staffId?: string;
      text: string;
      state: TicketShown['state'];
      may: (ticket: { accountId: string | null }) => boolean;
    },
  ): Promise<Message> {
    const at = this.clock.now();
    return call.commit(async (tx) => {
      const ticket = await this.tickets.lock(tx, id);
      if (!ticket || !said.may(ticket)) throw refuse(contract, 'not-found', 'There is no such ticket.');
      if (ticket.state === 'closed') {
        throw refuse(
          contract,
          'ticket-closed',
          'This ticket is closed. Please open a new one; it may refer to this one.',
        );
      }
      const { may: _, state, ...message } = said;
      const waits = ticket.accountId === null && state === 'waiting-for-person' ? 'waiting-for-staff' : state;
      await this.tickets.say(tx, id, { ...message, at }, waits);
      if (said.by === 'staff') await this.tickets.mailAnswered(tx, ticket);
      return { by: said.by, text: said.text, at: at.toISOString() };
    });
  }
}
