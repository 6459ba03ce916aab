/** Reserving on a real PostgreSQL and NATS: double booking is impossible, and nobody is left guessing. */
import { randomUUID } from 'node:crypto';
import { FindSlots, MyHours, Reserve, SetHours } from '@sounding/contracts';
import type { World } from '@sounding/testing';
import {
  after,
  hours,
  MONDAY,
  monday,
  pay,
  refusal,
  reserve,
  type Stage,
  said,
  see,
  seeState,
  startStage,
  storyOf,
} from './hire.ts';

let world: World;
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  ({ world } = stage);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(monday));

/** A free start that no other test uses. */
let next = 24;
function someStart(): string {
  next += 5;
  return after(MONDAY, hours(next));
}

test('200 clients reserve one slot at two copies at once: one has it, 199 are told that it is taken', async () => {
  const startsAt = someStart();
  const answers = await Promise.all(
    Array.from({ length: 200 }, () =>
      refusal(world.as(randomUUID()).ask(Reserve, { listingId: stage.listing, startsAt })),
    ),
  );
  expect(answers.filter((code) => code === null)).toHaveLength(1);
  expect(answers.filter((code) => code === 'slot-taken')).toHaveLength(199);
  const rows = await world.sql('booking', 'select state from booking where starts_at = $1', [startsAt]);
  expect(rows).toEqual([{ state: 'reserved' }]);
});

test('the database refuses an overlap even when the program would not', async () => {
  const client = randomUUID();
  const booking = await reserve(stage, client, someStart());
  const copy = `insert into booking (id, version, state, client_id, provider_id, listing_id, offer, starts_at, ends_at, made_at,
      reserved_until, total_minor, currency, terms_version)
    select $2, 1, $3, client_id, provider_id, listing_id, offer, starts_at + interval '30 minutes', ends_at, made_at,
      reserved_until, total_minor, currency, terms_version from booking where id = $1`;
  for (const state of ['reserved', 'offered', 'confirmed', 'delivered', 'claimed']) {
    await expect(world.sql('booking', copy, [booking.id, randomUUID(), state])).rejects.toMatchObject({
      code: '23P01',
    });
  }
  await world.sql('booking', copy, [booking.id, randomUUID(), 'lapsed']);
});

test('every slot that is shown can be reserved, and what is reserved is no longer shown', async () => {
  const from = after(MONDAY, hours(30 * 24));
  const find = () =>
    world.as(randomUUID()).ask(FindSlots, { listingId: stage.listing, from, to: after(from, hours(4)) });
  const shown = await find();
  expect(shown).toEqual({ zone: 'UTC', durationMinutes: 60, starts: [0, 1, 2, 3].map((n) => after(from, hours(n))) });
  for (const start of shown.starts.slice(0, 2)) await reserve(stage, randomUUID(), start);
  expect((await find()).starts).toEqual(shown.starts.slice(2));
});

test.each([
  ['a time within the notice', after(MONDAY, hours(1)), 'slot-not-offered'],
  ['a past time', after(MONDAY, -hours(24)), 'slot-not-offered'],
  ['a time off the grid', after(MONDAY, hours(48) + 60_000), 'slot-not-offered'],
  ['a time beyond the horizon', after(MONDAY, hours(24 * 91)), 'slot-not-offered'],
  ['a word instead of a time', 'tomorrow', 'invalid-input'],
])('%s is refused, and nothing is left behind', async (_what, startsAt, code) => {
  const before = stage.bills();
  const count = () => world.sql<{ n: number }>('booking', 'select count(*)::int as n from booking');
  const kept = await count();
  expect(await refusal(world.as(randomUUID()).ask(Reserve, { listingId: stage.listing, startsAt }))).toBe(code);
  expect(stage.bills()).toBe(before);
  expect(await count()).toEqual(kept);
});

test('an unknown listing, one’s own listing and a fourth unpaid reservation are refused', async () => {
  const client = randomUUID();
  const ask = (account: string, listingId = stage.listing) =>
    refusal(world.as(account).ask(Reserve, { listingId, startsAt: someStart() }));
  expect(await ask(client, randomUUID())).toBe('not-found');
  expect(await ask(stage.provider)).toBe('own-listing');
  expect([await ask(client), await ask(client), await ask(client)]).toEqual([null, null, null]);
  expect(await ask(client)).toBe('too-many-reservations');
  await world.clock.move({ minutes: 11 });
  expect(await ask(client)).toBeNull();
});

test('five reservations of one client at once leave no more than three', async () => {
  const client = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () =>
      refusal(world.as(client).ask(Reserve, { listingId: stage.listing, startsAt: someStart() })),
    ),
  );
  expect(answers.filter((code) => code === null)).toHaveLength(3);
  expect(answers.filter((code) => code === 'too-many-reservations')).toHaveLength(2);
});

test('the same idempotency key is one reservation and one answer, however often it is sent', async () => {
  const client = randomUUID();
  const startsAt = someStart();
  const idempotencyKey = randomUUID();
  const ask = (at = startsAt) =>
    world.as(client).ask(Reserve, { listingId: stage.listing, startsAt: at }, { idempotencyKey });
  const answers = await Promise.allSettled([ask(), ask(), ask()]);
  const first = answers.find((one) => one.status === 'fulfilled');
  expect(first).toBeDefined();
  expect(await ask()).toEqual((first as PromiseFulfilledResult<unknown>).value);
  expect(await refusal(ask(someStart()))).toBe('idempotency-mismatch');
  const rows = await world.sql('booking', 'select count(*)::int as n from booking where client_id = $1', [client]);
  expect(rows).toEqual([{ n: 1 }]);
});

test('a client who picks the time again that they are about to pay for comes back to the same bill', async () => {
  const client = randomUUID();
  const ask = (startsAt: string) => world.as(client).ask(Reserve, { listingId: stage.listing, startsAt });
  const startsAt = someStart();
  const first = await ask(startsAt);
  const again = await ask(startsAt);
  expect([again.booking.id, again.booking.reservedUntil]).toEqual([first.booking.id, first.booking.reservedUntil]);
  expect(again.bill.bookingId).toBe(first.bill.bookingId);
});

test('somebody else’s booking does not exist', async () => {
  const booking = await reserve(stage, randomUUID(), someStart());
  expect(await refusal(see(world, randomUUID(), booking.id))).toBe('not-found');
  expect(await refusal(see(world, booking.clientId, randomUUID()))).toBe('not-found');
});

test('an unpaid reservation lapses after ten minutes, says so once, and gives its time to the next client', async () => {
  const booking = await reserve(stage, randomUUID(), someStart());
  await world.clock.set(new Date(after(booking.reservedUntil ?? '', -1_000)));
  expect((await see(world, booking.clientId, booking.id)).state).toBe('reserved');
  await world.clock.move({ seconds: 2 });
  await seeState(world, booking, 'lapsed');
  expect((await said(world, booking)).map(({ what }) => what)).toEqual(['booking.reservation-lapsed']);
  expect(await storyOf(world, booking)).toEqual(['booking.reserve', 'deadline']);
  await world.clock.set(monday);
  expect((await reserve(stage, randomUUID(), booking.startsAt)).state).toBe('reserved');
});

test('a late payment books its time again when it is free', async () => {
  const booking = await reserve(stage, randomUUID(), someStart());
  await world.clock.move({ minutes: 11 });
  await seeState(world, booking, 'lapsed');
  await pay(world, booking);
  await seeState(world, booking, 'confirmed');
  expect((await said(world, booking)).map(({ what }) => what)).toEqual([
    'booking.reservation-lapsed',
    'booking.confirmed',
    'mail: booking-confirmed-client to client',
    'mail: booking-confirmed-provider to provider',
  ]);
});

test('a late payment for a time that somebody else has goes back whole, fee included, exactly once', async () => {
  const booking = await reserve(stage, randomUUID(), someStart());
  await world.clock.move({ minutes: 11 });
  await seeState(world, booking, 'lapsed');
  const other = await reserve(stage, randomUUID(), booking.startsAt);
  await pay(world, booking);
  const seen = await seeState(world, booking, 'refunded');
  expect(seen).toMatchObject({ outcome: 'our-error', refunded: { minor: 6349 } });
  const told = await said(world, booking);
  expect(told.map(({ what }) => what)).toEqual([
    'booking.reservation-lapsed',
    'booking.refund-decided',
    'mail: booking-cancelled to client',
  ]);
  expect(told[1]?.data).toMatchObject({
    reason: 'our-error',
    toClient: { minor: 6000 },
    feeToClient: { minor: 349 },
    toProvider: { minor: 0 },
    commission: { minor: 0 },
  });
  expect((await see(world, other.clientId, other.id)).state).toBe('reserved');
});

test('hours come back as they were set, sorted; a window that ends before it begins is refused', async () => {
  const provider = randomUUID();
  const as = world.as(provider);
  expect(await as.ask(MyHours, {})).toEqual({ zone: 'UTC', weekly: [] });
  const late = { day: 1, from: '22:00', to: '24:00' };
  const early = { day: 1, from: '09:00', to: '12:00' };
  await as.ask(SetHours, { zone: 'Asia/Kathmandu', weekly: [late, early] });
  expect(await as.ask(MyHours, {})).toEqual({ zone: 'Asia/Kathmandu', weekly: [early, late] });
  expect(await refusal(as.ask(SetHours, { zone: 'UTC', weekly: [{ day: 1, from: '12:00', to: '09:00' }] }))).toBe(
    'bad-window',
  );
  expect(await refusal(as.ask(SetHours, { zone: 'Mars/Olympus', weekly: [] }))).toBe('invalid-input');
});
