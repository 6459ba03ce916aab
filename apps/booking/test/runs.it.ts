/** Free starts as catalog gets them: whenever hours, listings or bookings change, and as the days pass. */
import { randomUUID } from 'node:crypto';
import { Cancel, ListingChanged, ReadOffers, SetHours, SetSchedule } from '@sounding/contracts';
import { money } from '@sounding/money';
import { startWorld, type World } from '@sounding/testing';
import { BookingModule } from '../src/booking.module.ts';
import { expand } from '../src/slots/slots.ts';
import { after, confirmed, hours, MONDAY, monday, PRICE, type Stage, setStage } from './hire.ts';

interface Runs {
  readonly listingId: string;
  readonly runs: readonly { first: string; last: string; stepMinutes: number }[];
  readonly until: string;
  readonly horizonDays?: number;
  readonly from?: string;
  readonly more?: boolean;
}

let world: World;
let stage: Stage;
/** A provider whom catalog knows with a listing that was never said by an event. */
const seeded = { provider: randomUUID(), listing: randomUUID() };
beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(monday);
  world.answer(ReadOffers, ({ providerId }) => ({
    offers: providerId === seeded.provider ? [offer(seeded.listing, seeded.provider)] : [],
  }));
  await world.service('booking', BookingModule);
  stage = await setStage(world);
});
afterAll(() => world.stop());

function offer(listingId: string, providerId: string) {
  const measures = { durationMinutes: 60, stepMinutes: 30, noticeMinutes: 120, asksFirst: false, weeksMost: 1 };
  return {
    listingId,
    listingVersion: 4,
    providerId,
    kind: 'session' as const,
    mode: 'advice' as const,
    title: 'An hour',
    price: PRICE,
    ...measures,
  };
}

async function published(listingId: string): Promise<Runs[]> {
  const outbox = `select data from bus.outbox where name = 'booking.runs-published' and aggregate = $1 order by position`;
  const rows = await world.sql<{ data: Runs }>('booking', outbox, [listingId]);
  return rows.map(({ data }) => data);
}
async function starts(listingId: string): Promise<string[]> {
  const last = (await published(listingId)).at(-1);
  return last ? startsOf(last) : [];
}
function startsOf({ runs }: Runs): string[] {
  return expand(runs.map((run) => ({ ...run, first: Date.parse(run.first), last: Date.parse(run.last) }))).map(
    (start) => new Date(start).toISOString(),
  );
}
const changed = (version: number, isPublished: boolean, durationMinutes = 60) =>
  world.say('catalog', ListingChanged, {
    listingId: stage.listing,
    providerId: stage.provider,
    published: isPublished,
    version,
    durationMinutes,
    stepMinutes: 60,
    noticeMinutes: 120,
  });

test('a listing’s free starts follow its publication, each booking and cancellation, its hours, and its end', async () => {
  expect(await published(stage.listing)).toEqual([]);
  await changed(1, true);
  const startsAt = after(MONDAY, hours(48));
  await world.eventually(async () => expect(await starts(stage.listing)).toContain(startsAt));
  const [first] = await published(stage.listing);
  expect(first?.runs).toHaveLength(1);
  expect(Date.parse(first?.until ?? '')).toBeGreaterThan(Date.parse(after(MONDAY, hours(24 * 91))));

  const booking = await confirmed(stage, randomUUID(), startsAt);
  await world.eventually(async () => expect(await starts(stage.listing)).not.toContain(startsAt));
  expect(await starts(stage.listing)).toContain(after(startsAt, hours(1)));

  await world.as(booking.clientId).ask(Cancel, { bookingId: booking.id, seen: money(6000) });
  await world.eventually(async () => expect(await starts(stage.listing)).toContain(startsAt));

  const weekly = [{ day: 3, from: '12:00', to: '14:00' }];
  await world.as(stage.provider).ask(SetHours, { zone: 'UTC', weekly });
  await world.eventually(async () => {
    const days = new Set((await starts(stage.listing)).map((start) => new Date(start).getUTCDay()));
    expect([...days]).toEqual([3]);
  });

  await changed(2, true, 120);
  await world.eventually(async () => {
    expect((await starts(stage.listing)).slice(0, 2)).toEqual([startsAt, after(startsAt, hours(24 * 7))]);
  });

  await changed(3, false);
  await world.eventually(async () => expect((await published(stage.listing)).at(-1)?.runs).toEqual([]));
});

test('catalog is asked for the listings of a provider of whom no event ever spoke', async () => {
  const weekly = [{ day: 1, from: '09:00', to: '10:30' }];
  await world.as(seeded.provider).ask(SetHours, { zone: 'Asia/Kathmandu', weekly });
  await world.eventually(async () => {
    expect((await starts(seeded.listing)).slice(0, 2)).toEqual([
      '2027-06-14T03:15:00.000Z',
      '2027-06-14T03:45:00.000Z',
    ]);
  });
});

test('runs are published anew as the horizon moves, and not while nothing changes', async () => {
  const before = await published(seeded.listing);
  await world.clock.move({ hours: 20 });
  await world.clock.move({ hours: 8 });
  await world.eventually(async () => expect((await published(seeded.listing)).length).toBe(before.length + 1));
  const [last, first] = [(await published(seeded.listing)).at(-1), before.at(-1)];
  expect(Date.parse(last?.until ?? '') - Date.parse(first?.until ?? '')).toBeGreaterThan(hours(27));
});

test('a calendar in more pieces than one message holds is published whole, in parts, as far as the listing can be booked', async () => {
  const { provider, listing } = seeded;
  // Ten windows a day, two starts in each, for a year: 3,670 runs.
  const clock = (hour: number, minute: string) => `${String(hour).padStart(2, '0')}:${minute}`;
  const weekly = [1, 2, 3, 4, 5, 6, 7].flatMap((day) =>
    [0, 2, 4, 6, 8, 10, 12, 14, 16, 18].map((n) => ({ day, from: clock(n, '00'), to: clock(n + 1, '30') })),
  );
  const before = (await published(listing)).length;
  const own = { listingId: listing, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, horizonDays: 365 };
  await world.as(provider).ask(SetSchedule, { zone: 'UTC', weekly, listings: [own] });
  const parts = await world.eventually(async () => {
    const since = (await published(listing)).slice(before);
    expect(since.length).toBeGreaterThan(0);
    return since;
  });
  expect(parts.map(({ more = false }) => more)).toEqual([true, false]);
  expect(parts.map(({ horizonDays }) => horizonDays)).toEqual([365, 365]);
  expect(parts.map(({ from }) => from)).toEqual([undefined, parts[0]?.until]);
  const whole = parts.flatMap(startsOf);
  expect(whole).toEqual([...new Set(whole)].sort());
  // The rest of today, 366 days, and as much of the last: the horizon and two days more.
  expect(whole).toHaveLength(367 * 20);
});

test('a hire does not wait for the many whose runs only grew a day older', async () => {
  // As if all had been published at the same moment yesterday.
  await world.sql(
    'booking',
    `with made as (
       insert into provider (id, weekly, revision, published, published_until)
       select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '[{"day": 1, "from": "09:00", "to": "17:00"}]', 1, 1, $1
       from generate_series(1, 250) as n returning id
     )
     insert into listing (id, provider_id, published, version, duration_minutes, step_minutes, notice_minutes)
     select gen_random_uuid(), id, true, 1, 60, 30, 0 from made`,
    [after(world.clock.now().toISOString(), hours(24 * 92))],
  );
  await changed(4, true);
  await world.eventually(async () => expect(await starts(stage.listing)).not.toEqual([]));
  await world.clock.move({ hours: 25 });
  const startsAt = (await starts(stage.listing)).at(-10) as string;
  await confirmed(stage, randomUUID(), startsAt);
  const [{ position = 0 } = {}] = await world.sql<{ position: number }>(
    'booking',
    'select max(position)::int as position from bus.outbox',
  );
  await world.eventually(async () => expect(await starts(stage.listing)).not.toContain(startsAt));
  const between = `select aggregate from bus.outbox where name = 'booking.runs-published' and position > $1
    and position < (select max(position) from bus.outbox where aggregate = $2)`;
  expect((await world.sql('booking', between, [position, stage.listing])).length).toBeLessThan(15);
});
