/** Words written to support end: with the person, and for everybody three years after the end of their year. Amounts stay with the books. */
import { randomUUID } from 'node:crypto';
import {
  AnswerTicket,
  ClaimOpened,
  DecideClaim,
  ErasureLate,
  MyTickets,
  OpenClaim,
  OpenTicket,
  StaffQueue,
  StaffTicket,
  SupportErasePerson,
  SupportWeighPerson,
  ViewClaim,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { startWorld, type World } from '@sounding/testing';
import { RetentionClock } from '../src/erasure/retention.clock.ts';
import { SupportModule } from '../src/support.module.ts';
import { DECIDE_BY, type Hire, hire, NOW, refusalOf, standInForBooking } from './cast.ts';

let world: World;
let retention: RetentionClock;
const hires = new Map<string, Hire>();
beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(NOW);
  retention = (await world.service('support', SupportModule)).app.get(RetentionClock);
  standInForBooking(world, hires);
});
afterAll(() => world.stop());

const weigh = (accountId: string) => world.asService('identity').ask(SupportWeighPerson, { accountId });
const erase = (accountId: string) => world.asService('identity').ask(SupportErasePerson, { accountId });
const staff = () => world.staff(randomUUID());
const sql = (text: string, values: unknown[] = []) => world.sql('support', text, values);

async function claimed(): Promise<Hire & { claimId: string; ticketId: string }> {
  const made = hire();
  hires.set(made.bookingId, made);
  const claim = await world
    .as(made.clientId)
    .ask(OpenClaim, { bookingId: made.bookingId, text: 'Nobody came at all.' });
  const at = NOW.toISOString();
  await world.say('booking', ClaimOpened, { ...made, most: money(6_000), decideBy: DECIDE_BY, at });
  return { ...made, claimId: claim.id, ticketId: claim.ticketId };
}

const decided = (claimId: string) =>
  staff().ask(DecideClaim, { claimId, toClient: money(1_500), reason: 'The log shows that only one side came.' });

async function closed(who: string): Promise<string> {
  const { id } = await world.as(who).ask(OpenTicket, { subject: 'A question', text: 'What is this on my bill?' });
  await staff().ask(AnswerTicket, { ticketId: id, text: 'It is our fee.', close: true });
  return id;
}

test('a question that we have not answered and a claim that is not decided are in the way', async () => {
  const made = await claimed();
  const { id } = await world
    .as(made.clientId)
    .ask(OpenTicket, { subject: 'A question', text: 'When will you decide?' });
  const { inTheWay } = await weigh(made.clientId);
  expect(inTheWay.map(({ kind, id: on }) => [kind, on])).toEqual([
    ['claim', made.bookingId],
    ['ticket', id],
  ]);
  expect((await weigh(made.providerId)).inTheWay.map(({ kind }) => kind)).toEqual(['claim']);
  expect(await refusalOf(erase(made.clientId))).toBe('in-the-way');
});

test('words go with their keys; of a claim the amounts stay, for staff and for the other side', async () => {
  const made = await claimed();
  const question = await closed(made.clientId);
  await decided(made.claimId);
  const { goes, stays } = await erase(made.clientId);
  expect([goes, stays.map(({ rule, count }) => [rule, count])]).toEqual([
    [{ rule: 'support.tickets', count: 2 }],
    [['support.claims', 1]],
  ]);
  expect(await refusalOf(staff().ask(StaffTicket, { ticketId: question }))).toBe('not-found');
  const { ticket, messages, claim } = await staff().ask(StaffTicket, { ticketId: made.ticketId });
  expect([ticket.subject, messages, claim?.toClient, claim?.reason]).toEqual([
    'This text was erased.',
    [],
    money(1_500),
    null,
  ]);
  const seen = await world.as(made.providerId).ask(ViewClaim, { bookingId: made.bookingId });
  expect(seen.claim).toMatchObject({ toClient: money(1_500), reason: null });
  const keys = await sql('select owner from keys.data_key where wrapped is not null and owner = any($1)', [
    [`ticket/${question}`, `ticket/${made.ticketId}`],
  ]);
  expect(keys).toEqual([]);
});

test('for everybody the words go three years after the end of their year, and the claim ten', async () => {
  const made = await claimed();
  await decided(made.claimId);
  const question = await closed(made.clientId);
  const words = async () =>
    (await sql('select 1 from ticket_message where ticket_id = any($1)', [[question, made.ticketId]])).length;
  await retention.forget(new Date('2029-12-31T23:59:59Z'));
  expect(await words()).toBeGreaterThan(0);
  await retention.forget(new Date('2030-01-01T00:00:00Z'));
  expect([await words(), (await world.as(made.clientId).ask(MyTickets, {})).tickets.map(({ kind }) => kind)]).toEqual([
    0,
    ['claim'],
  ]);
  await retention.forget(new Date('2036-12-31T23:59:59Z'));
  expect(await sql('select 1 from claim where id = $1', [made.claimId])).toHaveLength(1);
  await retention.forget(new Date('2037-01-01T00:00:00Z'));
  expect(await sql('select 1 from claim where id = $1', [made.claimId])).toEqual([]);
});

test('an erasure that is late is one ticket without a name, and closes when it is done', async () => {
  const erasureId = randomUUID();
  const said = { erasureId, askedAt: NOW.toISOString(), at: NOW.toISOString() };
  await world.say('identity', ErasureLate, { ...said, waitsFor: ['payable'], over: false });
  const mine = async () =>
    (await staff().ask(StaffQueue, { state: 'all' })).tickets.filter(({ subject }) => subject.startsWith('An erasure'));
  const [ticket] = await world.eventually(async () => {
    const found = await mine();
    expect(found.map(({ state, accountId }) => [state, accountId])).toEqual([['waiting-for-staff', null]]);
    return found;
  });
  const { messages } = await staff().ask(StaffTicket, { ticketId: ticket?.id ?? '' });
  expect(messages[0]?.text).toContain('payable');
  await world.say('identity', ErasureLate, { ...said, waitsFor: [], over: true });
  await world.eventually(async () => expect((await mine()).map(({ state }) => state)).toEqual(['closed']));
});
