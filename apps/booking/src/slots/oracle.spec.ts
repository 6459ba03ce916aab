/**
 * The engine against an independent oracle: any zone, any rules, any day from 1970 to 2037, half of them near a clock change.
 * `SOUNDING_PROVE=1` compares 100,000 cases, otherwise 2,000; `SOUNDING_SEED` repeats a run.
 */
import type { DayWindow, Schedule } from '@sounding/contracts';
import fc from 'fast-check';
import { changeWithin, offsetAt, oracleStarts } from './oracle.ts';
import { checkStart, expand, freeStarts, type Plan, runsOf, type Taken } from './slots.ts';

const numRuns = process.env.SOUNDING_PROVE === '1' ? 100_000 : 2_000;
const seed = Number(process.env.SOUNDING_SEED ?? Date.now() % 1_000_000);

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const FIRST = Date.parse('1970-01-20T00:00Z');
const LAST = Date.parse('2037-12-01T00:00Z');
const ZONES = Intl.supportedValuesOf('timeZone');

const changes = new Map<string, number[]>();
/** Instants at which a zone changed or will change its clocks: looked for every twenty days, so that few are missed. */
function changesOf(zone: string): number[] {
  const known = changes.get(zone);
  if (known) return known;
  const found: number[] = [];
  for (let at = FIRST; at < LAST; at += 20 * DAY) {
    if (offsetAt(at, zone) !== offsetAt(at + 20 * DAY, zone)) found.push(changeWithin(at, at + 20 * DAY, zone));
  }
  changes.set(zone, found);
  return found;
}

const zone = fc.constantFrom(...ZONES);
/** Midnight, minutes around it, and the small hours are where clocks change; a time of five minutes' grain, or any. */
const minute = fc.oneof(
  fc.integer({ min: 0, max: 1_439 }),
  fc.integer({ min: 0, max: 287 }).map((n) => n * 5),
  fc.integer({ min: 0, max: 16 }).map((n) => n * 15),
);
const wall = (n: number) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`;
const window: fc.Arbitrary<DayWindow> = fc.tuple(minute, minute, fc.boolean()).map(([a, b, toMidnight]) => {
  if (toMidnight && b > 1_000) return { from: wall(a), to: '24:00' };
  return b > a ? { from: wall(a), to: wall(b) } : { from: wall(a), to: wall(b), nextDay: true };
});
const weekly = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 7 }), window).map(([day, one]) => ({ ...one, day })),
  { maxLength: 12 },
);
/** Days from the first of the range. */
const days = fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 0, max: 3 }));
const cap = fc.option(fc.integer({ min: 1, max: 4 }), { freq: 2 });

const rules = fc.record({
  weekly,
  overrides: fc.array(fc.tuple(fc.integer({ min: -3, max: 4 }), fc.array(window, { minLength: 1, maxLength: 3 })), {
    maxLength: 2,
  }),
  daysOff: fc.array(days, { maxLength: 2 }),
  travel: fc.option(fc.tuple(days, zone), { freq: 2 }),
  caps: fc.record({ day: cap, week: cap }),
});
const measures = fc.record({
  durationMinutes: fc.constantFrom(15, 25, 50, 60, 90, 240),
  stepMinutes: fc.constantFrom(15, 20, 30, 45, 60, 90, 240),
  noticeMinutes: fc.constantFrom(0, 7, 120, 1_440),
  bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 15, 240),
  bufferAfterMinutes: fc.constantFrom(0, 0, 10, 60),
  horizonDays: fc.constantFrom(1, 2, 90),
});
const where = fc.record({
  zone,
  nearAChange: fc.boolean(),
  which: fc.nat(),
  minutes: fc.integer({ min: -2_880, max: 1_440 }),
  at: fc.integer({ min: FIRST / MINUTE, max: LAST / MINUTE }),
});
const hires = fc.array(
  fc.tuple(fc.integer({ min: -9 * 1_440, max: 10 * 1_440 }), fc.integer({ min: 5, max: 300 }), fc.boolean()),
  { maxLength: 8 },
);

interface Case {
  readonly plan: Plan;
  readonly taken: readonly Taken[];
  readonly now: number;
  readonly from: number;
  readonly to: number;
}

const date = (at: number, day: number) => new Date(at + day * DAY).toISOString().slice(0, 10);

const cases: fc.Arbitrary<Case> = fc
  .record({ rules, measures, where, hires, now: fc.integer({ min: -1_440, max: 240 }), length: fc.nat({ max: 3_000 }) })
  .map(({ rules: given, measures: measured, where: there, hires: kept, now, length }) => {
    const near = changesOf(there.zone);
    const change = there.nearAChange ? near[there.which % Math.max(1, near.length)] : undefined;
    const from = Math.floor((change ?? there.at * MINUTE) / MINUTE) * MINUTE + there.minutes * MINUTE;
    const range = ([first, more]: readonly [number, number]) => ({
      from: date(from, first),
      to: date(from, first + more),
    });
    const schedule: Schedule = {
      zone: there.zone,
      weekly: given.weekly,
      overrides: [...new Map(given.overrides)].map(([day, windows]) => ({ date: date(from, day), windows })),
      daysOff: given.daysOff.map(range),
      travel: given.travel ? [{ ...range(given.travel[0]), zone: given.travel[1] }] : [],
      caps: given.caps,
      listings: [],
    };
    const taken = kept.map(([begins, lasts, session]) => ({
      from: from + begins * MINUTE,
      to: from + (begins + lasts) * MINUTE,
      startsAt: session ? from + begins * MINUTE : null,
    }));
    const plan = { schedule, ...measured };
    return { plan, taken, now: from + now * MINUTE, from, to: from + length * MINUTE };
  });

describe('the slot engine and its oracle', () => {
  it('find the same free starts, whatever the zone, the rules and the date', () => {
    let [starts, withChange] = [0, 0];
    const seen = new Set<string>();
    fc.assert(
      fc.property(cases, ({ plan, taken, now, from, to }) => {
        const found = freeStarts(plan, taken, now, from, to);
        expect(found).toEqual(oracleStarts(plan, taken, now, from, to));
        starts += found.length;
        seen.add(plan.schedule.zone);
        if (offsetAt(from - DAY, plan.schedule.zone) !== offsetAt(to + DAY, plan.schedule.zone)) withChange += 1;
        for (const start of found.slice(0, 2)) expect(checkStart(plan, taken, now, start)).toBe('free');
        expect(expand(runsOf(found))).toEqual(found);
        for (const { from: any } of taken.slice(0, 2)) {
          if (any >= from && any < to) expect(checkStart(plan, taken, now, any) === 'free').toBe(found.includes(any));
        }
      }),
      { numRuns, seed },
    );
    process.stdout.write(
      `slots against their oracle: seed ${seed}, ${numRuns} cases, ${withChange} with a clock change, ${seen.size} zones of ${ZONES.length}, ${starts} starts, no difference\n`,
    );
  }, 3_600_000);
});
