import type { Schedule } from '@sounding/contracts';
import fc from 'fast-check';
import { NO_SCHEDULE } from '../slots/schedule.ts';
import { freeStarts, type Plan, planOf, type Taken } from '../slots/slots.ts';
import { nextOffers, type Waiting } from './line.ts';

const HOUR = 3_600_000;
/** A Monday at midnight UTC; it is the evening before, with two hours' notice. */
const DAY = Date.parse('2027-06-07T00:00:00.000Z');
const NOW = DAY - 6 * HOUR;

/** Monday from eight to twelve. */
const schedule: Schedule = { ...NO_SCHEDULE, weekly: [{ day: 1, from: '08:00', to: '12:00' }] };
const measure = (listingId: string, durationMinutes: number) =>
  planOf(schedule, { listingId, durationMinutes, stepMinutes: 60, noticeMinutes: 120 });
const hour = measure('hour', 60);
const double = measure('double', 120);

const waiting = (id: string, changes: Partial<Waiting> = {}): Waiting => ({
  id,
  plan: hour,
  from: DAY,
  to: DAY + 24 * HOUR,
  offered: [],
  ...changes,
});
const takenAt = (...hours: number[]): Taken[] =>
  hours.map((h) => ({ from: DAY + h * HOUR, to: DAY + (h + 1) * HOUR, startsAt: DAY + h * HOUR }));
const offers = (line: Waiting[], taken: Taken[], now = NOW) =>
  nextOffers(line, taken, now).map(({ waitId, startsAt }) => `${waitId} ${(startsAt - DAY) / HOUR}`);

test('one free hour goes to the first in line and to nobody else', () => {
  expect(offers([waiting('a'), waiting('b')], takenAt(8, 9, 11))).toEqual(['a 10']);
});

test('several free hours go down the line, one to each', () => {
  expect(offers([waiting('a'), waiting('b'), waiting('c')], takenAt(8, 11))).toEqual(['a 9', 'b 10']);
});

test('whom the time does not suit is passed over, and the next has it', () => {
  const tuesday = { from: DAY + 24 * HOUR, to: DAY + 48 * HOUR };
  expect(offers([waiting('a', tuesday), waiting('b')], takenAt(8, 9, 11))).toEqual(['b 10']);
});

test('an hour that is too short for the first is offered to the next, whose session fits', () => {
  expect(offers([waiting('a', { plan: double }), waiting('b')], takenAt(8, 9, 11))).toEqual(['b 10']);
  expect(offers([waiting('a', { plan: double }), waiting('b')], takenAt(8, 11))).toEqual(['a 9']);
});

test('a listing that is down is offered to nobody', () => {
  expect(offers([waiting('a', { plan: null }), waiting('b')], takenAt(8, 9, 11))).toEqual(['b 10']);
});

test('what was offered before is not offered again, and another time is', () => {
  const again = waiting('a', { offered: [DAY + 9 * HOUR] });
  expect(offers([again, waiting('b')], takenAt(8, 11))).toEqual(['a 10', 'b 9']);
});

test('what cannot keep the notice any more is offered to nobody', () => {
  expect(offers([waiting('a')], takenAt(9, 10, 11), DAY + 6 * HOUR)).toEqual(['a 8']);
  expect(offers([waiting('a')], takenAt(9, 10, 11), DAY + 6 * HOUR + 1)).toEqual([]);
});

test('a day that is full is full for those who wait as well', () => {
  const capped = planOf({ ...schedule, caps: { day: 2, week: null } }, { ...hour, listingId: 'hour' });
  expect(offers([waiting('a', { plan: capped }), waiting('b', { plan: capped })], takenAt(8))).toEqual(['a 9']);
});

/** Slowly, from what the rule says: everybody in turn looks at all that is free now. */
function oneByOne(line: readonly Waiting[], taken: readonly Taken[], now: number): string[] {
  const held = [...taken];
  return line.flatMap(({ id, plan, offered, from, to }) => {
    if (!plan) return [];
    const start = freeStarts(plan, held, now, from, to).find((one) => !offered.includes(one));
    if (start === undefined) return [];
    held.push({ from: start, to: start + plan.durationMinutes * 60_000, startsAt: start });
    return [`${id} ${start}`];
  });
}

test('any line is served as if everybody looked in turn, no two offers meet, and nobody is left beside a time that suits', () => {
  const someone = fc.record({
    plan: fc.constantFrom<Plan | null>(hour, double, null),
    first: fc.integer({ min: 6, max: 13 }),
    long: fc.integer({ min: 1, max: 8 }),
    offered: fc.subarray([8, 9, 10, 11].map((h) => DAY + h * HOUR)),
  });
  const property = fc.property(fc.array(someone, { maxLength: 8 }), fc.subarray([8, 9, 10, 11]), (people, busy) => {
    const line = people.map(({ first, long, ...rest }, n) => ({
      ...rest,
      id: `w${n}`,
      from: DAY + first * HOUR,
      to: DAY + (first + long) * HOUR,
    }));
    const given = nextOffers(line, takenAt(...busy), NOW);
    expect(given.map(({ waitId, startsAt }) => `${waitId} ${startsAt}`)).toEqual(oneByOne(line, takenAt(...busy), NOW));
    const held = [...takenAt(...busy), ...given.map(({ takes, startsAt }) => ({ ...takes, startsAt }))];
    const sorted = [...held].sort((a, b) => a.from - b.from);
    for (const [n, one] of sorted.entries()) expect(sorted[n + 1]?.from ?? one.to).toBeGreaterThanOrEqual(one.to);
    for (const { id, plan, offered, from, to } of line) {
      if (!plan || given.some(({ waitId }) => waitId === id)) continue;
      expect(freeStarts(plan, held, NOW, from, to).filter((start) => !offered.includes(start))).toEqual([]);
    }
  });
  fc.assert(property, { numRuns: process.env.SOUNDING_PROVE ? 3_000 : 300, seed: 4711 });
});
