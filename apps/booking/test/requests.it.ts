/** A provider who is asked first: what a request keeps (nothing), what a yes takes, and who wins when two want one time. */
import { randomUUID } from 'node:crypto';
import {
  AnswerRequest,
  type Booking,
  BookingStory,
  Cancel,
  FindSlots,
  MyBookings,
  RequestTime,
  Reserve,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import {
  after,
  hours,
  MONDAY,
  monday,
  overlaps,
  pay,
  refusal,
  reserve,
  type Stage,
  see,
  seeState,
  startStage,
} from './hire.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => stage.world.clock.set(monday));
afterAll(() => stage.world.stop());

let used = 24;
/** A start that no other test of this file uses, days ahead. */
function newStart(): string {
  used += 1;
  return after(MONDAY, hours(used * 3));
}

const ask = (client: string, startsAt: string) =>
  stage.world.as(client).ask(RequestTime, { listingId: stage.asking, startsAt });
const answer = ({ id }: Booking, accept: boolean, who = stage.provider) =>
  stage.world.as(who).ask(AnswerRequest, { bookingId: id, accept });
const free = async (startsAt: string) =>
  (await stage.world.visitor().ask(FindSlots, { listingId: stage.listing, from: startsAt, to: after(startsAt, 1) }))
    .starts;

test('a request keeps no time; its yes does, for twelve hours, and it is paid like any other', async () => {
  const [client, startsAt] = [randomUUID(), newStart()];
  const bills = stage.bills();
  const asked = await ask(client, startsAt);
  expect(asked).toMatchObject({ state: 'requested', total: money(6349), next: { what: 'answer' } });
  expect(asked.request).toEqual({ answerBy: after(asked.madeAt, hours(24)), answer: null });
  expect(stage.bills()).toBe(bills);
  expect(await free(startsAt)).toEqual([startsAt]);
  const shown = await stage.world.as(stage.provider).ask(MyBookings, { as: 'provider' });
  expect(shown.bookings.map(({ id }) => id)).toContain(asked.id);

  const accepted = await answer(asked, true);
  expect(accepted.state).toBe('reserved');
  const kept = Date.parse(accepted.reservedUntil ?? '') - Date.parse(asked.madeAt);
  expect(Math.floor(kept / hours(1))).toBe(12);
  expect(await free(startsAt)).toEqual([]);
  await pay(stage.world, accepted);
  const paid = await seeState(stage.world, asked, 'confirmed');
  expect(paid.request?.answer).toBe('accepted');
  const { lines } = await stage.world.staff(randomUUID()).ask(BookingStory, { bookingId: asked.id });
  expect(lines.map(({ message, to }) => [message, to])).toEqual([
    ['booking.request-time', 'requested'],
    ['booking.accept', 'reserved'],
    ['billing.funds-held', 'confirmed'],
  ]);
});

test('of two requests for one time, accepted at once at two copies, one wins and the other is told so', async () => {
  const startsAt = newStart();
  const asked = await Promise.all([ask(randomUUID(), startsAt), ask(randomUUID(), startsAt)]);
  const said = await Promise.allSettled(asked.map((one) => answer(one, true)));
  expect(said.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const lost = said.findIndex(({ status }) => status === 'rejected');
  expect((said[lost] as PromiseRejectedResult).reason).toMatchObject({ code: 'slot-taken' });
  expect((await see(stage.world, stage.provider, asked[lost]?.id ?? '')).state).toBe('requested');
  expect(await overlaps(stage.world)).toEqual([]);
});

test('whoever books the time meanwhile has it, and the yes is refused', async () => {
  const startsAt = newStart();
  const asked = await ask(randomUUID(), startsAt);
  await reserve(stage, randomUUID(), startsAt);
  expect(await refusal(answer(asked, true))).toBe('slot-taken');
  expect(await answer(asked, false)).toMatchObject({ state: 'lapsed', request: { answer: 'declined' } });
  expect(await refusal(answer(asked, true))).toBe('already-answered');
  expect(await refusal(answer(asked, false))).toBe('already-answered');
});

test('unanswered for a day it lapses, and so does a yes that is not paid in its twelve hours', async () => {
  const [quiet, unpaid] = [await ask(randomUUID(), newStart()), await ask(randomUUID(), newStart())];
  await answer(unpaid, true);
  await stage.world.clock.set(new Date(after(MONDAY, hours(12))));
  expect((await seeState(stage.world, unpaid, 'lapsed')).request?.answer).toBe('accepted');
  expect(await free(unpaid.startsAt)).toEqual([unpaid.startsAt]);
  expect((await see(stage.world, stage.provider, quiet.id)).state).toBe('requested');
  await stage.world.clock.set(new Date(after(MONDAY, hours(24))));
  expect((await seeState(stage.world, quiet, 'lapsed')).request?.answer).toBe('none');
  expect(await refusal(answer(quiet, true))).toBe('already-answered');
});

test('a near start is answered before its notice begins', async () => {
  const startsAt = after(MONDAY, hours(6));
  const asked = await ask(randomUUID(), startsAt);
  expect(asked.request?.answerBy).toBe(after(startsAt, -hours(2)));
});

test('asked twice it is one request, and taken back it ends', async () => {
  const [client, startsAt] = [randomUUID(), newStart()];
  const [first, second] = await Promise.all([ask(client, startsAt), ask(client, startsAt)]);
  expect(second.id).toBe(first.id);
  const back = await stage.world.as(client).ask(Cancel, { bookingId: first.id, seen: money(0) });
  expect(back).toMatchObject({ state: 'lapsed', request: { answer: 'withdrawn' } });
  expect((await ask(client, startsAt)).id).not.toBe(first.id);
});

test('a client has at most five requests open', async () => {
  const client = randomUUID();
  for (let n = 0; n < 5; n += 1) await ask(client, newStart());
  expect(await refusal(ask(client, newStart()))).toBe('too-many-open-requests');
});

describe('is refused, and nothing is stored,', () => {
  const cases: [string, () => Promise<unknown>, string][] = [
    [
      'for a time that is taken',
      async () => {
        const startsAt = newStart();
        await reserve(stage, randomUUID(), startsAt);
        return ask(randomUUID(), startsAt);
      },
      'slot-taken',
    ],
    ['between the starts', () => ask(randomUUID(), after(newStart(), 60_000)), 'slot-not-offered'],
    ['in the year 9999', () => ask(randomUUID(), '9999-01-03T12:00:00.000Z'), 'slot-not-offered'],
    ['by the provider', () => ask(stage.provider, newStart()), 'own-listing'],
    [
      'where none is needed',
      () => stage.world.as(randomUUID()).ask(RequestTime, { listingId: stage.listing, startsAt: newStart() }),
      'no-request-needed',
    ],
    [
      'and so is booking without asking',
      () => stage.world.as(randomUUID()).ask(Reserve, { listingId: stage.asking, startsAt: newStart() }),
      'request-first',
    ],
  ];
  it.each(cases)('%s', async (_what, tried, code) => {
    const rows = () =>
      stage.world.sql<{ n: number }>('booking', `select count(*)::int as n from booking where state = 'requested'`, []);
    const before = await rows();
    expect(await refusal(tried())).toBe(code);
    expect(await rows()).toEqual(before);
  });

  it('answered by its client, or by a stranger', async () => {
    const client = randomUUID();
    const asked = await ask(client, newStart());
    expect(await refusal(answer(asked, true, client))).toBe('not-allowed');
    expect(await refusal(answer(asked, true, randomUUID()))).toBe('not-found');
    expect((await see(stage.world, client, asked.id)).state).toBe('requested');
  });
});
