import { randomUUID } from 'node:crypto';
import {
  AnswerTicket,
  MyTickets,
  OpenClaim,
  OpenTicket,
  ReplyToTicket,
  StaffQueue,
  StaffTicket,
  SupportMail,
  ViewTicket,
} from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { SupportModule } from '../src/support.module.ts';
import { type Hire, hire, NOW, refusalOf, standInForBooking } from './cast.ts';

const hires = new Map<string, Hire>();
const question = { subject: 'My invoice address', text: 'Where can I change it?' };
let world: World;

beforeAll(async () => {
  world = await startWorld();
  standInForBooking(world, hires);
  await world.clock.set(NOW);
  await world.service('support', SupportModule);
});
afterAll(() => world.stop());

function newHire(): Hire {
  const made = hire();
  hires.set(made.bookingId, made);
  return made;
}

const mailsTo = (accountId: string | null) =>
  world.heard('support', SupportMail).filter((mail) => mail.accountId === accountId);

describe('a ticket', () => {
  it('that asks for a correction stands in the queue with a date thirty days ahead', async () => {
    const me = world.as(randomUUID());
    const { id } = await me.ask(OpenTicket, { ...question, kind: 'correction' });
    const { tickets } = await world.staff(randomUUID()).ask(StaffQueue, { state: 'waiting-for-staff' });
    const seen = tickets.find((ticket) => ticket.id === id);
    expect(seen?.kind).toBe('correction');
    expect(Math.round((Date.parse(seen?.until ?? '') - Date.parse(seen?.openedAt ?? '')) / 86_400_000)).toBe(30);
    expect((await me.ask(OpenTicket, question)).until).toBeNull();
  });

  it('is answered by staff, read by the person, and answered back, until it is closed', async () => {
    const me = world.as(randomUUID());
    const staff = world.staff(randomUUID());
    const { id: ticketId, accountId, state } = await me.ask(OpenTicket, question);
    expect(state).toBe('waiting-for-staff');
    await staff.ask(AnswerTicket, { ticketId, text: 'On your account page.' });
    expect((await me.ask(ViewTicket, { ticketId })).ticket.state).toBe('waiting-for-person');
    await me.ask(ReplyToTicket, { ticketId, text: 'Found it, thank you.' });
    await staff.ask(AnswerTicket, { ticketId, text: 'Gladly.', close: true });
    const seen = await me.ask(ViewTicket, { ticketId });
    expect(seen.ticket).toMatchObject({ subject: question.subject, state: 'closed' });
    expect(seen.messages.map(({ by, text }) => [by, text])).toEqual([
      ['person', question.text],
      ['staff', 'On your account page.'],
      ['person', 'Found it, thank you.'],
      ['staff', 'Gladly.'],
    ]);
    expect(await refusalOf(me.ask(ReplyToTicket, { ticketId, text: 'One more thing' }))).toBe('ticket-closed');
    expect(await refusalOf(staff.ask(AnswerTicket, { ticketId, text: 'One more' }))).toBe('ticket-closed');
    await world.eventually(() => expect(mailsTo(accountId)).toHaveLength(2));
    expect(new Set(mailsTo(accountId).map((mail) => mail.key)).size).toBe(2);
    expect(mailsTo(accountId)[0]).toMatchObject({ template: 'ticket-answered', data: { ticketId } });
  });

  it('is the person’s own: to everybody else it does not exist', async () => {
    const me = world.as(randomUUID());
    const { id: ticketId } = await me.ask(OpenTicket, question);
    const other = world.as(randomUUID());
    expect(await refusalOf(other.ask(ViewTicket, { ticketId }))).toBe('not-found');
    expect(await refusalOf(other.ask(ReplyToTicket, { ticketId, text: 'Hello' }))).toBe('not-found');
    expect((await other.ask(MyTickets, {})).tickets).toEqual([]);
    expect(await refusalOf(world.visitor().ask(OpenTicket, question))).toBe('not-signed-in');
    expect(await refusalOf(me.ask(StaffTicket, { ticketId }))).toBe('not-allowed');
    expect((await me.ask(MyTickets, {})).tickets.map((ticket) => ticket.id)).toEqual([ticketId]);
  });

  it('about a booking is opened by its parties alone', async () => {
    const { bookingId, clientId } = newHire();
    const ticket = await world.as(clientId).ask(OpenTicket, { ...question, bookingId });
    expect(ticket.bookingId).toBe(bookingId);
    const stranger = world.as(randomUUID());
    expect(await refusalOf(stranger.ask(OpenTicket, { ...question, bookingId }))).toBe('not-found');
    expect((await stranger.ask(MyTickets, {})).tickets).toEqual([]);
  });

  it('sent twice under one key is one ticket', async () => {
    const me = world.as(randomUUID());
    const options = { idempotencyKey: randomUUID() };
    const first = await me.ask(OpenTicket, question, options);
    expect((await me.ask(OpenTicket, question, options)).id).toBe(first.id);
    expect((await me.ask(MyTickets, {})).tickets).toHaveLength(1);
  });

  it('keeps every one of the messages that arrive at the same moment', async () => {
    const me = world.as(randomUUID());
    const { id: ticketId } = await me.ask(OpenTicket, question);
    await Promise.all(Array.from({ length: 10 }, (_, n) => me.ask(ReplyToTicket, { ticketId, text: `And ${n}` })));
    expect((await me.ask(ViewTicket, { ticketId })).messages).toHaveLength(11);
  });

  it('is sealed at rest: no word of it is in the database', async () => {
    const { id } = await world.as(randomUUID()).ask(OpenTicket, { subject: 'Rhododendron', text: 'Chrysanthemum' });
    const rows = await world.sql<{ all: string }>(
      'support',
      `select encode(subject, 'escape') || (select string_agg(encode(text, 'escape'), ' ') from ticket_message
         where ticket_id = id) as all from ticket where id = $1`,
      [id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.all).not.toMatch(/Rhododendron|Chrysanthemum/);
  });
});

describe('the queue of staff', () => {
  it('shows claims before questions, and moves an answered ticket away', async () => {
    const staff = world.staff(randomUUID());
    const ticket = await world.as(randomUUID()).ask(OpenTicket, question);
    const { bookingId, clientId } = newHire();
    const claim = await world.as(clientId).ask(OpenClaim, { bookingId, text: 'Nobody came.' });
    const waiting = async (state?: 'waiting-for-person') =>
      (await staff.ask(StaffQueue, state ? { state } : {})).tickets.map(({ id }) => id);
    const ids = await waiting();
    expect(ids.indexOf(claim.ticketId)).toBeGreaterThanOrEqual(0);
    expect(ids.indexOf(claim.ticketId)).toBeLessThan(ids.indexOf(ticket.id));
    await staff.ask(AnswerTicket, { ticketId: ticket.id, text: 'On your account page.' });
    expect(await waiting()).not.toContain(ticket.id);
    expect(await waiting('waiting-for-person')).toContain(ticket.id);
  });

  it('is for staff alone', async () => {
    expect(await refusalOf(world.as(randomUUID()).ask(StaffQueue, {}))).toBe('not-allowed');
    expect(await refusalOf(world.visitor().ask(StaffQueue, {}))).toBe('not-signed-in');
  });
});
