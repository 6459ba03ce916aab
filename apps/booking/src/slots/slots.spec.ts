import { HORIZON_DAYS, type Hours, type Schedule } from '@sounding/contracts';
import fc from 'fast-check';
import { NO_SCHEDULE } from './schedule.ts';
import { checkStart, expand, freeStarts, openStarts, type Plan, partsOf, runsOf, type Taken } from './slots.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (iso: string) => Date.parse(iso);
const iso = (starts: readonly number[]) => starts.map((start) => new Date(start).toISOString().slice(0, 16));
const daily = (zone: string, from: string, to: string): Hours => ({
  zone,
  weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from, to })),
});
const plan = (hours: Partial<Schedule>, durationMinutes = 60, stepMinutes = 60, noticeMinutes = 0): Plan => ({
  schedule: { ...NO_SCHEDULE, ...hours },
  durationMinutes,
  stepMinutes,
  noticeMinutes,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  horizonDays: HORIZON_DAYS,
});
const busyFor = (from: number, minutes: number): Taken => ({ from, to: from + minutes * MINUTE, startsAt: from });
/** What the wall shows there: weekday and minutes since midnight, by Intl, which the engine does not use. */
const clocks = new Map<string, Intl.DateTimeFormat>();
function wall(instant: number, zone: string): { day: number; minutes: number } {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  clocks.set(zone, clock);
  const parts = clock.formatToParts(instant);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1,
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
  };
}
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

describe('slots on real clocks', () => {
  it('keeps the wall time of an afternoon window when New York springs forward in 2026 and 2027', () => {
    const sundays = { '2026-03-08': '17:00', '2027-03-14': '17:00' };
    for (const [day, first] of Object.entries(sundays)) {
      const starts = openStarts(
        plan(daily('America/New_York', '13:00', '15:00')),
        [],
        at(`${day}T05:00Z`),
        at(`${day}T05:00Z`) + DAY,
      );
      expect(iso(starts)).toEqual([`${day}T${first}`, `${day}T18:00`]);
    }
    const dayBefore = openStarts(
      plan(daily('America/New_York', '13:00', '15:00')),
      [],
      at('2026-03-07T05:00Z'),
      at('2026-03-08T05:00Z'),
    );
    expect(iso(dayBefore)).toEqual(['2026-03-07T18:00', '2026-03-07T19:00']);
  });

  it('takes the offset before the gap for a time that New York skips', () => {
    // 02:30 does not exist on 2026-03-08: with the offset before the gap (-05:00) it is 07:30Z, which the wall calls 03:30.
    const from = at('2026-03-08T05:00Z');
    expect(iso(openStarts(plan(daily('America/New_York', '02:30', '05:30')), [], from, from + DAY))).toEqual([
      '2026-03-08T07:30',
      '2026-03-08T08:30',
    ]);
    // A window wholly inside the gap ends before it begins, and offers nothing rather than something odd.
    expect(openStarts(plan(daily('America/New_York', '02:30', '03:00'), 15, 15), [], from, from + DAY)).toEqual([]);
    // From 00:00 by the hour: 02:00 and 03:00 are the same instant, offered once.
    expect(iso(openStarts(plan(daily('America/New_York', '00:00', '05:00')), [], from, from + 23 * HOUR))).toEqual([
      '2026-03-08T05:00',
      '2026-03-08T06:00',
      '2026-03-08T07:00',
      '2026-03-08T08:00',
    ]);
  });

  it.each(['2026-11-01', '2027-11-07'])('offers both instants of the hour that New York repeats on %s', (day) => {
    const from = at(`${day}T04:00Z`);
    expect(iso(openStarts(plan(daily('America/New_York', '00:00', '04:00')), [], from, from + DAY))).toEqual([
      `${day}T04:00`, // 00:00 EDT
      `${day}T05:00`, // 01:00 EDT
      `${day}T06:00`, // 01:00 EST
      `${day}T07:00`, // 02:00 EST
      `${day}T08:00`, // 03:00 EST
    ]);
    // A window that ends at a repeated time ends at its first instant.
    expect(iso(openStarts(plan(daily('America/New_York', '00:00', '01:30'), 30, 30), [], from, from + DAY))).toEqual([
      `${day}T04:00`,
      `${day}T04:30`,
      `${day}T05:00`,
    ]);
  });

  it('keeps the wall clock grid for a step that does not divide the shift', () => {
    const from = at('2026-03-08T05:00Z');
    const starts = openStarts(plan(daily('America/New_York', '00:00', '08:00'), 60, 90), [], from, from + 23 * HOUR);
    expect(starts.map((start) => wall(start, 'America/New_York').minutes / 60)).toEqual([0, 1.5, 3, 4.5, 6]);
  });

  it('fills a window from 22:00 to 24:00, and joins it with one that begins at midnight', () => {
    const late: Hours = { zone: 'Europe/Paris', weekly: [{ day: 1, from: '22:00', to: '24:00' }] };
    const monday = at('2026-06-01T00:00Z') - 2 * HOUR;
    expect(iso(openStarts(plan(late, 60, 30), [], monday, monday + 2 * DAY))).toEqual([
      '2026-06-01T20:00',
      '2026-06-01T20:30',
      '2026-06-01T21:00',
    ]);
    const joined: Hours = { ...late, weekly: [...late.weekly, { day: 2, from: '00:00', to: '01:00' }] };
    expect(iso(openStarts(plan(joined, 60, 30), [], monday, monday + 2 * DAY))).toEqual([
      '2026-06-01T20:00',
      '2026-06-01T20:30',
      '2026-06-01T21:00',
      '2026-06-01T21:30', // runs across midnight into Tuesday's window
      '2026-06-01T22:00',
    ]);
  });

  it('says whether a start was never offered or somebody has it', () => {
    const hours = daily('UTC', '09:00', '12:00');
    const now = at('2026-06-01T08:30Z');
    const nine = at('2026-06-01T09:00Z');
    const busy = [busyFor(nine + 30 * MINUTE, 60)];
    expect(checkStart(plan(hours), [], now, nine)).toBe('free');
    expect(checkStart(plan(hours), busy, now, nine)).toBe('slot-taken');
    expect(checkStart(plan(hours), busy, now, nine + 2 * HOUR)).toBe('free');
    expect(checkStart(plan(hours), [], now, nine + MINUTE)).toBe('slot-not-offered');
    expect(checkStart(plan(hours, 60, 60, 31), [], now, nine)).toBe('slot-not-offered');
    expect(checkStart(plan(hours, 60, 60, 30), [], now, nine)).toBe('free');
    expect(checkStart(plan(hours), [], nine + 1, nine)).toBe('slot-not-offered');
    expect(checkStart(plan(hours), [], now, nine + HORIZON_DAYS * DAY)).toBe('slot-not-offered');
    expect(checkStart(plan(hours), [], now, nine + (HORIZON_DAYS - 1) * DAY)).toBe('free');
  });
});

const zones = fc.constantFrom(
  'UTC',
  'America/New_York',
  'America/Havana',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Beirut',
  'Europe/London',
  'Pacific/Apia',
  'America/Sao_Paulo',
);
const quarter = fc.integer({ min: 0, max: 96 });
const time = (n: number) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`;
const weekly = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 7 }), quarter, quarter)
    .filter(([, a, b]) => a !== b)
    .map(([day, a, b]) => ({ day, from: time(Math.min(a, b)), to: time(Math.max(a, b)) })),
  { maxLength: 14 },
);
const plans = (zone: fc.Arbitrary<string>) =>
  fc.record({
    schedule: fc.record({ zone, weekly }).map((hours): Schedule => ({ ...NO_SCHEDULE, ...hours })),
    durationMinutes: fc.constantFrom(15, 25, 50, 60, 90, 240),
    stepMinutes: fc.constantFrom(15, 20, 30, 45, 60, 90),
    noticeMinutes: fc.constantFrom(0, 7, 120, 1_440, 20_160),
    bufferBeforeMinutes: fc.constant(0),
    bufferAfterMinutes: fc.constant(0),
    horizonDays: fc.constantFrom(7, HORIZON_DAYS),
  });
/** Moments that lean towards clock changes. */
const moments = fc
  .tuple(
    fc
      .constantFrom('2026-03-08', '2026-11-01', '2027-03-14', '2027-11-07', '2026-04-05', '2026-10-04', '2026-06-15')
      .map(at),
    fc.integer({ min: -3 * 1_440, max: 3 * 1_440 }),
  )
  .map(([day, minutes]) => day + minutes * MINUTE);
const busyNear = (now: number): fc.Arbitrary<Taken[]> =>
  fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 6 * 96 }), fc.integer({ min: 1, max: 32 }))
      .map(([from, length]) => busyFor(now + from * 15 * MINUTE, length * 15)),
    { maxLength: 8 },
  );
const situations = (zone = zones) =>
  moments.chain((now) => fc.record({ plan: plans(zone), now: fc.constant(now), busy: busyNear(now) }));

describe('slots, whatever the hours', () => {
  it('can book every slot it offers, and refuses every other time', () => {
    const others = fc.array(fc.integer({ min: -1_000, max: 8_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(situations(), others, ({ plan, now, busy }, minutes) => {
        const offered = freeStarts(plan, busy, now, now, now + 5 * DAY);
        for (const start of offered.slice(0, 40)) expect(checkStart(plan, busy, now, start)).toBe('free');
        for (const start of minutes.map((n) => now + n * MINUTE).filter((one) => one < now + 5 * DAY)) {
          expect(checkStart(plan, busy, now, start) === 'free').toBe(offered.includes(start));
        }
      }),
    );
  });

  it('offers nothing before the notice or past the horizon, sorted and once', () => {
    fc.assert(
      fc.property(situations(), ({ plan, now, busy }) => {
        const offered = freeStarts(plan, busy, now, now - DAY, now + 95 * DAY);
        offered.forEach((start, index) => {
          expect(start).toBeGreaterThan(now);
          expect(start).toBeGreaterThanOrEqual(now + plan.noticeMinutes * MINUTE);
          expect(start).toBeLessThan(now + plan.horizonDays * DAY);
          expect(start).toBeGreaterThan(offered[index - 1] ?? 0);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('stays inside the windows as the wall clock shows them, on every day without a clock change', () => {
    fc.assert(
      fc.property(situations(), ({ plan, now, busy }) => {
        const { zone, weekly } = plan.schedule;
        for (const start of openStarts(plan, busy, now, now + 5 * DAY).slice(0, 40)) {
          if (wall(start - DAY, zone).minutes !== wall(start + DAY, zone).minutes) continue;
          for (let t = start; t < start + plan.durationMinutes * MINUTE; t += 5 * MINUTE) {
            const { day, minutes } = wall(t, zone);
            const inside = weekly.some(
              (one) => one.day === day && minutesOf(one.from) <= minutes && minutes < minutesOf(one.to),
            );
            expect(inside).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('finds exactly what a minute-by-minute search finds where clocks never change', () => {
    const still = fc.constantFrom('UTC', 'Asia/Kathmandu');
    fc.assert(
      fc.property(situations(still), ({ plan, now, busy }) => {
        const { zone, weekly } = plan.schedule;
        const open = (day: number, minutes: number) =>
          weekly.some((one) => one.day === day && minutesOf(one.from) <= minutes && minutes < minutesOf(one.to));
        const found: number[] = [];
        const first = Math.ceil(now / (5 * MINUTE)) * 5 * MINUTE;
        for (let start = first; start < now + 2 * DAY; start += 5 * MINUTE) {
          const { day, minutes } = wall(start, zone);
          let from = minutes;
          while (from > 0 && open(day, from - 1)) from -= 5;
          if (!open(day, minutes) || (minutes - from) % plan.stepMinutes !== 0) continue;
          const fits = Array.from({ length: plan.durationMinutes / 5 }, (_, i) => wall(start + i * 5 * MINUTE, zone));
          if (!fits.every((one) => open(one.day, one.minutes))) continue;
          const end = start + plan.durationMinutes * MINUTE;
          if (busy.every((one) => one.to <= start || one.from >= end)) found.push(start);
        }
        expect(openStarts(plan, busy, now, now + 2 * DAY)).toEqual(found);
      }),
      { numRuns: 20 },
    );
  });

  it('hides the starts that a busy time touches and moves no other', () => {
    fc.assert(
      fc.property(situations(), ({ plan, now, busy }) => {
        const length = plan.durationMinutes * MINUTE;
        const left = openStarts(plan, [], now, now + 6 * DAY).filter((start) =>
          busy.every((one) => one.to <= start || one.from >= start + length),
        );
        expect(openStarts(plan, busy, now, now + 6 * DAY)).toEqual(left);
      }),
    );
  });

  it('takes windows that overlap or touch as one, in whatever order they come', () => {
    fc.assert(
      fc.property(situations(), fc.integer({ min: 1, max: 95 }), ({ plan, now }, cut) => {
        const halves = plan.schedule.weekly.flatMap((one) =>
          one.from < time(cut) && time(cut) < one.to
            ? [{ ...one, from: time(cut) }, one, { ...one, to: time(cut) }]
            : [one],
        );
        const same: Plan = { ...plan, schedule: { ...plan.schedule, weekly: halves.reverse() } };
        expect(openStarts(same, [], now, now + 8 * DAY)).toEqual(openStarts(plan, [], now, now + 8 * DAY));
      }),
    );
  });

  it('gives the same starts for a range whole or in pieces', () => {
    fc.assert(
      fc.property(situations(), fc.integer({ min: 0, max: 5 * 1_440 }), ({ plan, now, busy }, minutes) => {
        const cut = now + minutes * MINUTE;
        expect([...openStarts(plan, busy, now, cut), ...openStarts(plan, busy, cut, now + 5 * DAY)]).toEqual(
          openStarts(plan, busy, now, now + 5 * DAY),
        );
      }),
    );
  });

  it('publishes starts that are no whole minutes apart as runs of their own', () => {
    // Liberia's clocks went forward by 44 minutes 30 seconds: 00:30 was then the same as 01:14:30, half a minute before 01:15.
    const starts = [at('1972-01-07T01:14:30Z'), at('1972-01-07T01:15:00Z'), at('1972-01-07T01:16:00Z')];
    const runs = runsOf(starts);
    expect(runs.map(({ stepMinutes }) => stepMinutes)).toEqual([1, 1]);
    expect(expand(runs)).toEqual(starts);
  });

  it('publishes runs of many pieces in parts that follow one another without a gap and lose none', () => {
    const runs = [1, 2, 3, 4, 5].map((n) => ({ first: n * HOUR, last: n * HOUR, stepMinutes: 1 }));
    const end = 9 * HOUR;
    expect(partsOf(runs, end, 2)).toEqual([
      { runs: runs.slice(0, 2), from: undefined, until: 3 * HOUR, more: true },
      { runs: runs.slice(2, 4), from: 3 * HOUR, until: 5 * HOUR, more: true },
      { runs: runs.slice(4), from: 5 * HOUR, until: end, more: false },
    ]);
    for (const most of [5, 6]) expect(partsOf(runs, end, most)).toHaveLength(1);
    expect(partsOf([], end, 2)).toEqual([{ runs: [], from: undefined, until: end, more: false }]);
  });

  it('publishes runs that say exactly the same starts, and few of them', () => {
    fc.assert(
      fc.property(situations(), ({ plan, now, busy }) => {
        const starts = openStarts(plan, busy, now, now + 92 * DAY);
        const runs = runsOf(starts);
        expect(expand(runs)).toEqual(starts);
        expect(runs.length).toBeLessThanOrEqual(2_000);
        for (const run of runs) expect(Number.isInteger(run.stepMinutes) && run.stepMinutes >= 1).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
