/** What a schedule may be, and how a change of some of its parts becomes one. Pure. */
import { canonicalJson, type DayWindow, type Hours, Refusal, type Schedule } from '@sounding/contracts';

/** Who never set a schedule offers nothing. */
export const NO_SCHEDULE: Schedule = {
  zone: 'UTC',
  weekly: [],
  overrides: [],
  daysOff: [],
  travel: [],
  caps: { day: null, week: null },
  listings: [],
};

/** Parts that are absent or undefined stay as they are. */
export type Parts = { readonly [Part in keyof Schedule]?: Schedule[Part] | undefined };

const DAY = 86_400_000;
/** Dates may lie this far back, so that what a page still shows can be saved again, and this far ahead. */
const MOST_DAYS_BACK = 366;
const MOST_DAYS_AHEAD = 731;
/** What ended longer ago than this is left out of a schedule. */
const KEPT_DAYS = 31;

const dateOf = (now: Date, days: number): string => new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);

/**
 * The schedule with these parts instead of its own, sorted, and without what is long over. Refuses `bad-window` with the first
 * window that ends before it begins, and `bad-dates` with dates out of bounds or order, or twice the same.
 */
export function changedSchedule(kept: Schedule, parts: Parts, now: Date): Schedule {
  const dates = datesAt(now);
  return current(
    {
      zone: parts.zone ?? kept.zone,
      weekly: parts.weekly ? checkedWeek(parts.weekly) : kept.weekly,
      overrides: parts.overrides ? checkedOverrides(parts.overrides, dates) : kept.overrides,
      daysOff: parts.daysOff ? checkedRanges(parts.daysOff, dates) : kept.daysOff,
      travel: parts.travel ? checkedTravel(parts.travel, dates) : kept.travel,
      caps: parts.caps ?? kept.caps,
      listings: parts.listings ?? kept.listings,
    },
    now,
  );
}

/** Refuses `schedule-changed` when a part is no longer what it was: two open pages would take back each other's changes. */
export function refuseChanged(kept: Schedule, was: Parts): void {
  const parts = Object.keys(was) as (keyof Schedule)[];
  const other = parts.find((part) => was[part] !== undefined && canonicalJson(kept[part]) !== canonicalJson(was[part]));
  if (!other) return;
  throw new Refusal(
    'schedule-changed',
    'Your schedule was changed meanwhile, perhaps in another window. Please look at it as it is now, and change it again.',
    { part: other },
  );
}

/** Without the dates that are long over: nobody can be booked on them, and a year's worth would use up the bounds. */
export function current(schedule: Schedule, now: Date): Schedule {
  const first = dateOf(now, -KEPT_DAYS);
  return {
    ...schedule,
    overrides: schedule.overrides.filter(({ date }) => date >= first),
    daysOff: schedule.daysOff.filter(({ to }) => to >= first),
    travel: schedule.travel.filter(({ to }) => to >= first),
  };
}

function checkedWeek(weekly: Hours['weekly']): Hours['weekly'] {
  const windows = weekly.map(({ day, ...window }) => ({ day, ...checkedWindow(window, { day }) }));
  return windows.sort((a, b) => a.day - b.day || byTime(a, b));
}

function byTime(a: DayWindow, b: DayWindow): number {
  return a.from.localeCompare(b.from) || a.to.localeCompare(b.to);
}

/** `nextDay` is said only where it holds, so that equal windows are equal. */
function checkedWindow({ from, to, nextDay }: DayWindow, where: Record<string, unknown>): DayWindow {
  const fits = nextDay ? from < '24:00' && to <= from : from < to;
  if (fits) return nextDay ? { from, to, nextDay } : { from, to };
  const why = nextDay
    ? `A window from ${from} to ${to} on the next day would be longer than a day.`
    : `A window ends at ${to}, which is not after its start at ${from}. If it runs past midnight, say that it ends on the next day.`;
  throw new Refusal('bad-window', why, { ...where, from, to });
}

interface Dates {
  readonly earliest: string;
  readonly latest: string;
}

function datesAt(now: Date): Dates {
  return { earliest: dateOf(now, -MOST_DAYS_BACK), latest: dateOf(now, MOST_DAYS_AHEAD) };
}

function badDates(why: string, facts: Record<string, unknown>): Refusal {
  return new Refusal('bad-dates', why, facts);
}

function checkedDate(date: string, { earliest, latest }: Dates): string {
  if (date >= earliest && date <= latest) return date;
  throw badDates(`${date} is out of reach: dates lie between ${earliest} and ${latest}.`, { date, earliest, latest });
}

function checkedOverrides(overrides: Schedule['overrides'], dates: Dates): Schedule['overrides'] {
  const sorted = overrides
    .map(({ date, windows }) => ({
      date: checkedDate(date, dates),
      windows: windows.map((window) => checkedWindow(window, { date })).sort(byTime),
    }))
    .sort((a, b) => a.date.localeCompare(b.date));
  const twice = sorted.find(({ date }, at) => sorted[at + 1]?.date === date);
  if (twice) throw badDates(`There are two sets of hours for ${twice.date}. Put them into one.`, { date: twice.date });
  return sorted;
}

function checkedRanges<R extends { from: string; to: string }>(ranges: readonly R[], dates: Dates): R[] {
  for (const { from, to } of ranges) {
    checkedDate(from, dates);
    checkedDate(to, dates);
    if (from > to) throw badDates(`The last date, ${to}, lies before the first, ${from}.`, { from, to });
  }
  return [...ranges].sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}

function checkedTravel(travel: Schedule['travel'], dates: Dates): Schedule['travel'] {
  const sorted = checkedRanges(travel, dates);
  for (const [at, { to }] of sorted.entries()) {
    const next = sorted[at + 1];
    if (next && next.from <= to) {
      throw badDates(`On ${next.from} you would be in two zones. Let one journey end before the next begins.`, {
        date: next.from,
      });
    }
  }
  return sorted;
}

/** The longest range one question may ask for. */
export const MOST_DAYS = 62;

/** Instants of a range as milliseconds; refuses `bad-range`. */
export function checkedRange(from: string, to: string): { from: number; to: number } {
  const range = { from: Date.parse(from), to: Date.parse(to) };
  if (!(range.to > range.from) || range.to - range.from > MOST_DAYS * DAY) {
    throw new Refusal(
      'bad-range',
      `Ask for a range that ends after it begins and is no longer than ${MOST_DAYS} days.`,
      {
        mostDays: MOST_DAYS,
      },
    );
  }
  return range;
}

/** The first day of a week that is asked for; refuses `bad-dates` far from now. */
export function checkedDay(date: string, now: Date): string {
  return checkedDate(date, datesAt(now));
}
