/**
 * Search against the slots themselves: for providers drawn by lot, for any days as anybody in any zone lives them, and while
 * hires come and go, hours change and time passes, the search finds exactly the listings for which the slot engine has a start on
 * those days, and shows the first. Both services are real. SOUNDING_PROVE=1 asks twenty times as much; SOUNDING_SEED repeats.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AddBusyCalendar,
  type Booking,
  Cancel,
  FindSlots,
  type Hit,
  type Input,
  PreviewCancel,
  PublishListing,
  Reserve,
  SaveListing,
  type Schedule,
  Search,
  SetSchedule,
} from '@sounding/contracts';
import type { RunningService } from '@sounding/service';
import { seeded, startWorld, type World } from '@sounding/testing';
import { OCCUPYING } from '../apps/booking/src/booking/facts.ts';
import { BookingModule } from '../apps/booking/src/booking.module.ts';
import { BusyClock } from '../apps/booking/src/calendars/busy.clock.ts';
import { Reach } from '../apps/booking/src/calendars/calendar.http.ts';
import { changeWithin, offsetAt } from '../apps/booking/src/slots/oracle.ts';
import { freeStarts, planOf, type Taken } from '../apps/booking/src/slots/slots.ts';
import { openBills, pay, seeState } from '../apps/booking/test/hire.ts';
import { CatalogModule } from '../apps/catalog/src/catalog.module.ts';
import { listing as listingOf, provider } from '../apps/catalog/test/cast.ts';
import {
  AT_MIDNIGHT,
  below,
  calendarOf,
  dateAt,
  drawBusy,
  drawChange,
  drawMeasures,
  drawSchedule,
  HORIZONS,
  type Measured,
  pick,
  ZONES,
} from './practices.ts';
import { settled } from './settled.ts';

const PROVE = process.env.SOUNDING_PROVE === '1';
const ROUNDS = PROVE ? 80 : 4;
const SEED = Number(process.env.SOUNDING_SEED ?? (PROVE ? Date.now() % 1_000_000 : 4_711));
const PROVIDERS = 16;
const QUESTIONS = 20;
const ACTS = 6;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Clocks change in much of the world within the weeks that follow. */
const BEGINS = ['2026-10-12T09:00:20Z', '2027-03-01T21:00:20Z', '2027-09-20T12:00:20Z'];

interface Offered extends Measured {
  readonly listingId: string;
  readonly published: boolean;
}
interface Practice {
  readonly account: string;
  readonly calendar: string | null;
  schedule: Schedule;
  readonly listings: Offered[];
}

const random = seeded(SEED);
const practices: Practice[] = [];
const hires: Booking[] = [];
const calendars = new Map<string, string>();
const counts: Record<string, number> = {};
const count = (what: string, n = 1) => {
  counts[what] = (counts[what] ?? 0) + n;
};

let world: World;
let booking: RunningService;
let server: Server;
/** The moment of a round. Starts, notices and horizons are whole minutes, so that the seconds that pass meanwhile change nothing. */
let now = Date.parse(pick(random, BEGINS));

beforeAll(async () => {
  process.stdout.write(`search by days: ${ROUNDS} rounds of ${QUESTIONS} questions, SOUNDING_SEED=${SEED}\n`);
  world = await startWorld();
  await world.clock.set(new Date(now));
  await world.service('catalog', CatalogModule);
  booking = await world.service('booking', BookingModule);
  openBills(world);
  server = createServer(({ url }, reply) => reply.end(calendars.get(url ?? '')));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // Calendars may stand on this machine and without TLS, as in production they never do.
  const reach = booking.app.get(Reach);
  jest.spyOn(reach, 'address').mockImplementation((text) => URL.parse(text));
  jest.spyOn(reach, 'isPublic').mockReturnValue(true);
  for (const schedule of AT_MIDNIGHT) {
    const measures = { durationMinutes: 30, stepMinutes: 15, noticeMinutes: 0 };
    practices.push(await openPractice('midnight', [measures], () => schedule));
  }
  for (let n = 0; n < PROVIDERS; n += 1) {
    const measures = Array.from({ length: 1 + below(random, 3) }, () => drawMeasures(random));
    const calendar = n % 2 === 0 ? `/${n}.ics` : null;
    practices.push(await openPractice(`${n}`, measures, (ids) => drawSchedule(random, now, ids), calendar));
  }
}, 120_000);
afterAll(async () => {
  server?.close();
  await world?.stop();
});

async function openPractice(
  name: string,
  all: readonly Measured[],
  scheduleOf: (listingIds: readonly string[]) => Schedule,
  calendar: string | null = null,
): Promise<Practice> {
  const account = await provider(world, `Provider ${name}`);
  const listings: Offered[] = [];
  for (const measures of all) {
    const { id } = await world.as(account).ask(SaveListing, { ...listingOf(), ...measures });
    await world.as(account).ask(PublishListing, { listingId: id, published: true });
    listings.push({ listingId: id, published: true, ...measures });
  }
  const ids = listings.map(({ listingId }) => listingId);
  const schedule = await world.as(account).ask(SetSchedule, scheduleOf(ids));
  if (calendar) {
    calendars.set(calendar, calendarOf(drawBusy(random, now)));
    const { port } = server.address() as AddressInfo;
    await world.as(account).ask(AddBusyCalendar, { url: `http://127.0.0.1:${port}${calendar}` });
  }
  return { account, calendar, schedule, listings };
}

/** Every free start of every published listing, by the engine alone. */
async function engine(): Promise<Map<string, number[]>> {
  const rows = await world.sql<{ provider: string; from: Date; to: Date; startsAt: Date | null }>(
    'booking',
    `select provider_id as provider, occupied_from as from, occupied_to as to, starts_at as "startsAt" from booking
     where state = any($1) and (state <> 'reserved' or reserved_until > $2)
     union all select provider_id, starts_at, ends_at, null from busy_time`,
    [OCCUPYING, new Date(now)],
  );
  const starts = new Map<string, number[]>();
  for (const { account, schedule, listings } of practices) {
    const taken: Taken[] = rows
      .filter((row) => row.provider === account)
      .map((row) => ({ from: +row.from, to: +row.to, startsAt: row.startsAt && +row.startsAt }));
    for (const listing of listings.filter((one) => one.published)) {
      const plan = planOf(schedule, listing);
      starts.set(listing.listingId, freeStarts(plan, taken, now, now, now + 366 * DAY));
    }
  }
  return starts;
}

// --- what happens between questions -------------------------------------------------------------------------------------

/** One of those that are drawn. */
function somePractice(): Practice {
  return pick(random, practices.slice(AT_MIDNIGHT.length));
}

async function hire(): Promise<void> {
  const open = [...(await engine())].filter(([, starts]) => starts.length > 0);
  if (open.length === 0) return;
  const [listingId, starts] = pick(random, open);
  const startsAt = new Date(pick(random, starts.slice(0, 20))).toISOString();
  const hired = await world.as(randomUUID()).ask(Reserve, { listingId, startsAt });
  count('reserved');
  // One of three is not paid, and runs out when time passes.
  if (below(random, 3) === 0) return;
  await pay(world, hired.booking);
  hires.push(await seeState(world, hired.booking, 'confirmed'));
}

async function cancel(): Promise<void> {
  const ahead = hires.filter(({ startsAt }) => Date.parse(startsAt) > now);
  const one = ahead.length > 0 ? pick(random, ahead) : undefined;
  if (!one) return;
  hires.splice(hires.indexOf(one), 1);
  await giveUp(one);
  count('cancelled');
}

async function giveUp({ id: bookingId, clientId }: Booking): Promise<void> {
  const client = world.as(clientId);
  const { toClient } = await client.ask(PreviewCancel, { bookingId });
  await client.ask(Cancel, { bookingId, seen: toClient });
}

async function changeSchedule(): Promise<void> {
  const practice = somePractice();
  const ids = practice.listings.map(({ listingId }) => listingId);
  practice.schedule = await world.as(practice.account).ask(SetSchedule, drawChange(random, now, ids));
  count('schedules changed');
}

async function changeListing(): Promise<void> {
  const { account, listings } = somePractice();
  const at = below(random, listings.length);
  const { listingId, published } = listings[at] as Offered;
  const measures = drawMeasures(random);
  await world.as(account).ask(SaveListing, { ...listingOf(), ...measures, listingId });
  listings[at] = { listingId, published, ...measures };
  count('listings changed');
}

async function takeDownOrUp(): Promise<void> {
  const { account, listings } = somePractice();
  const at = below(random, listings.length);
  const listing = listings[at] as Offered;
  listings[at] = { ...listing, published: !listing.published };
  const { listingId, published } = listings[at];
  await world.as(account).ask(PublishListing, { listingId, published });
  count(published ? 'put up again' : 'taken down');
}

async function changeCalendar(): Promise<void> {
  const { calendar } = somePractice();
  if (calendar) calendars.set(calendar, calendarOf(drawBusy(random, now)));
}

/** Hours or days later, at twenty seconds past a minute. */
async function passTime(): Promise<void> {
  now += below(random, 2) === 0 ? (1 + below(random, 240)) * 5 * MINUTE : (1 + below(random, 6)) * DAY;
  await world.clock.set(new Date(now));
  await booking.app.get(BusyClock).tick();
}

async function round(): Promise<void> {
  const acts = [hire, hire, hire, cancel, changeSchedule, changeListing, takeDownOrUp, changeCalendar];
  for (let n = 0; n < ACTS; n += 1) await pick(random, acts)();
  if (below(random, 4) > 0) await passTime();
  await settled(world);
}

// --- questions ----------------------------------------------------------------------------------------------------------

const formats = new Map<string, Intl.DateTimeFormat>();
/** The date that a calendar on the wall in that zone shows: `2026-10-12`. */
function dateIn(zone: string, instant: number): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  formats.set(zone, format);
  return format.format(instant);
}

type Question = Required<Pick<Input<typeof Search>, 'from' | 'to' | 'zone'>>;

/** The date of the first clock change of a zone within eight weeks. */
function changeIn(zone: string): string | null {
  const change = changeWithin(now, now + 56 * DAY, zone);
  return offsetAt(change, zone) === offsetAt(now, zone) ? null : dateIn(zone, change);
}

/** Any days in any zone; some are the one on which its clocks change or one beside it, and some lie where a horizon ends. */
function ask(): Question {
  const zone = pick(
    random,
    pick(random, [AT_MIDNIGHT.map((one) => one.zone), ZONES, Intl.supportedValuesOf('timeZone')]),
  );
  const change = changeIn(zone);
  if (change !== null && below(random, 4) > 0) {
    const day = dateAt(Date.parse(change), pick(random, [-1, 0, 0, 0, 1]));
    return { from: day, to: day, zone };
  }
  const first = below(random, 4) === 0 ? pick(random, HORIZONS) + below(random, 3) - 1 : below(random, 30) - 2;
  const length = below(random, 2) === 0 ? 0 : below(random, 31);
  return { from: dateAt(now, first), to: dateAt(now, first + length), zone };
}

/** What the search finds, with the first start that it shows: every page. */
async function found(wish: Input<typeof Search> | Partial<Input<typeof Search>>): Promise<Map<string, string | null>> {
  // The seconds that questions take must not add up to a minute.
  if (world.clock.now().getTime() > now + 20_000) await world.clock.set(new Date(now));
  const hits: Hit[] = [];
  let total = 0;
  let after: string | undefined;
  do {
    const page = await world.visitor().ask(Search, { ...wish, after });
    hits.push(...page.hits);
    total = page.total;
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(hits).toHaveLength(total);
  return new Map(hits.map(({ listing, nextStart }) => [listing.id, nextStart]));
}

/** The first start of each listing on those days, by the engine and a calendar on the wall. */
function firsts(starts: ReadonlyMap<string, number[]>, { from, to, zone }: Question): Map<string, string> {
  const [least, most] = [Date.parse(from) - 2 * DAY, Date.parse(to) + 3 * DAY];
  const first = new Map<string, string>();
  for (const [listingId, all] of starts) {
    const start = all.find((one) => {
      if (one < least || one > most) return false;
      const date = dateIn(zone, one);
      return date >= from && date <= to;
    });
    if (start !== undefined) first.set(listingId, new Date(start).toISOString());
  }
  return first;
}

const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => a.localeCompare(b));

/** One listing's slot page says what the engine says of thirty days. */
async function comparePage(starts: ReadonlyMap<string, number[]>): Promise<void> {
  const [listingId, all] = pick(random, [...starts]);
  const [from, to] = [now + below(random, 40) * DAY, now + (41 + below(random, 20)) * DAY];
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const page = await world.visitor().ask(FindSlots, { listingId, ...range });
  const wanted = all.filter((start) => start >= from && start < to).map((start) => new Date(start).toISOString());
  expect(page.starts).toEqual(wanted);
}

test('a listing whose last time of a day is taken is not found on that day any more, and is found again when it is given back', async () => {
  const account = await provider(world, 'One Hour A Week');
  const { id: listingId } = await world.as(account).ask(SaveListing, listingOf());
  await world.as(account).ask(PublishListing, { listingId, published: true });
  await world.as(account).ask(SetSchedule, { zone: 'UTC', weekly: [{ day: 3, from: '10:00', to: '11:00' }] });
  await settled(world);
  const range = { from: new Date(now + DAY).toISOString(), to: new Date(now + 9 * DAY).toISOString() };
  const [startsAt = ''] = (await world.visitor().ask(FindSlots, { listingId, ...range })).starts;
  const day = startsAt.slice(0, 10);
  const isFound = async () => (await found({ from: day, to: day, zone: 'UTC' })).has(listingId);
  const said = async () => {
    const runs = `select position from bus.outbox where name = 'booking.runs-published' and aggregate = $1`;
    return (await world.sql('booking', runs, [listingId])).length;
  };
  expect(await isFound()).toBe(true);
  const before = await said();
  const { booking: hire } = await world.as(randomUUID()).ask(Reserve, { listingId, startsAt });
  await world.eventually(async () => expect(await isFound()).toBe(false));
  // The first that was said of the listing after the hire already had it.
  expect(await said()).toBe(before + 1);
  await pay(world, hire);
  await seeState(world, hire, 'confirmed');
  await settled(world);
  expect(await isFound()).toBe(false);
  await giveUp(hire);
  await world.eventually(async () => expect(await isFound()).toBe(true));
  await world.as(account).ask(PublishListing, { listingId, published: false });
});

test(`on any days the search finds the listings that have a start then, and no others (${ROUNDS * QUESTIONS} questions)`, async () => {
  await settled(world);
  for (let n = 0; n < ROUNDS; n += 1) {
    await round();
    const starts = await engine();
    await comparePage(starts);
    for (let m = 0; m < QUESTIONS; m += 1) {
      const question = ask();
      const wanted = firsts(starts, question);
      const sort = pick(random, ['best', 'price', 'soonest', 'rating'] as const);
      const where = { round: n, now: new Date(now).toISOString(), ...question, sort };
      expect({ where, found: sorted(await found({ ...question, sort })) }).toEqual({ where, found: sorted(wanted) });
      count('found', wanted.size);
      count('not found', starts.size - wanted.size);
    }
    const anyDay = new Map([...starts].map(([id, [first]]) => [id, first ? new Date(first).toISOString() : null]));
    expect(sorted(await found({}))).toEqual(sorted(anyDay));
  }
  process.stdout.write(`search by days: ${JSON.stringify(counts)}, no difference\n`);
  // It was really asked about both, and something really happened.
  const { found: yes = 0, 'not found': no = 0, reserved = 0 } = counts;
  expect(Math.min(yes, no)).toBeGreaterThan((yes + no) / 10);
  expect(reserved).toBeGreaterThan(ROUNDS);
}, 1_800_000);
