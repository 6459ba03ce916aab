import { randomUUID } from 'node:crypto';
import {
  AnswerTicket,
  AttentionWanted,
  type Data,
  OpenTicket,
  StaffQueue,
  StaffTicket,
  SupportMail,
} from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { SupportModule } from '../src/support.module.ts';
import { NOW } from './cast.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(NOW);
  await world.service('support', SupportModule);
});
afterAll(() => world.stop());

const staff = () => world.staff(randomUUID());
const queue = async (state: 'waiting-for-staff' | 'closed' = 'waiting-for-staff') =>
  (await staff().ask(StaffQueue, { state })).tickets;

function wanted(more: Partial<Data<typeof AttentionWanted>> = {}): Data<typeof AttentionWanted> {
  return {
    key: `dispute:${randomUUID()}`,
    what: 'dispute',
    bookingId: randomUUID(),
    facts: { amount: 6_349 },
    until: '2026-12-03T00:00:00.000Z',
    over: false,
    at: NOW.toISOString(),
    ...more,
  };
}

const say = (data: Data<typeof AttentionWanted>) => world.say('billing', AttentionWanted, data);
const ticketOf = (bookingId: string | null, state?: 'closed') =>
  world.eventually(async () => {
    const found = (await queue(state)).filter((ticket) => ticket.bookingId === bookingId);
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} tickets`);
    return found[0];
  });

describe('what billing wants people to look at', () => {
  it('is one ticket, with a date; it is told what changes, and closed when it has come right', async () => {
    const first = wanted();
    await say(first);
    const ticket = await ticketOf(first.bookingId);
    expect(ticket).toMatchObject({ kind: 'attention', accountId: null, until: first.until });
    const later = '2026-12-10T00:00:00.000Z';
    await say({ ...first, facts: { amount: 6_349, state: 'open' }, until: later });
    await world.eventually(async () => expect((await ticketOf(first.bookingId)).until).toBe(later));
    await say({ ...first, facts: { outcome: 'won' }, over: true });
    expect(await ticketOf(first.bookingId, 'closed')).toMatchObject({ id: ticket.id, until: null });
    const { messages } = await staff().ask(StaffTicket, { ticketId: ticket.id });
    expect(messages.map(({ by }) => by)).toEqual(['platform', 'platform', 'platform']);
    expect(messages[0]?.text).toContain('amount: $63.49');
    await say({ ...first, at: '2026-12-11T00:00:00.000Z' });
    expect(await ticketOf(first.bookingId)).toMatchObject({ id: ticket.id });
  });

  it('that came right before anybody heard of it is no ticket', async () => {
    const never = wanted({ over: true });
    const next = wanted();
    await say(never);
    await say(next);
    await ticketOf(next.bookingId);
    expect([...(await queue()), ...(await queue('closed'))].map(({ bookingId }) => bookingId)).not.toContain(
      never.bookingId,
    );
  });

  it('comes by its date, before questions without one', async () => {
    const [late, soon] = [wanted({ until: '2026-12-09T00:00:00.000Z' }), wanted({ until: '2026-11-30T00:00:00.000Z' })];
    const { id: question } = await world.as(randomUUID()).ask(OpenTicket, { subject: 'A question', text: 'Where?' });
    await say(late);
    await say(soon);
    const ids = [(await ticketOf(soon.bookingId)).id, (await ticketOf(late.bookingId)).id, question];
    expect((await queue()).map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
  });

  it('takes notes of staff, mails nobody, and waits for staff until one of them closes it', async () => {
    const data = wanted();
    await say(data);
    const { id: ticketId } = await ticketOf(data.bookingId);
    await staff().ask(AnswerTicket, { ticketId, text: 'Evidence is being gathered.' });
    expect((await ticketOf(data.bookingId)).state).toBe('waiting-for-staff');
    await staff().ask(AnswerTicket, { ticketId, text: 'Sent.', close: true });
    await ticketOf(data.bookingId, 'closed');
    expect(world.heard('support', SupportMail)).toEqual([]);
  });
});
