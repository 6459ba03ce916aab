/** Moving on a real PostgreSQL: atomic, never into somebody else's time, told to both, and the old time is free at once. */
import { randomUUID } from 'node:crypto';
import { type Booking, FindMoves, FindSlots, MoveBooking } from '@sounding/contracts';
import type { World } from '@sounding/testing';
import {
  after,
  confirmed,
  hours,
  MONDAY,
  monday,
  overlaps,
  refusal,
  reserve,
  type Stage,
  said,
  see,
  startStage,
} from './hire.ts';

let world: World;
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  ({ world } = stage);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(monday));

let next = 60;
/** A free start that no other test uses, with four free hours after it. */
function someStart(): string {
  next += 7;
  return after(MONDAY, hours(next));
}

const move = (booking: Booking, startsAt: string, account = booking.clientId) =>
  world.as(account).ask(MoveBooking, { bookingId: booking.id, startsAt });
const startsOf = async (from: string) =>
  (await world.visitor().ask(FindSlots, { listingId: stage.listing, from, to: after(from, hours(3)) })).starts;

test('a session moves in one commit: the old time is free, the new one taken, both are told, and no bill is made', async () => {
  const from = someStart();
  const to = after(from, hours(2));
  const booking = await confirmed(stage, randomUUID(), from);
  const bills = stage.bills();
  const moved = await move(booking, to);
  expect(moved).toMatchObject({
    id: booking.id,
    state: 'confirmed',
    startsAt: to,
    total: booking.total,
    movedBy: 'client',
  });
  expect(await startsOf(from)).toEqual([from, after(from, hours(1))]);
  expect(stage.bills()).toBe(bills);
  const told = (await said(world, booking)).filter(({ what }) => what.includes('moved'));
  expect(told.map(({ what }) => what)).toEqual([
    'booking.moved',
    'mail: booking-moved to client',
    'mail: booking-moved to provider',
  ]);
  expect(told[0]?.data).toMatchObject({ startsAt: to, endsAt: after(to, hours(1)) });
});

test('its own time does not stand in its way, another one does', async () => {
  const from = someStart();
  const booking = await confirmed(stage, randomUUID(), from);
  const other = await confirmed(stage, randomUUID(), after(from, hours(1)));
  const { starts } = await world
    .as(booking.clientId)
    .ask(FindMoves, { bookingId: booking.id, from, to: after(from, hours(3)) });
  expect(starts).toEqual([after(from, hours(2))]);
  expect(await refusal(move(booking, other.startsAt))).toBe('slot-taken');
  expect(await refusal(move(booking, after(from, hours(0.5))))).toBe('slot-not-offered');
  expect(await refusal(move(booking, after(MONDAY, -hours(5))))).toBe('slot-not-offered');
  expect(await refusal(move(booking, from))).toBe('cannot-move');
  expect(await refusal(move(booking, after(from, hours(2)), randomUUID()))).toBe('not-found');
  expect(await see(world, booking.clientId, booking.id)).toMatchObject({ startsAt: from, movedBy: null });
});

test('who moves into one time, and who reserves it, at the same moment: one has it', async () => {
  const from = someStart();
  const wanted = after(from, hours(3));
  const movers = await Promise.all([0, 1, 2].map((n) => confirmed(stage, randomUUID(), after(from, hours(n)))));
  const answers = await Promise.all([
    ...movers.map((booking) => refusal(move(booking, wanted))),
    ...Array.from({ length: 5 }, () => refusal(reserve(stage, randomUUID(), wanted))),
  ]);
  expect(answers.filter((code) => code === null)).toHaveLength(1);
  expect(new Set(answers.filter((code) => code !== null))).toEqual(new Set(['slot-taken']));
  expect(await overlaps(world)).toEqual([]);
});

test('sessions that move around each other without order never overlap, and each is where its last move left it', async () => {
  const from = someStart();
  next += 24;
  const places = Array.from({ length: 8 }, (_, n) => after(from, hours(n)));
  const bookings = await Promise.all(places.slice(0, 4).map((start) => confirmed(stage, randomUUID(), start)));
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(
      bookings.map((booking, n) => refusal(move(booking, places[(n * 3 + round * 5) % places.length] as string))),
    );
    expect(await overlaps(world)).toEqual([]);
  }
  for (const booking of bookings) {
    const { startsAt } = await see(world, booking.clientId, booking.id);
    const last = (await said(world, booking)).findLast(({ what }) => what === 'booking.moved');
    expect(last?.data.startsAt ?? booking.startsAt).toBe(startsAt);
  }
});

test('a client may not within a day of the start, a provider may; then the client may leave for the whole price', async () => {
  const booking = await confirmed(stage, randomUUID(), someStart());
  const to = after(booking.startsAt, hours(2));
  await world.clock.set(new Date(Date.parse(booking.startsAt) - hours(5)));
  expect(await refusal(move(booking, to))).toBe('too-late-to-move');
  const moved = await move(booking, to, booking.providerId);
  expect(moved).toMatchObject({ startsAt: to, movedBy: 'provider' });
});
