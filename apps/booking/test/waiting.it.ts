/** Waiting on a real PostgreSQL, through two copies of the service: strictly in order, and nobody who merely looks is faster. */
import { randomUUID } from 'node:crypto';
import {
  DeclineOffer,
  JoinWait,
  LeaveWait,
  MOST_WAITS,
  MoveBooking,
  ReadOffers,
  Reserve,
  SetSchedule,
  WaitingForMe,
} from '@sounding/contracts';
import type { World } from '@sounding/testing';
import {
  after,
  confirmed,
  hours,
  monday,
  overlaps,
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
import {
  at,
  cancel,
  DAY,
  decline,
  fullShop,
  listingChanged,
  offeredTo,
  offers,
  openCatalog,
  openHours,
  openShop,
  queue,
  shown,
  take,
  wait,
  waits,
} from './line.ts';

let world: World;
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  ({ world } = stage);
  openCatalog(stage);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(monday));

const MINUTE = 60_000;
/** Which commit wrote the newest version of this booking. */
const commitOf = async (id: string) =>
  (await world.sql<{ xmin: string }>('booking', 'select xmin::text from booking where id = $1', [id]))[0]?.xmin;
const endOf = async (client: string) =>
  (await world.sql<{ ended: string | null }>('booking', 'select ended from wait where client_id = $1', [client]))[0]
    ?.ended;

describe('the line', () => {
  test('four times freed at once through two copies go to the first four of ten, and so on to the end of the line', async () => {
    const { shop, sold } = await fullShop(stage, 6);
    const line = await queue(shop, 10);
    await Promise.all(sold.slice(0, 4).map((booking) => cancel(shop, booking)));
    const first = await offers(shop, line);
    expect([...first.slice(0, 4)].sort()).toEqual([10, 11, 8, 9]);
    expect(first.slice(4)).toEqual(Array(6).fill(null));
    await Promise.all(line.slice(0, 4).map((client) => decline(shop, client)));
    const second = await offers(shop, line);
    expect(second.slice(0, 4)).toEqual(Array(4).fill(null));
    expect([...second.slice(4, 8)].sort()).toEqual([10, 11, 8, 9]);
    await Promise.all(line.slice(4, 8).map((client) => decline(shop, client)));
    const third = await offers(shop, line);
    expect(third.slice(0, 8)).toEqual(Array(8).fill(null));
    expect(third.slice(8).every((hour) => hour !== null)).toBe(true);
    expect(await shown(shop)).toHaveLength(2);
    expect(await overlaps(world)).toEqual([]);
  });

  test('a hundred strangers who press reserve while a time is freed get nothing, and the first in line is offered it', async () => {
    const { shop, sold } = await fullShop(stage, 1);
    const [first, second] = await queue(shop, 2);
    const [codes] = await Promise.all([
      Promise.all(Array.from({ length: 100 }, () => refusal(reserve(shop, randomUUID(), at(8))))),
      cancel(shop, sold[0] as (typeof sold)[0]),
    ]);
    expect(new Set(codes)).toEqual(new Set(['slot-taken']));
    expect(await offers(shop, [first as string, second as string])).toEqual([8, null]);
  });

  test('places are counted along the line, and the provider sees how many wait and nobody’s name', async () => {
    const { shop } = await fullShop(stage, 2);
    const line = await queue(shop, 3);
    const places = await Promise.all(line.map(async (client) => (await waits(shop, client))[0]?.place));
    expect(places).toEqual([1, 2, 3]);
    const later = { from: '2027-06-11', to: '2027-06-12' };
    expect((await wait(shop, randomUUID(), later)).place).toBe(1);
    expect((await wait(shop, randomUUID(), { from: DAY, to: '2027-06-11', of: shop.double })).place).toBe(5);
    const { listings } = await world.as(shop.provider).ask(WaitingForMe, {});
    expect(listings).toEqual(
      expect.arrayContaining([
        { listingId: shop.listing, waiting: 4 },
        { listingId: shop.double, waiting: 1 },
      ]),
    );
    const [mine] = await waits(shop, line[0] as string);
    await world.as(line[0] as string).ask(LeaveWait, { waitId: mine?.id as string });
    expect((await waits(shop, line[2] as string))[0]?.place).toBe(2);
  });

  test('an hour that is too short for the first goes to the second, and two hours together go to the first', async () => {
    const { shop, sold } = await fullShop(stage, 2);
    const [long, short] = [randomUUID(), randomUUID()];
    await wait(shop, long, { of: shop.double });
    await wait(shop, short);
    await cancel(shop, sold[0] as (typeof sold)[0]);
    expect(await offers(shop, [long, short])).toEqual([null, 8]);
    await decline(shop, short);
    expect(await offers(shop, [long, short])).toEqual([null, null]);
    await cancel(shop, sold[1] as (typeof sold)[0]);
    expect(await offers(shop, [long])).toEqual([8]);
    expect(await offeredTo(shop, long)).toMatchObject({ startsAt: at(8), endsAt: at(10) });
  });
});

describe('joining', () => {
  test('is refused while a time on these days can be booked at once, and says which', async () => {
    const shop = await openShop(stage, 1);
    await expect(wait(shop, randomUUID())).rejects.toMatchObject({ code: 'time-is-free', facts: { startsAt: at(8) } });
    await reserve(shop, randomUUID(), at(8));
    expect((await wait(shop, randomUUID())).place).toBe(1);
  });

  test('is refused to the provider, for days waited for already, for days that are over, and for what is no listing', async () => {
    const { shop } = await fullShop(stage, 1);
    const client = randomUUID();
    await wait(shop, client);
    expect(await refusal(wait(shop, shop.provider))).toBe('own-listing');
    expect(await refusal(wait(shop, client))).toBe('already-waiting');
    expect(await refusal(wait(shop, client, { from: '2027-06-01', to: '2027-06-02' }))).toBe('bad-dates');
    expect(await refusal(wait(shop, client, { of: randomUUID() }))).toBe('not-found');
    const anywhere = { listingId: shop.listing, from: DAY, to: DAY, zone: 'UTC' };
    expect(await refusal(world.visitor().ask(JoinWait, anywhere))).toBe('not-signed-in');
  });

  test('many times at once leaves a client with the most that is allowed', async () => {
    const client = randomUUID();
    const all = await Promise.all(Array.from({ length: MOST_WAITS + 3 }, () => fullShop(stage, 1)));
    const codes = await Promise.all(all.map(({ shop }) => refusal(wait(shop, client))));
    expect(codes.filter((code) => code === null)).toHaveLength(MOST_WAITS);
    expect(new Set(codes.filter((code) => code !== null))).toEqual(new Set(['too-many-waits']));
  });
});

describe('an offered time', () => {
  test('is hidden from everybody but its client, who is written to, takes it, pays, and stops waiting', async () => {
    const { shop, sold } = await fullShop(stage, 1);
    const [client] = (await queue(shop, 1)) as [string];
    await cancel(shop, sold[0] as (typeof sold)[0]);
    const offered = await offeredTo(shop, client);
    const { until } = offered;
    expect(Date.parse(until) - world.clock.now().getTime()).toBeGreaterThan(14 * MINUTE);
    expect(await shown(shop)).toEqual([]);
    expect(await shown(shop, client)).toEqual([8]);
    expect(await refusal(reserve(shop, randomUUID(), at(8)))).toBe('slot-taken');
    const booking = await see(world, client, offered.bookingId);
    expect(booking).toMatchObject({
      state: 'offered',
      next: { what: 'take', whose: 'client', until },
      mayCancel: false,
    });
    const mail = (await said(world, booking)).at(-1);
    expect(mail).toEqual({
      what: 'mail: time-offered to client',
      data: { bookingId: booking.id, startsAt: at(8), until },
    });
    const taken = await take(shop, client);
    expect(taken).toMatchObject({ id: booking.id, state: 'reserved', total: { minor: 6349 } });
    expect(Date.parse(taken.reservedUntil as string) - world.clock.now().getTime()).toBeGreaterThan(9 * MINUTE);
    expect([await waits(shop, client), await endOf(client)]).toEqual([[], 'taken']);
    await pay(world, taken);
    await seeState(world, taken, 'confirmed');
    expect(await storyOf(world, taken)).toEqual(['booking.offer', 'booking.take', 'billing.funds-held']);
  });

  test('that is taken twice at once is one reservation', async () => {
    const { shop, sold } = await fullShop(stage, 1);
    const [client] = (await queue(shop, 1)) as [string];
    await cancel(shop, sold[0] as (typeof sold)[0]);
    const { bookingId } = await offeredTo(shop, client);
    const ask = () => world.as(client).ask(Reserve, { listingId: shop.listing, startsAt: at(8) });
    const taken = await Promise.all(Array.from({ length: 6 }, ask));
    expect(new Set(taken.map(({ booking }) => booking.id))).toEqual(new Set([bookingId]));
    expect(new Set(taken.map(({ bill }) => bill.bookingId))).toEqual(new Set([bookingId]));
  });

  test('that is declined is the next one’s in the same commit; who keeps their place is not offered it again', async () => {
    const { shop, sold } = await fullShop(stage, 2);
    const [first, second] = (await queue(shop, 2)) as [string, string];
    await cancel(shop, sold[0] as (typeof sold)[0]);
    const mine = await offeredTo(shop, first);
    expect(await decline(shop, first, true)).toMatchObject({ id: mine.bookingId, state: 'lapsed' });
    const next = await offeredTo(shop, second);
    expect(next.startsAt).toBe(at(8));
    expect(await commitOf(next.bookingId)).toBe(await commitOf(mine.bookingId));
    await decline(shop, second);
    expect(await offers(shop, [first, second])).toEqual([null, null]);
    expect(await shown(shop)).toEqual([8]);
    await cancel(shop, sold[1] as (typeof sold)[0]);
    expect(await offers(shop, [first])).toEqual([9]);
    expect([await endOf(first), await endOf(second)]).toEqual([null, 'declined']);
  });

  test('that is not answered for fifteen minutes is the next one’s in the same commit, and the wait ends unless it goes on', async () => {
    const { shop, sold } = await fullShop(stage, 1);
    const [first, second] = (await queue(shop, 2)) as [string, string];
    const [third] = (await queue(shop, 1, { goOn: true })) as [string];
    await cancel(shop, sold[0] as (typeof sold)[0]);
    const mine = await offeredTo(shop, first);
    await world.clock.move({ minutes: 14 });
    expect((await see(world, first, mine.bookingId)).state).toBe('offered');
    await world.clock.move({ minutes: 1, seconds: 1 });
    const next = await world.eventually(() => offeredTo(shop, second));
    expect(await commitOf(next.bookingId)).toBe(await commitOf(mine.bookingId));
    expect([await endOf(first), (await see(world, first, mine.bookingId)).state]).toEqual(['missed', 'lapsed']);
    expect(await refusal(world.as(first).ask(DeclineOffer, { bookingId: mine.bookingId, goOn: true }))).toBe(
      'not-offered',
    );
    await world.clock.move({ minutes: 16 });
    await world.eventually(async () => expect(await offers(shop, [third])).toEqual([8]));
    await world.clock.move({ minutes: 16 });
    await world.eventually(async () => expect(await shown(shop)).toEqual([8]));
    expect([await endOf(second), await endOf(third)]).toEqual(['missed', null]);
  });

  test('that was taken and not paid goes to the next in line after the ten minutes', async () => {
    const { shop, sold } = await fullShop(stage, 1);
    const [first, second] = (await queue(shop, 2)) as [string, string];
    await cancel(shop, sold[0] as (typeof sold)[0]);
    const taken = await take(shop, first);
    expect(await offers(shop, [second])).toEqual([null]);
    await world.clock.move({ minutes: 11 });
    await world.eventually(async () => expect(await offers(shop, [second])).toEqual([8]));
    // The money of the first comes after all. It is too late: the time is kept for the second, and all of it goes back.
    await pay(world, taken);
    expect(await seeState(world, taken, 'refunded')).toMatchObject({ outcome: 'our-error', refunded: taken.total });
    expect(await offers(shop, [second])).toEqual([8]);
  });

  test('is kept only as long as its notice can be kept, and then is nobody’s', async () => {
    const { shop, sold } = await fullShop(stage, 1);
    const [first, second] = (await queue(shop, 2)) as [string, string];
    await world.clock.set(new Date(Date.parse(at(6)) - 5 * MINUTE));
    await cancel(shop, sold[0] as (typeof sold)[0], shop.provider);
    const { bookingId, until } = await offeredTo(shop, first);
    expect(until).toBe(at(6));
    await world.clock.set(new Date(Date.parse(at(6)) + 1_000));
    await world.eventually(async () => expect((await see(world, first, bookingId)).state).toBe('lapsed'));
    expect(await offers(shop, [first, second])).toEqual([null, null]);
    expect(await shown(shop)).toEqual([]);
  });

  test('is nobody else’s to decline or to leave, and cannot be cancelled', async () => {
    const { shop, sold } = await fullShop(stage, 1);
    const [client] = (await queue(shop, 1)) as [string];
    await cancel(shop, sold[0] as (typeof sold)[0]);
    const { bookingId } = await offeredTo(shop, client);
    const [mine] = await waits(shop, client);
    const stranger = world.as(randomUUID());
    expect(await refusal(stranger.ask(DeclineOffer, { bookingId, goOn: false }))).toBe('not-found');
    expect(await refusal(stranger.ask(LeaveWait, { waitId: mine?.id as string }))).toBe('not-found');
    const provider = world.as(shop.provider);
    expect(await refusal(provider.ask(DeclineOffer, { bookingId, goOn: false }))).toBe('not-found');
    expect(await refusal(cancel(shop, await see(world, client, bookingId)))).toBe('cannot-cancel');
    expect(await offers(shop, [client])).toEqual([8]);
  });

  test('goes to the next when its client leaves the line', async () => {
    const { shop, sold } = await fullShop(stage, 1);
    const [first, second] = (await queue(shop, 2)) as [string, string];
    await cancel(shop, sold[0] as (typeof sold)[0]);
    const [mine] = await waits(shop, first);
    await world.as(first).ask(LeaveWait, { waitId: mine?.id as string });
    expect(await offers(shop, [first, second])).toEqual([null, 8]);
    expect(await endOf(first)).toBe('left');
  });
});

describe('whatever frees a time', () => {
  test('a reservation that is given up', async () => {
    const shop = await openShop(stage, 1);
    const reserved = await reserve(shop, randomUUID(), at(8));
    const line = await queue(shop, 2);
    await cancel(shop, reserved);
    expect(await offers(shop, line)).toEqual([8, null]);
  });

  test('a reservation that runs out, even when somebody reserves before the clock saw it', async () => {
    const shop = await openShop(stage, 1);
    await reserve(shop, randomUUID(), at(8));
    const line = await queue(shop, 2);
    await world.clock.move({ minutes: 11 });
    const codes = await Promise.all(Array.from({ length: 20 }, () => refusal(reserve(shop, randomUUID(), at(8)))));
    expect(new Set(codes)).toEqual(new Set(['slot-taken']));
    await world.eventually(async () => expect(await offers(shop, line)).toEqual([8, null]));
  });

  test('a session that moves away', async () => {
    const shop = await openShop(stage, 1);
    const booking = await confirmed(shop, randomUUID(), at(8));
    const line = await queue(shop, 1);
    const windows = [{ from: '08:00', to: '09:00' }];
    const overrides = [
      { date: DAY, windows },
      { date: '2027-06-11', windows },
    ];
    await world.as(shop.provider).ask(SetSchedule, { overrides });
    expect(await offers(shop, line)).toEqual([null]);
    await world.as(shop.provider).ask(MoveBooking, { bookingId: booking.id, startsAt: after(at(8), hours(24)) });
    expect(await offers(shop, line)).toEqual([8]);
  });

  test('a provider who opens hours', async () => {
    const { shop } = await fullShop(stage, 2);
    const line = await queue(shop, 3);
    await openHours(shop, 4);
    expect(await offers(shop, line)).toEqual([10, 11, null]);
  });

  test('a listing that comes back; while it is down nobody is offered it', async () => {
    const { shop, sold } = await fullShop(stage, 1);
    const line = await queue(shop, 1);
    await listingChanged(shop, false, 2);
    await world.eventually(async () =>
      expect(await world.sql('booking', 'select published from listing where id = $1', [shop.listing])).toEqual([
        { published: false },
      ]),
    );
    await cancel(shop, sold[0] as (typeof sold)[0]);
    expect(await offers(shop, line)).toEqual([null]);
    await listingChanged(shop, true, 3);
    await world.eventually(async () => expect(await offers(shop, line)).toEqual([8]));
  });

  test('the horizon that advances: who looks at that moment is not faster', async () => {
    const shop = await openShop(stage, 1);
    const listings = [{ listingId: shop.listing, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, horizonDays: 1 }];
    await world.as(shop.provider).ask(SetSchedule, { listings });
    const line = await queue(shop, 1);
    await world.clock.set(new Date(Date.parse(at(8)) - hours(24) + 1_000));
    expect(await refusal(reserve(shop, randomUUID(), at(8)))).toBe('slot-taken');
    await world.eventually(async () => expect(await offers(shop, line)).toEqual([8]), 15_000);
  });
});

test('who waits is offered the time at the price of today, though it has changed since they joined', async () => {
  const { shop, sold } = await fullShop(stage, 1);
  const [client] = (await queue(shop, 1)) as [string];
  const dearer = {
    ...(sold[0] as (typeof sold)[0]).offer,
    listingVersion: 2,
    price: { minor: 7000, currency: 'USD' as const },
  };
  world.answer(ReadOffers, ({ providerId }) => ({ offers: providerId === shop.provider ? [dearer] : [] }));
  await listingChanged(shop, true, 2);
  await world.eventually(async () => {
    const rows = await world.sql('booking', `select offer->'price'->'minor' as price from wait where client_id = $1`, [
      client,
    ]);
    expect(rows).toEqual([{ price: 7000 }]);
  });
  await cancel(shop, sold[0] as (typeof sold)[0]);
  const { bookingId } = await offeredTo(shop, client);
  expect(await see(world, client, bookingId)).toMatchObject({ offer: { listingVersion: 2 }, total: { minor: 7349 } });
});

test('a wait whose days are over is closed by the clock, and its client is told', async () => {
  const { shop } = await fullShop(stage, 1);
  const [client] = (await queue(shop, 1)) as [string];
  await world.clock.set(new Date(at(24)));
  expect(await waits(shop, client)).toEqual([]);
  await world.eventually(async () => expect(await endOf(client)).toBe('over'), 15_000);
  const mails = `select data->'data' as data from bus.outbox where data->>'accountId' = $1 and data->>'template' = 'wait-over'`;
  expect(await world.sql('booking', mails, [client])).toEqual([{ data: { listingId: shop.listing } }]);
});
