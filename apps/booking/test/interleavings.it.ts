/**
 * Many people do everything to one provider's time at once, without order: reserve, ask, accept, pay (also too late), move, cancel, wait,
 * take what is offered, decline it, leave, and let run out, through two copies of the service. Afterwards no two hires overlap, buffers
 * included, which the database itself is asked; every offer went to the first in line; and what the page shows as free is what can
 * be reserved. SOUNDING_PROVE=1 runs ten times as many; SOUNDING_SEED repeats.
 */
import { randomUUID } from 'node:crypto';
import {
  AnswerRequest,
  type Booking,
  Cancel,
  DeclineOffer,
  FindSlots,
  JoinWait,
  LeaveWait,
  MoveBooking,
  MyWaits,
  PreviewCancel,
  Refusal,
  RequestTime,
  Reserve,
  SetSchedule,
} from '@sounding/contracts';
import { seeded, type World } from '@sounding/testing';
import { after, hours, MONDAY, overlaps, pay, refusal, reserve, type Stage, startStage } from './hire.ts';
import { skippedBy, watchTheLine } from './line.audit.ts';

const STEPS = process.env.SOUNDING_PROVE ? 10_000 : 1_000;
const SEED = Number(process.env.SOUNDING_SEED ?? (process.env.SOUNDING_PROVE ? Date.now() % 1_000_000 : 4_711));
const AT_ONCE = 8;
/** Three days of eight hours: few enough starts that people meet, and that a day is full now and then. For the third nobody waits. */
const FROM = after(MONDAY, hours(36));
const SPAN = hours(72);
const HALF_HOUR = 30 * 60_000;
const [FIRST, SECOND] = [FROM.slice(0, 10), after(FROM, hours(24)).slice(0, 10)];
const DAYS = [
  { from: FIRST, to: FIRST },
  { from: SECOND, to: SECOND },
  { from: FIRST, to: SECOND },
];

/** What may be refused to somebody who comes second, too late, or twice. Anything else is a bug. */
const FAIR = [
  'slot-taken',
  'slot-not-offered',
  'too-many-reservations',
  'already-answered',
  'cannot-cancel',
  'cannot-move',
  'too-late-to-move',
  'refund-changed',
  'not-found',
  'time-is-free',
  'already-waiting',
  'not-offered',
];

let world: World;
let stage: Stage;
beforeAll(async () => {
  process.stdout.write(`interleavings: ${STEPS} steps, SOUNDING_SEED=${SEED}\n`);
  stage = await startStage();
  ({ world } = stage);
  const buffers = { bufferBeforeMinutes: 10, bufferAfterMinutes: 5, horizonDays: 90 };
  const listings = [stage.listing, stage.asking].map((listingId) => ({ listingId, ...buffers }));
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '08:00', to: '16:00' }));
  await world.as(stage.provider).ask(SetSchedule, { listings, weekly });
  await watchTheLine(world);
}, 60_000);
afterAll(() => world.stop());

const random = seeded(SEED);
const below = (most: number) => Math.floor(random() * most);
const pick = <T>(from: readonly T[]): T | undefined => from[below(from.length)];
/** Mostly on the hour, where starts are offered; a few half past, where none is. */
const someStart = (days = 3) => after(FROM, hours(below(days) * 24 + 8 + below(8)) + (below(10) === 0 ? HALF_HOUR : 0));

const bookings: Booking[] = [];
const requests: Booking[] = [];
const counts: Record<string, number> = {};

/** Runs one step; a fair refusal is an answer like any other. */
async function tried(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
    counts[what] = (counts[what] ?? 0) + 1;
  } catch (error) {
    if (!(error instanceof Refusal) || !FAIR.includes(error.code)) throw error;
    counts[`${what}: ${error.code}`] = (counts[`${what}: ${error.code}`] ?? 0) + 1;
  }
}

async function reserveOne(): Promise<void> {
  const startsAt = someStart();
  const client = randomUUID();
  await tried('reserve', async () => bookings.push(await reserve(stage, client, startsAt)));
}

async function askOne(): Promise<void> {
  const startsAt = someStart();
  const client = world.as(randomUUID());
  await tried('ask', async () => {
    requests.push(await client.ask(RequestTime, { listingId: stage.asking, startsAt }));
  });
}

/** Mostly yes; whoever is accepted pays, moves and cancels like everybody. */
async function answerOne(): Promise<void> {
  const [request] = requests.splice(below(requests.length), 1);
  if (!request) return;
  const accept = below(5) > 0;
  await tried(accept ? 'accept' : 'turn down', async () => {
    const answered = await world.as(stage.provider).ask(AnswerRequest, { bookingId: request.id, accept });
    if (accept) bookings.push(answered);
  });
}

async function cancelOne(booking: Booking): Promise<void> {
  const person = world.as(pick([booking.clientId, booking.providerId]) as string);
  await tried('cancel', async () => {
    const { toClient } = await person.ask(PreviewCancel, { bookingId: booking.id });
    await person.ask(Cancel, { bookingId: booking.id, seen: toClient });
  });
}

async function moveOne(booking: Booking): Promise<void> {
  const person = world.as(pick([booking.clientId, booking.providerId]) as string);
  // Half of them to quieter days, or nobody who waits would leave anything to move to.
  const startsAt = someStart(below(2) === 0 ? 3 : 9);
  await tried('move', () => person.ask(MoveBooking, { bookingId: booking.id, startsAt }));
}

const paid = new Set<string>();
/** Billing says so once; it may be after the reservation ran out, and after somebody else took the time. */
async function payOne(booking: Booking): Promise<void> {
  if (paid.has(booking.id)) return;
  paid.add(booking.id);
  await tried('pay', () => pay(world, booking));
}

const waiting: string[] = [];
/** For one of the two days or both; half of them keep their place when they miss an offer. */
async function waitOne(): Promise<void> {
  const days = DAYS[below(DAYS.length)] as (typeof DAYS)[number];
  const client = randomUUID();
  await tried('wait', async () => {
    await world.as(client).ask(JoinWait, { listingId: stage.listing, ...days, zone: 'UTC', goOn: below(2) === 0 });
    waiting.push(client);
  });
}

/** Somebody to whom a time is offered takes it or declines it; now and then somebody leaves, whatever they are offered. */
async function answerOffer(): Promise<void> {
  const drawn = below(10);
  if (drawn < 2) return leaveOne();
  const open = `select id, client_id, starts_at from booking where state = 'offered' order by made_at, id`;
  const offer = pick(await world.sql<{ id: string; client_id: string; starts_at: Date }>('booking', open));
  if (!offer) return waitOne();
  const client = world.as(offer.client_id);
  if (drawn < 6) {
    return tried('decline', () => client.ask(DeclineOffer, { bookingId: offer.id, goOn: below(2) === 0 }));
  }
  await tried('take', async () => bookings.push(await reserve(stage, offer.client_id, offer.starts_at.toISOString())));
}

async function leaveOne(): Promise<void> {
  const client = pick(waiting.slice(-40));
  if (!client) return;
  const { waits } = await world.as(client).ask(MyWaits, {});
  for (const { id } of waits) await tried('leave', () => world.as(client).ask(LeaveWait, { waitId: id }));
}

function someStep(): Promise<void> {
  const booking = pick(bookings.slice(-60));
  const drawn = below(20);
  if (!booking || drawn < 5) return reserveOne();
  if (drawn < 6) return askOne();
  if (drawn < 8) return answerOne();
  if (drawn < 11) return payOne(booking);
  if (drawn < 13) return waitOne();
  if (drawn < 16) return answerOffer();
  // Mostly what was paid for: nothing else can be moved, and what is cancelled makes room for those who come later.
  const hire = pick(bookings.filter(({ id }) => paid.has(id)).slice(-30)) ?? booking;
  if (drawn < 18) return moveOne(hire);
  return cancelOne(drawn === 18 ? hire : booking);
}

test(`${STEPS} steps of people who want the same three days leave no two hires in each other's way`, async () => {
  let left = STEPS;
  while (left > 0) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, left) }, someStep));
    left -= AT_ONCE;
    // Now and then what is unpaid runs out.
    if (below(12) === 0) await world.clock.move({ minutes: 11 });
  }
  await world.eventually(async () => {
    const [row] = await world.sql<{ n: number }>(
      'booking',
      `select count(*)::int as n from booking where id = any($1) and state in ('reserved', 'lapsed') and confirmed_at is null
         and outcome is null`,
      [[...paid]],
    );
    expect(row?.n).toBe(0);
  }, 30_000);
  expect(await overlaps(world)).toEqual([]);
  const { offers, skipped } = await skippedBy(world);
  expect(skipped).toEqual([]);
  counts.offers = offers;
  process.stdout.write(`interleavings: ${JSON.stringify(counts)}\n`);
  // Every kind of step really happened, and people really met.
  const many = ['reserve', 'pay', 'cancel', 'wait', 'offers', 'reserve: slot-taken', 'move: slot-taken'];
  for (const what of many) expect(counts[what] ?? 0).toBeGreaterThan(STEPS / 400);
  const few = ['ask', 'accept', 'move', 'take', 'decline', 'leave'].map((what) => counts[what] ?? 0);
  // Some of these are rare: in a tenth of the steps one or two of them may not have come up.
  expect(few.filter((times) => times > 0).length).toBeGreaterThanOrEqual(STEPS < 10_000 ? 4 : 6);
  if (STEPS >= 10_000) for (const times of few) expect(times).toBeGreaterThan(2);
}, 1_200_000);

/** Nobody waits any more, and what was kept unpaid has run out, so that nothing becomes free while the page is compared. */
async function settle(): Promise<void> {
  for (const account of waiting) {
    const client = world.as(account);
    const { waits } = await client.ask(MyWaits, {});
    for (const { id } of waits) await client.ask(LeaveWait, { waitId: id });
  }
  // What a provider said yes to is kept for twelve hours.
  await world.clock.move({ hours: 13 });
  await world.eventually(async () => {
    const kept = `select count(*)::int as n from booking where state in ('reserved', 'offered') and reserved_until < $1`;
    const [row] = await world.sql<{ n: number }>('booking', kept, [world.clock.now().toISOString()]);
    expect(row?.n).toBe(0);
  }, 30_000);
}

test('afterwards every start that the page shows can be reserved, and a start that it does not show cannot', async () => {
  await settle();
  const to = after(FROM, SPAN);
  const client = world.as(randomUUID());
  const shown = async () => new Set((await client.ask(FindSlots, { listingId: stage.listing, from: FROM, to })).starts);
  let free = await shown();
  for (let start = FROM; start < to; start = after(start, HALF_HOUR)) {
    const code = await refusal(world.as(randomUUID()).ask(Reserve, { listingId: stage.listing, startsAt: start }));
    expect([start, code === null]).toEqual([start, free.has(start)]);
    if (code === null) free = await shown();
  }
  expect(await overlaps(world)).toEqual([]);
}, 120_000);
