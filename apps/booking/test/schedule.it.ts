/** A provider's schedule on a real PostgreSQL and NATS: what is set holds on the page, at the write and in the runs alike. */
import { randomUUID } from 'node:crypto';
import {
  FindSlots,
  ListingChanged,
  MyHours,
  MySchedule,
  MyWeek,
  Reserve,
  SetHours,
  SetSchedule,
} from '@sounding/contracts';
import type { World } from '@sounding/testing';
import { after, confirmed, hours, MONDAY, monday, refusal, reserve, type Stage, startStage } from './hire.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));
const FRESH = {
  zone: 'UTC',
  weekly: EVERY_DAY,
  overrides: [],
  daysOff: [],
  travel: [],
  caps: { day: null, week: null },
  listings: [],
};

let world: World;
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  ({ world } = stage);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.clock.set(monday);
  await set(FRESH);
});

const set = (parts: Partial<typeof FRESH> | Record<string, unknown>) =>
  world.as(stage.provider).ask(SetSchedule, parts as Partial<typeof FRESH>);

/** Days far apart, so that no test meets the bookings of another, nor their week. */
let next = 0;
function someDay(): string {
  next += 1;
  return after(MONDAY, hours(-12 + next * 9 * 24));
}

async function shown(from: string, spanHours = 24, client = randomUUID()): Promise<string[]> {
  const range = { listingId: stage.listing, from, to: after(from, hours(spanHours)) };
  return (await world.as(client).ask(FindSlots, range)).starts;
}

const hour = (start: string, day: string) => (Date.parse(start) - Date.parse(day)) / 3_600_000;

test('a schedule comes back as it was set, part by part, and the hours alone leave the rest', async () => {
  const as = world.as(stage.provider);
  const parts = {
    overrides: [{ date: '2027-06-21', windows: [{ from: '22:00', to: '02:00', nextDay: true }] }],
    daysOff: [{ from: '2027-07-01', to: '2027-07-14' }],
    travel: [{ from: '2027-06-22', to: '2027-06-24', zone: 'Asia/Tokyo' }],
    caps: { day: 4, week: null },
    listings: [{ listingId: stage.listing, bufferBeforeMinutes: 10, bufferAfterMinutes: 15, horizonDays: 30 }],
  };
  for (const [part, value] of Object.entries(parts)) await set({ [part]: value });
  expect(await as.ask(MySchedule, {})).toEqual({ ...FRESH, ...parts });
  const weekly = [{ day: 5, from: '20:00', to: '01:00', nextDay: true }];
  expect(await as.ask(SetHours, { zone: 'Europe/Paris', weekly })).toEqual({ zone: 'Europe/Paris', weekly });
  expect(await as.ask(MyHours, {})).toEqual({ zone: 'Europe/Paris', weekly });
  expect(await as.ask(MySchedule, {})).toEqual({ ...FRESH, ...parts, zone: 'Europe/Paris', weekly });
});

test('a change that was decided from other hours is refused and changes nothing; one from the hours as they are is made', async () => {
  const as = world.as(stage.provider);
  const weekly = [{ day: 1, from: '09:00', to: '12:00' }];
  const { weekly: before } = await set({ weekly });
  const two = await Promise.all(
    ['13:00', '14:00'].map((to) =>
      refusal(as.ask(SetSchedule, { weekly: [{ day: 1, from: '09:00', to }], was: { weekly: before } })),
    ),
  );
  expect(two.sort()).toEqual([null, 'schedule-changed'].sort());
  const kept = await as.ask(MySchedule, {});
  expect(await refusal(as.ask(SetSchedule, { caps: { day: 1, week: null }, was: { weekly: before } }))).toBe(
    'schedule-changed',
  );
  expect(await as.ask(MySchedule, {})).toEqual(kept);
  await set({ weekly: EVERY_DAY });
});

const SOME_ID = '11111111-1111-4111-8111-111111111111';
const windows = [{ from: '09:00', to: '12:00' }];
const dates = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ date: after(MONDAY, hours(n * 24)).slice(0, 10), windows }));
test.each([
  ['a zone that is none', { zone: 'Mars/Olympus' }, 'invalid-input'],
  ['a window that ends before it begins', { weekly: [{ day: 1, from: '22:00', to: '02:00' }] }, 'bad-window'],
  ['a thousand overrides', { overrides: dates(1_000) }, 'invalid-input'],
  ['an override in 9999', { overrides: [{ date: '9999-12-31', windows }] }, 'bad-dates'],
  ['an override in 1900', { overrides: [{ date: '1900-01-01', windows }] }, 'bad-dates'],
  ['an override on a day that is none', { overrides: [{ date: '2027-02-30', windows }] }, 'invalid-input'],
  ['days off without end', { daysOff: [{ from: '2027-07-01', to: '9999-12-31' }] }, 'bad-dates'],
  [
    'travel in two zones at once',
    {
      travel: [
        { from: '2027-07-01', to: '2027-07-09', zone: 'Asia/Tokyo' },
        { from: '2027-07-09', to: '2027-07-12', zone: 'UTC' },
      ],
    },
    'bad-dates',
  ],
  ['a cap of nothing', { caps: { day: 0, week: null } }, 'invalid-input'],
  ['two buffers of one listing', { listings: [1, 2].map(() => ({ listingId: SOME_ID })) }, 'invalid-input'],
])('%s: refused, and nothing is stored', async (_what, parts, code) => {
  const before = await world.as(stage.provider).ask(MySchedule, {});
  expect(await refusal(set({ caps: { day: 3, week: 9 }, ...parts }))).toBe(code);
  expect(await world.as(stage.provider).ask(MySchedule, {})).toEqual(before);
});

test('what is shown follows overrides, days off and travel, and what is not shown is refused', async () => {
  const day = someDay();
  const date = (n: number) => after(day, hours(n * 24)).slice(0, 10);
  await set({
    overrides: [{ date: date(1), windows: [{ from: '22:00', to: '02:00', nextDay: true }] }],
    daysOff: [{ from: date(3), to: date(3) }],
    travel: [{ from: date(5), to: date(5), zone: 'Asia/Tokyo' }],
    weekly: EVERY_DAY.map((window) => ({ ...window, from: '09:00', to: '11:00' })),
  });
  const starts = await shown(day, 7 * 24);
  // The journey's day is nine hours ahead: 09:00 in Tokyo is midnight in UTC.
  const nights = [24 + 22, 24 + 23, 48, 49];
  const mornings = [9, 10, 48 + 9, 48 + 10, 96 + 9, 96 + 10, 144 + 9, 144 + 10];
  expect(starts.map((start) => hour(start, day))).toEqual([...mornings, ...nights, 120, 121].sort((a, b) => a - b));
  for (const off of [24 + 9, 72 + 9, 120 + 9]) {
    expect(await refusal(reserve(stage, randomUUID(), after(day, hours(off))))).toBe('slot-not-offered');
  }
  for (const on of [48, 121]) await reserve(stage, randomUUID(), after(day, hours(on)));
});

test('buffers hold on the page, at the write and in the database, and add up between two hires', async () => {
  const day = someDay();
  const nine = after(day, hours(9));
  await set({ listings: [{ listingId: stage.listing, bufferBeforeMinutes: 30, bufferAfterMinutes: 40 }] });
  const booking = await reserve(stage, randomUUID(), nine);
  // Taken from 08:30 to 10:40. A session at 08:00 would need until 09:40, one at 11:00 from 10:30 on.
  const around = (await shown(day)).map((start) => hour(start, day)).filter((at) => at >= 6 && at <= 13);
  expect(around).toEqual([6, 12, 13]);
  for (const at of [7, 8, 10, 11]) {
    expect(await refusal(reserve(stage, randomUUID(), after(day, hours(at))))).toBe('slot-taken');
  }
  const copy = `insert into booking (id, version, state, client_id, provider_id, listing_id, offer, starts_at, ends_at, made_at,
      reserved_until, total_minor, currency, terms_version, occupied_from, occupied_to)
    select $2, 1, $3, client_id, provider_id, listing_id, offer, $4, $5, made_at, reserved_until, total_minor, currency,
      terms_version, null, null from booking where id = $1`;
  const insert = (state: string, minutes: number) => {
    const from = after(nine, minutes * 60_000);
    return world.sql('booking', copy, [booking.id, randomUUID(), state, from, after(from, 60_000)]);
  };
  for (const state of ['reserved', 'confirmed', 'delivered', 'claimed']) {
    for (const minutes of [-30, 99]) await expect(insert(state, minutes)).rejects.toMatchObject({ code: '23P01' });
  }
  for (const minutes of [-31, 100]) await insert('confirmed', minutes);
});

test('buffers stay with the hire that was made under them', async () => {
  const day = someDay();
  await set({ listings: [{ listingId: stage.listing, bufferAfterMinutes: 60 }] });
  await reserve(stage, randomUUID(), after(day, hours(9)));
  await set({ listings: [] });
  expect(await refusal(reserve(stage, randomUUID(), after(day, hours(10))))).toBe('slot-taken');
  await reserve(stage, randomUUID(), after(day, hours(11)));
});

test('40 clients for different times of a day with a cap of two: two have one, and the day is no longer shown', async () => {
  const day = someDay();
  await set({ caps: { day: 2, week: null } });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => refusal(reserve(stage, randomUUID(), after(day, hours(n % 20))))),
  );
  expect(answers.filter((code) => code === null)).toHaveLength(2);
  expect(answers.filter((code) => code === 'slot-taken')).toHaveLength(38);
  expect(await shown(day)).toEqual([]);
  expect(await shown(after(day, hours(24)))).toHaveLength(24);
});

test('a week’s cap counts the local week, and frees it when a reservation runs out', async () => {
  const day = someDay();
  const toMonday = (8 - (new Date(day).getUTCDay() || 7)) * 24;
  const monday = after(day, hours(toMonday));
  await set({ caps: { day: null, week: 1 } });
  await reserve(stage, randomUUID(), after(monday, hours(6 * 24 + 23)));
  expect(await shown(monday, 7 * 24)).toEqual([]);
  expect((await shown(after(monday, hours(-1)), 7 * 24 + 2)).map((start) => hour(start, monday))).toEqual([-1, 168]);
  await world.clock.move({ minutes: 11 });
  expect(await shown(monday, 7 * 24)).toHaveLength(7 * 24);
});

test('one’s own unpaid reservation does not hide its slot, other times that it touches stay hidden, and nobody else sees it', async () => {
  const day = someDay();
  const client = randomUUID();
  const mine = await reserve(stage, client, after(day, hours(9)));
  expect(await shown(mine.startsAt, 1)).toEqual([]);
  expect(await shown(mine.startsAt, 1, client)).toEqual([mine.startsAt]);
  const again = await world.as(client).ask(Reserve, { listingId: stage.listing, startsAt: mine.startsAt });
  expect([again.booking.id, again.booking.reservedUntil]).toEqual([mine.id, mine.reservedUntil]);
  await world.clock.move({ minutes: 11 });
  expect(await shown(mine.startsAt, 1)).toEqual([mine.startsAt]);
});

test('who presses many times at two copies at once has one reservation, and every press is answered with it', async () => {
  const client = randomUUID();
  const startsAt = after(someDay(), hours(9));
  const answers = await Promise.all(Array.from({ length: 12 }, () => reserve(stage, client, startsAt)));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
});

test('a listing’s own horizon bounds what is shown and booked, and is said with its runs', async () => {
  await set({ listings: [{ listingId: stage.listing, horizonDays: 3 }] });
  await world.say('catalog', ListingChanged, {
    listingId: stage.listing,
    providerId: stage.provider,
    published: true,
    version: 1,
    durationMinutes: 60,
    stepMinutes: 60,
    noticeMinutes: 120,
  });
  await world.clock.set(new Date(after(MONDAY, hours(0.5))));
  const last = after(MONDAY, hours(3 * 24));
  expect((await shown(MONDAY, 10 * 24)).at(-1)).toBe(last);
  expect(await refusal(reserve(stage, randomUUID(), after(last, hours(1))))).toBe('slot-not-offered');
  const published = `select data from bus.outbox where name = 'booking.runs-published' and aggregate = $1 order by position`;
  await world.eventually(async () => {
    const rows = await world.sql<{ data: { horizonDays: number; until: string } }>('booking', published, [
      stage.listing,
    ]);
    const said = rows.at(-1)?.data;
    expect(said?.horizonDays).toBe(3);
    // Three days, and two that catalog may advance before runs are made anew.
    const ahead = Date.parse(said?.until ?? '') - world.clock.now().getTime();
    expect(ahead).toBeGreaterThan(hours(4.9 * 24));
    expect(ahead).toBeLessThan(hours(5.1 * 24));
  });
});

test('the week shows each day’s hours, and the sessions that are paid for', async () => {
  const day = someDay();
  const date = (n: number) => after(day, hours(n * 24)).slice(0, 10);
  await set({
    weekly: EVERY_DAY.map((window) => ({ ...window, from: '20:00', to: '02:00', nextDay: true })),
    daysOff: [{ from: date(2), to: date(2) }],
    overrides: [{ date: date(4), windows }],
  });
  const paid = await confirmed(stage, randomUUID(), after(day, hours(24 + 20)));
  await reserve(stage, randomUUID(), after(day, hours(24 + 22)));
  const week = await world.as(stage.provider).ask(MyWeek, { from: date(0) });
  expect(week.bookings.map(({ id }) => id)).toEqual([paid.id]);
  expect(week.days.map(({ date: on, hours: from }) => [on, from])).toEqual([
    [date(0), 'weekly'],
    [date(1), 'weekly'],
    [date(2), 'off'],
    [date(3), 'weekly'],
    [date(4), 'override'],
    [date(5), 'weekly'],
    [date(6), 'weekly'],
  ]);
  const open = week.days.map((shownDay) =>
    shownDay.open.map(({ from, to }) => [hour(from, shownDay.from), hour(to, shownDay.from)]),
  );
  const night = [20, 24];
  const early = [0, 2];
  expect(open).toEqual([[early, night], [early, night], [], [night], [early, [9, 12]], [night], [early, night]]);
  expect(await refusal(world.as(stage.provider).ask(MyWeek, { from: '9999-12-27' }))).toBe('bad-dates');
});
