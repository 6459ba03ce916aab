/** Several weeks at once: all or none at the reservation, at its end, and when the money comes too late; afterwards each by itself. */
import { randomUUID } from 'node:crypto';
import {
  type Booking,
  Cancel,
  FindSlots,
  FundsHeld,
  MoveBooking,
  MyBookings,
  PreviewCancel,
  PreviewPackage,
  RefundDecided,
  ReservationLapsed,
  Reserve,
  SetSchedule,
} from '@sounding/contracts';
import { money } from '@sounding/money';
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
  seeState,
  startStage,
} from './hire.ts';

const WEEK = hours(7 * 24);
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => stage.world.clock.set(monday));
afterAll(() => stage.world.stop());

let used = 12;
/** A start that no other test of this file uses, in the coming week. */
function newStart(): string {
  used += 2;
  return after(MONDAY, hours(used));
}

const book = (client: string, startsAt: string, weeks: number) =>
  stage.world.as(client).ask(Reserve, { listingId: stage.listing, startsAt, weeks });

/** The bookings of a purchase, in order. */
async function allOf(booking: Booking): Promise<Booking[]> {
  const { bookings } = await stage.world.as(booking.clientId).ask(MyBookings, { as: 'client' });
  return bookings
    .filter((one) => one.package?.id === booking.id)
    .sort((a, b) => (a.package?.place ?? 0) - (b.package?.place ?? 0));
}

function pay(bookings: readonly Booking[]) {
  const [first] = bookings as [Booking];
  return stage.world.say('billing', FundsHeld, {
    bookingId: first.id,
    billId: randomUUID(),
    billHash: 'not looked at here',
    clientId: first.clientId,
    providerId: first.providerId,
    mode: 'advice',
    startsAt: first.startsAt,
    endsAt: first.endsAt,
    lines: [],
    sessions: bookings.map(({ id, startsAt, endsAt, total }) => ({ bookingId: id, startsAt, endsAt, total })),
    paid: money(bookings.reduce((all, { total }) => all + total.minor, 0)),
    termsVersion: first.termsVersion,
    method: { brand: 'visa', last4: '4242' },
    heldAt: stage.world.clock.now().toISOString(),
  });
}

const isMail = ({ what }: { what: string }) => what.startsWith('mail: ');
const free = async (startsAt: string) =>
  (await stage.world.visitor().ask(FindSlots, { listingId: stage.listing, from: startsAt, to: after(startsAt, 1) }))
    .starts;
const lapsedOf = (bookings: readonly Booking[]) =>
  stage.world
    .heard('booking', ReservationLapsed)
    .filter(({ bookingId }) => bookings.some(({ id }) => id === bookingId))
    .map(({ bookingId }) => bookingId);
const refundsOf = (bookings: readonly Booking[]) =>
  stage.world
    .heard('booking', RefundDecided)
    .filter(({ bookingId }) => bookings.some(({ id }) => id === bookingId))
    .map(({ toClient, feeToClient, reason }) => [reason, toClient.minor, feeToClient.minor]);

test('four weeks are four bookings on one bill, the first of which carries the Handling Fee', async () => {
  const [client, startsAt] = [randomUUID(), newStart()];
  const { booking, bill } = await book(client, startsAt, 4);
  const all = await allOf(booking);
  expect(all.map((one) => one.startsAt)).toEqual([0, 1, 2, 3].map((week) => after(startsAt, week * WEEK)));
  expect(all.map((one) => [one.state, one.total.minor, one.package?.of])).toEqual([
    ['reserved', 6349, 4],
    ['reserved', 6000, 4],
    ['reserved', 6000, 4],
    ['reserved', 6000, 4],
  ]);
  expect(new Set(all.map((one) => one.reservedUntil)).size).toBe(1);
  expect(bill.total).toEqual(money(4 * 6000 + 349));
  for (const one of all) expect(await free(one.startsAt)).toEqual([]);
  const again = await book(client, startsAt, 4);
  expect([again.booking.id, again.bill.id]).toEqual([booking.id, bill.id]);
});

test('paid, each is confirmed in one commit, and from then on each has a story of its own', async () => {
  const [client, startsAt] = [randomUUID(), newStart()];
  const { booking } = await book(client, startsAt, 3);
  await pay(await allOf(booking));
  const all = await stage.world.eventually(async () => {
    const found = await allOf(booking);
    expect(found.map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    return found;
  });
  const [first, second, third] = all as [Booking, Booking, Booking];
  const person = stage.world.as(client);
  const { toClient, feeKept } = await person.ask(PreviewCancel, { bookingId: second.id });
  expect([toClient.minor, feeKept.minor]).toEqual([6000, 0]);
  await person.ask(Cancel, { bookingId: second.id, seen: toClient });
  await person.ask(MoveBooking, { bookingId: third.id, startsAt: after(third.startsAt, hours(1)) });
  expect((await allOf(booking)).map(({ id, state }) => [id, state])).toEqual([
    [first.id, 'confirmed'],
    [second.id, 'cancelled'],
    [third.id, 'confirmed'],
  ]);
  expect((await person.ask(PreviewCancel, { bookingId: first.id })).feeKept).toEqual(money(349));
});

test('paid, all weeks are told in one mail to each side', async () => {
  const [client, startsAt] = [randomUUID(), newStart()];
  const { booking } = await book(client, startsAt, 3);
  await pay(await allOf(booking));
  for (const one of await allOf(booking)) await seeState(stage.world, one, 'confirmed');
  const all = await allOf(booking);
  const mails = async () => (await Promise.all(all.map((one) => said(stage.world, one)))).flat().filter(isMail);
  expect((await mails()).map(({ what }) => what)).toEqual([
    'mail: booking-confirmed-client to client',
    'mail: booking-confirmed-provider to provider',
  ]);
  const [toClient, toProvider] = await mails();
  expect(toClient?.data).toMatchObject({ bookingId: booking.id, total: money(3 * 6000 + 349) });
  expect(toProvider?.data).toMatchObject({ bookingId: booking.id, price: money(3 * 6000) });
  const ids = all.map(({ id }) => ({ bookingId: id }));
  expect([toClient?.data.sessions, toProvider?.data.sessions]).toMatchObject([ids, ids]);
  // What changes one week afterwards is newer than what the calendars of both have of it.
  const [, second] = all as [Booking, Booking];
  await stage.world.as(client).ask(Cancel, { bookingId: second.id, seen: money(6000) });
  const cancelled = (await said(stage.world, second)).find(({ what }) => what === 'mail: booking-cancelled to client');
  const sequence = Number(cancelled?.data.sequence) - 1;
  expect(toClient?.data.sessions).toMatchObject([{}, { bookingId: second.id, sequence }, {}]);
});

test('one week that is taken refuses all, and the preview says which', async () => {
  const startsAt = newStart();
  await reserve(stage, randomUUID(), after(startsAt, 2 * WEEK));
  const client = randomUUID();
  const preview = await stage.world.as(client).ask(PreviewPackage, { listingId: stage.listing, startsAt, weeks: 4 });
  expect(preview.sessions.map((one) => one.free)).toEqual([true, true, false, true]);
  expect(preview.total).toEqual(money(4 * 6000 + 349));
  expect(await refusal(book(client, startsAt, 4))).toBe('slot-taken');
  expect(await free(startsAt)).toEqual([startsAt]);
  const { booking } = await book(client, startsAt, 2);
  const mine = await stage.world.as(client).ask(PreviewPackage, { listingId: stage.listing, startsAt, weeks: 2 });
  expect(mine.sessions.map((one) => one.free)).toEqual([true, true]);
  expect(await allOf(booking)).toHaveLength(2);
});

test('another number of weeks for the same time takes the place of the first reservation', async () => {
  const [client, startsAt] = [randomUUID(), newStart()];
  const alone = await reserve(stage, client, startsAt);
  const { booking } = await book(client, startsAt, 3);
  expect((await see(stage.world, client, alone.id)).state).toBe('lapsed');
  const { booking: two } = await book(client, startsAt, 2);
  const three = await stage.world.eventually(async () => {
    const all = await allOf(booking);
    expect(all.map(({ state }) => state)).toEqual(['lapsed', 'lapsed', 'lapsed']);
    return all;
  });
  await stage.world.eventually(() => expect(lapsedOf([alone, ...three])).toHaveLength(4));
  expect((await allOf(two)).map(({ state }) => state)).toEqual(['reserved', 'reserved']);
  expect(await free(after(startsAt, 2 * WEEK))).toHaveLength(1);
});

test('weeks that begin with a later week of one’s own are another purchase: refused, and the first is kept as it is', async () => {
  const [client, startsAt] = [randomUUID(), newStart()];
  const { booking } = await book(client, startsAt, 3);
  for (const weeks of [1, 3]) expect(await refusal(book(client, after(startsAt, WEEK), weeks))).toBe('slot-taken');
  expect((await allOf(booking)).map(({ state }) => state)).toEqual(['reserved', 'reserved', 'reserved']);
});

test('unpaid they run out together, given up they go together, and count once while they are kept', async () => {
  const client = randomUUID();
  const starts = [newStart(), newStart(), newStart()];
  const kept: Booking[] = [];
  for (const start of starts) kept.push((await book(client, start, 3)).booking);
  expect(await refusal(book(client, newStart(), 2))).toBe('too-many-reservations');
  const [one, two] = kept as [Booking, Booking];
  const middle = (await allOf(one))[1] as Booking;
  await stage.world.as(client).ask(Cancel, { bookingId: middle.id, seen: money(0) });
  expect((await allOf(one)).map(({ state }) => state)).toEqual(['lapsed', 'lapsed', 'lapsed']);
  const others = await allOf(two);
  await stage.world.clock.move({ minutes: 11 });
  for (const booking of others) await seeState(stage.world, booking, 'lapsed');
  await stage.world.eventually(() => expect(lapsedOf(others).sort()).toEqual(others.map(({ id }) => id).sort()));
});

describe('money that comes too late', () => {
  async function late(between: (all: readonly Booking[]) => Promise<unknown>): Promise<Booking[]> {
    const { booking } = await book(randomUUID(), newStart(), 3);
    const all = await allOf(booking);
    await stage.world.clock.move({ minutes: 11 });
    for (const one of all) await seeState(stage.world, one, 'lapsed');
    await between(all);
    await pay(all);
    return all;
  }

  test('books all weeks again when all are free', async () => {
    const all = await late(async () => undefined);
    for (const one of all) await seeState(stage.world, one, 'confirmed');
    expect(refundsOf(all)).toEqual([]);
  });

  test('goes back whole, fee included, when one of them is gone', async () => {
    const all = await late((weeks) => confirmed(stage, randomUUID(), weeks[1]?.startsAt as string));
    for (const one of all) await seeState(stage.world, one, 'refunded');
    await stage.world.eventually(() =>
      expect(refundsOf(all)).toEqual([
        ['our-error', 6000, 349],
        ['our-error', 6000, 0],
        ['our-error', 6000, 0],
      ]),
    );
    expect(await free(all[0]?.startsAt as string)).toHaveLength(1);
  });
});

test('of many who want weeks that cross each other, each gets all or none, at two copies', async () => {
  const start = newStart();
  const tries = await Promise.allSettled(
    Array.from({ length: 24 }, (_, n) => book(randomUUID(), after(start, (n % 4) * WEEK), 2 + (n % 3))),
  );
  const won = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value.booking] : []));
  expect(won.length).toBeGreaterThan(0);
  for (const one of tries) if (one.status === 'rejected') expect(one.reason.code).toBe('slot-taken');
  for (const booking of won) expect(await allOf(booking)).toHaveLength(booking.package?.of ?? 0);
  expect(await overlaps(stage.world)).toEqual([]);
});

describe('is refused', () => {
  it.each([
    ['no week', 0, 'invalid-input'],
    ['thirteen weeks', 13, 'invalid-input'],
    ['half a week', 1.5, 'invalid-input'],
  ])('%s', async (_what, weeks, code) => {
    expect(await refusal(book(randomUUID(), newStart(), weeks))).toBe(code);
  });

  it('more weeks than the provider can be booked ahead', async () => {
    const listings = [{ listingId: stage.listing, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, horizonDays: 21 }];
    await stage.world.as(stage.provider).ask(SetSchedule, { listings });
    expect(await refusal(book(randomUUID(), newStart(), 4))).toBe('slot-not-offered');
    await stage.world.as(stage.provider).ask(SetSchedule, { listings: [] });
  });

  it('weeks of a listing that is booked one at a time', async () => {
    const preview = { listingId: stage.asking, startsAt: newStart(), weeks: 2 };
    expect(await refusal(stage.world.visitor().ask(PreviewPackage, preview))).toBe('too-many-weeks');
  });

  it('weeks that together are more than the provider takes in a week', async () => {
    await stage.world.as(stage.provider).ask(SetSchedule, { caps: { day: 1, week: null } });
    const [startsAt, client] = [newStart(), randomUUID()];
    await reserve(stage, randomUUID(), after(startsAt, WEEK + hours(1))).catch(() => undefined);
    const code = await refusal(book(client, startsAt, 2));
    expect(['slot-taken', 'slot-not-offered']).toContain(code);
    await stage.world.as(stage.provider).ask(SetSchedule, { caps: { day: null, week: null } });
  });
});
