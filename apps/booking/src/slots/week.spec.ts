/** How the parts of a schedule meet on the line of time. */
import { HORIZON_DAYS, type Schedule } from '@sounding/contracts';
import { NO_SCHEDULE } from './schedule.ts';
import {
  checkStart,
  freeStarts,
  furthestDays,
  openStarts,
  type Plan,
  planOf,
  shownStarts,
  type Taken,
  takenBy,
} from './slots.ts';
import { LocalDays, weekFrom } from './week.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (iso: string) => Date.parse(`${iso}Z`);
/** Tuesday 2026-06-02. */
const TUESDAY = at('2026-06-02T00:00');

function plan(schedule: Partial<Schedule>, measures: Partial<Plan> = {}): Plan {
  return {
    schedule: { ...NO_SCHEDULE, ...schedule },
    durationMinutes: 60,
    stepMinutes: 60,
    noticeMinutes: 0,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    horizonDays: HORIZON_DAYS,
    ...measures,
  };
}
/** `2T22:30` is 22:30 UTC on the second of June. */
const shown = (starts: readonly number[]) =>
  starts.map((start) => new Date(start).toISOString().slice(8, 16).replace(/^0/, ''));
const open = (of: Plan, taken: readonly Taken[] = [], from = TUESDAY, to = TUESDAY + 2 * DAY) =>
  shown(openStarts(of, taken, from, to));
const session = (start: string, minutes = 60): Taken => ({
  from: at(start),
  to: at(start) + minutes * MINUTE,
  startsAt: at(start),
});
const everyDay = (from: string, to: string, nextDay?: true) =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => (nextDay ? { day, from, to, nextDay } : { day, from, to }));

describe('a window past midnight', () => {
  const night = [{ day: 2, from: '22:00', to: '02:00', nextDay: true }];

  it('is one stretch of time', () => {
    expect(open(plan({ weekly: night }, { durationMinutes: 90 }))).toEqual(['2T22:00', '2T23:00', '3T00:00']);
  });

  it('is one with windows of the next day that it meets; their grid begins with them', () => {
    const weekly = [...night, { day: 3, from: '01:30', to: '04:00' }];
    expect(open(plan({ weekly }))).toEqual(['2T22:00', '2T23:00', '3T00:00', '3T01:00', '3T01:30', '3T02:30']);
  });

  it('keeps open what lies beyond a shorter window of the next day, on the grid of that window', () => {
    const weekly = [...night, { day: 3, from: '01:10', to: '01:15' }];
    const quarters = plan({ weekly }, { durationMinutes: 15, stepMinutes: 15 });
    expect(open(quarters, [], TUESDAY + 24.5 * HOUR)).toEqual([
      '3T00:30',
      '3T00:45',
      '3T01:00',
      '3T01:10',
      '3T01:25',
      '3T01:40',
    ]);
  });

  it('is found by its last hour as well, however far west it is', () => {
    const weekly = everyDay('23:30', '23:30', true).slice(0, 1);
    // Monday 23:30 there is Tuesday 11:30 here; the last start of that window is 23 hours later.
    const west = plan({ zone: 'Etc/GMT+12', weekly });
    expect(open(west, [], TUESDAY + 34 * HOUR, TUESDAY + 35 * HOUR)).toEqual(['3T10:30']);
  });

  it('around the clock leaves no gap and no second grid', () => {
    const weekly = everyDay('00:00', '00:00', true);
    expect(open(plan({ weekly }))).toHaveLength(48);
    expect(open(plan({ weekly: everyDay('00:00', '24:00') }))).toEqual(open(plan({ weekly })));
  });
});

describe('dates', () => {
  it('with hours of their own have no others, and what ran in from the day before stays', () => {
    const weekly = [{ day: 1, from: '22:00', to: '01:00', nextDay: true }, ...everyDay('09:00', '10:00')];
    const overrides = [{ date: '2026-06-02', windows: [{ from: '15:00', to: '17:00' }] }];
    expect(open(plan({ weekly, overrides }))).toEqual(['2T00:00', '2T15:00', '2T16:00', '3T09:00']);
  });

  it('off are empty from their first to their last instant, overrides and nights included', () => {
    const weekly = everyDay('20:00', '03:00', true);
    const overrides = [{ date: '2026-06-03', windows: [{ from: '12:00', to: '15:00' }] }];
    const daysOff = [{ from: '2026-06-03', to: '2026-06-04' }];
    expect(open(plan({ weekly, overrides, daysOff }), [], TUESDAY + 12 * HOUR, TUESDAY + 4 * DAY)).toEqual([
      '2T20:00',
      '2T21:00',
      '2T22:00',
      '2T23:00',
      '5T20:00',
      '5T21:00',
      '5T22:00',
      '5T23:00',
    ]);
  });
});

describe('a day off on a journey', () => {
  it('lasts until the next day begins, wherever that is', () => {
    // Tuesday in Tokyo is over at 15:00 UTC; Wednesday begins in Los Angeles sixteen hours later. Monday's window reaches there.
    const weekly = [{ day: 1, from: '23:00', to: '22:00', nextDay: true }];
    const travel = [{ from: '2026-06-02', to: '2026-06-02', zone: 'Asia/Tokyo' }];
    const schedule = { zone: 'America/Los_Angeles', weekly, travel };
    expect(open(plan(schedule))).toHaveLength(23);
    expect(open(plan({ ...schedule, daysOff: [{ from: '2026-06-02', to: '2026-06-02' }] }))).toEqual([]);
  });
});

describe('travel', () => {
  const weekly = everyDay('09:00', '11:00');

  it('moves the hours of its dates to another zone, and no others', () => {
    const travel = [{ from: '2026-06-03', to: '2026-06-03', zone: 'Asia/Tokyo' }];
    const schedule = { zone: 'Europe/Paris', weekly, travel };
    expect(open(plan(schedule), [], TUESDAY, TUESDAY + 3 * DAY)).toEqual([
      '2T07:00', // Paris
      '2T08:00',
      '3T00:00', // Tokyo
      '3T01:00',
      '4T07:00', // Paris again
      '4T08:00',
    ]);
  });

  it('offers an hour once that two dates have, and keeps the grid of each', () => {
    // Tuesday in Los Angeles ends as Wednesday in Tokyo has long begun: 16:00 there is 08:00 the next morning here.
    const travel = [{ from: '2026-06-02', to: '2026-06-02', zone: 'America/Los_Angeles' }];
    const weeklyAfternoon = [
      { day: 2, from: '16:00', to: '18:00' },
      { day: 3, from: '08:30', to: '10:30' },
    ];
    expect(open(plan({ zone: 'Asia/Tokyo', weekly: weeklyAfternoon, travel }))).toEqual([
      '2T23:00',
      '2T23:30',
      '3T00:00',
      '3T00:30',
    ]);
  });

  it('counts a session on the day that began last', () => {
    const schedule = {
      ...NO_SCHEDULE,
      zone: 'Asia/Tokyo',
      travel: [{ from: '2026-06-02', to: '2026-06-02', zone: 'America/Los_Angeles' }],
    };
    const dayAt = new LocalDays(schedule).between(TUESDAY, TUESDAY + 2 * DAY);
    const date = (iso: string) => new Date(dayAt(at(iso)) * DAY).toISOString().slice(0, 10);
    // Tokyo's first of June is over at 15:00 UTC; Los Angeles' second begins at 07:00 the next day.
    expect(date('2026-06-02T06:59')).toBe('2026-06-01');
    expect(date('2026-06-02T07:00')).toBe('2026-06-02');
    // Wednesday begins in Tokyo at 15:00, while it is still Tuesday in Los Angeles.
    expect(date('2026-06-02T14:59')).toBe('2026-06-02');
    expect(date('2026-06-02T15:00')).toBe('2026-06-03');
  });
});

describe('a journey across the date line', () => {
  it('may begin its day before the day that it follows: that one began last, and has what comes then', () => {
    const travel = [{ from: '2026-06-03', to: '2026-06-03', zone: 'Pacific/Kiritimati' }];
    const dayAt = new LocalDays({ ...NO_SCHEDULE, zone: 'Pacific/Niue', travel }).between(TUESDAY, TUESDAY + 3 * DAY);
    const date = (iso: string) => new Date(dayAt(at(iso)) * DAY).toISOString().slice(0, 10);
    // Wednesday begins in Kiritimati at 10:00 UTC on Tuesday, an hour before Tuesday does in Niue.
    expect(['2026-06-02T09:59', '2026-06-02T10:00', '2026-06-02T11:00', '2026-06-04T11:00'].map(date)).toEqual([
      '2026-06-01',
      '2026-06-03',
      '2026-06-02',
      '2026-06-04',
    ]);
  });
});

describe('buffers', () => {
  const weekly = everyDay('09:00', '14:00');
  const buffered = plan({ weekly }, { stepMinutes: 30, bufferBeforeMinutes: 15, bufferAfterMinutes: 15 });

  it('of two sessions add up, to the minute', () => {
    // Taken from 10:45 to 12:15: the session before must end by 10:30, the one after may start at 12:30.
    const taken = [takenBy(buffered, at('2026-06-02T11:00'))];
    expect(open(buffered, taken, TUESDAY, TUESDAY + DAY)).toEqual(['2T09:00', '2T09:30', '2T12:30', '2T13:00']);
  });

  it('may lie outside of the hours, and end where something begins', () => {
    const taken = [
      { from: at('2026-06-02T08:00'), to: at('2026-06-02T08:45'), startsAt: null },
      { from: at('2026-06-02T10:15'), to: at('2026-06-02T13:00'), startsAt: null },
    ];
    expect(open(buffered, taken, TUESDAY, TUESDAY + 10 * HOUR)).toEqual(['2T09:00']);
    const aMinuteMore = taken.map((one) => ({ ...one, from: one.from - MINUTE }));
    expect(open(buffered, aMinuteMore, TUESDAY, TUESDAY + 10 * HOUR)).toEqual([]);
  });
});

describe('caps', () => {
  const weekly = everyDay('09:00', '11:00');
  const tuesday = session('2026-06-02T15:00');

  it('close a local day that has its sessions, also those outside of today’s hours and of other listings', () => {
    const capped = plan({ weekly, caps: { day: 1, week: null } });
    expect(open(capped, [tuesday])).toEqual(['3T09:00', '3T10:00']);
    expect(open(plan({ weekly, caps: { day: 2, week: null } }), [tuesday])).toHaveLength(4);
  });

  it('count on the provider’s own day', () => {
    // 22:30 UTC on Monday is Tuesday in Paris.
    const paris = plan({ zone: 'Europe/Paris', weekly, caps: { day: 1, week: null } });
    expect(open(paris, [session('2026-06-01T22:30')])).toEqual(['3T07:00', '3T08:00']);
    expect(open(paris, [session('2026-06-01T21:30')])).toHaveLength(4);
  });

  it('close a week from Monday to Sunday', () => {
    const capped = plan({ weekly, caps: { day: null, week: 1 } });
    const sunday = session('2026-06-07T22:00');
    const days = shown(openStarts(capped, [sunday], TUESDAY - 3 * DAY, TUESDAY + 9 * DAY)).map(
      (start) => start.split('T')[0],
    );
    expect([...new Set(days)]).toEqual(['30', '31', '8', '9', '10']);
  });

  it('do not count what a calendar holds', () => {
    const capped = plan({ weekly, caps: { day: 1, week: 1 } });
    expect(open(capped, [{ ...tuesday, startsAt: null }])).toHaveLength(4);
  });

  it('say taken, not never offered, when the day is full', () => {
    const capped = plan({ weekly, caps: { day: 1, week: null } });
    expect(checkStart(capped, [tuesday], TUESDAY, at('2026-06-02T09:00'))).toBe('slot-taken');
  });
});

describe('what a client sees', () => {
  const weekly = everyDay('09:00', '12:00');
  const half = plan({ weekly }, { stepMinutes: 30 });
  const mine = session('2026-06-02T10:00');

  it('is their own reservation’s start, and nothing beside it that could not be booked', () => {
    const see = (own: Taken[]) => shown(shownStarts(half, [mine], own, TUESDAY, TUESDAY, TUESDAY + DAY));
    expect(see([])).toEqual(['2T09:00', '2T11:00']);
    expect(see([mine])).toEqual(['2T09:00', '2T10:00', '2T11:00']);
  });

  it('does not hold it where it is no longer offered at all, or out of the range', () => {
    const late = at('2026-06-02T10:01');
    expect(shownStarts(half, [mine], [mine], late, TUESDAY, TUESDAY + 11 * HOUR)).toEqual([]);
    expect(shown(shownStarts(half, [mine], [mine], TUESDAY, TUESDAY + 11 * HOUR, TUESDAY + DAY))).toEqual(['2T11:00']);
  });

  it('keeps their reservation under a cap that it reaches itself', () => {
    const capped = { ...half, schedule: { ...half.schedule, caps: { day: 1, week: null } } };
    expect(shown(shownStarts(capped, [mine], [mine], TUESDAY, TUESDAY, TUESDAY + DAY))).toEqual(['2T10:00']);
  });
});

describe('the measures of a listing', () => {
  const listing = { listingId: 'a', durationMinutes: 50, stepMinutes: 30, noticeMinutes: 120 };

  it('are its own, with buffers and horizon from the schedule', () => {
    const listings = [{ listingId: 'a', bufferBeforeMinutes: 5, bufferAfterMinutes: 10, horizonDays: 14 }];
    expect(planOf({ ...NO_SCHEDULE, listings }, listing)).toMatchObject({
      durationMinutes: 50,
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 10,
      horizonDays: 14,
    });
  });

  it('are without buffers, and with the ordinary horizon, where the schedule says nothing', () => {
    expect(planOf(NO_SCHEDULE, listing)).toMatchObject({
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      horizonDays: HORIZON_DAYS,
    });
  });

  it('reach as far as the listing that can be booked furthest ahead', () => {
    const far = (...days: number[]) =>
      days.map((horizonDays, n) => ({ listingId: `${n}`, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, horizonDays }));
    const furthest = (...days: number[]) => furthestDays({ ...NO_SCHEDULE, listings: far(...days) });
    expect([furthest(), furthest(14), furthest(14, 365)]).toEqual([HORIZON_DAYS, HORIZON_DAYS, 365]);
  });

  it('bound what may be booked: from the notice on, and less than the horizon ahead', () => {
    const bounded = plan({ weekly: everyDay('00:00', '24:00') }, { noticeMinutes: 120, horizonDays: 1 });
    const free = shown(freeStarts(bounded, [], TUESDAY, TUESDAY, TUESDAY + 3 * DAY));
    expect([free[0], free.at(-1)]).toEqual(['2T02:00', '2T23:00']);
  });
});

describe('a week', () => {
  it('shows each day from its midnight to the next, in the zone of the day', () => {
    const travel = [{ from: '2026-06-03', to: '2026-06-03', zone: 'Asia/Tokyo' }];
    const daysOff = [{ from: '2026-06-04', to: '2026-06-04' }];
    const schedule = { ...NO_SCHEDULE, zone: 'UTC', weekly: everyDay('22:00', '01:00', true), travel, daysOff };
    const [tuesday, wednesday, thursday, friday] = weekFrom(schedule, '2026-06-02');
    const hours = (iso: string, hour: number) => at(iso) + hour * HOUR;
    expect(tuesday).toEqual({
      date: '2026-06-02',
      zone: 'UTC',
      hours: 'weekly',
      from: TUESDAY,
      to: TUESDAY + DAY,
      open: [
        { from: TUESDAY, to: hours('2026-06-02T00:00', 1) },
        { from: hours('2026-06-02T00:00', 22), to: TUESDAY + DAY },
      ],
    });
    expect([wednesday?.zone, thursday?.hours, thursday?.open]).toEqual(['Asia/Tokyo', 'off', []]);
    expect(friday?.open).toEqual([{ from: hours('2026-06-05T00:00', 22), to: at('2026-06-06T00:00') }]);
  });

  it('has a day of 23 hours and one of 25', () => {
    const week = (date: string) => weekFrom({ ...NO_SCHEDULE, zone: 'America/New_York' }, date)[0];
    const hours = (day: ReturnType<typeof week>) => ((day?.to ?? 0) - (day?.from ?? 0)) / HOUR;
    expect([hours(week('2026-03-08')), hours(week('2026-11-01'))]).toEqual([23, 25]);
  });
});
