/**
 * Which starts a provider offers. Pure. One function, `openStarts`, serves the page that shows them, the check at the
 * write and the runs that catalog stores, so that the three can never disagree.
 * Instants are milliseconds since 1970 (UTC).
 */

import { HORIZON_DAYS, type Offer, type Schedule } from '@sounding/contracts';
import { LocalDays, merged, opening, type Span, weekOfDay } from './week.ts';

export type { Span } from './week.ts';

/** A provider's schedule with the measures of one listing. */
export interface Plan {
  readonly schedule: Schedule;
  readonly durationMinutes: number;
  /** Minutes on the wall clock between offered starts, counted from each window's start. */
  readonly stepMinutes: number;
  /** A start must lie at least this long after the moment of booking. */
  readonly noticeMinutes: number;
  /** Kept free around the session, inside or outside of the hours. */
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** A start must lie less than this far after the moment of booking. */
  readonly horizonDays: number;
}

/**
 * What somebody or something has of the provider's time, buffers included. `startsAt` is the start of a session, of whichever
 * listing, that caps count; busy times of a calendar have none.
 */
export interface Taken extends Span {
  readonly startsAt: number | null;
}

/** Equal steps from `first` to `last`, both included; a single start is a run of its own. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly stepMinutes: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** What is taken this far around a range must be known to tell its starts: a week for the caps, and zones and buffers. */
export const AROUND_MS = 9 * DAY;

/** The measures of a listing: its own, and what the provider's schedule says of it. */
export type Measures = Pick<Offer, 'listingId' | 'durationMinutes' | 'stepMinutes' | 'noticeMinutes'>;

export function planOf(schedule: Schedule, listing: Measures): Plan {
  const time = schedule.listings.find(({ listingId }) => listingId === listing.listingId);
  return {
    schedule,
    durationMinutes: listing.durationMinutes,
    stepMinutes: listing.stepMinutes,
    noticeMinutes: listing.noticeMinutes,
    bufferBeforeMinutes: time?.bufferBeforeMinutes ?? 0,
    bufferAfterMinutes: time?.bufferAfterMinutes ?? 0,
    horizonDays: time?.horizonDays ?? HORIZON_DAYS,
  };
}

/** How far ahead the listing that can be booked furthest ahead can be. */
export function furthestDays({ listings }: Schedule): number {
  return Math.max(HORIZON_DAYS, ...listings.map(({ horizonDays }) => horizonDays));
}

/** What a session that starts then takes of the provider's time. */
export function takenBy(plan: Plan, start: number): Taken & { readonly startsAt: number } {
  return {
    from: start - plan.bufferBeforeMinutes * MINUTE,
    to: start + (plan.durationMinutes + plan.bufferAfterMinutes) * MINUTE,
    startsAt: start,
  };
}

/**
 * Starts in [from, to) at which the whole session lies inside the hours, nothing of what it would take is taken, and no cap
 * is reached; sorted, unique. What is taken hides the starts that it touches and never shifts the grid.
 */
export function openStarts(plan: Plan, taken: readonly Taken[], from: number, to: number): number[] {
  if (!(to > from)) return [];
  const length = plan.durationMinutes * MINUTE;
  const days = new LocalDays(plan.schedule);
  const { spans, tiles } = opening(days, plan.stepMinutes, from, to);
  const busy = merged(taken);
  const full = fullDays(plan.schedule, days, taken, from, to);
  const starts: number[] = [];
  let [span, next] = [0, 0];
  for (const start of tiles) {
    while ((spans[span]?.to ?? Number.POSITIVE_INFINITY) <= start) span += 1;
    const open = spans[span];
    if (!open || start < open.from || start + length > open.to) continue;
    const takes = takenBy(plan, start);
    while ((busy[next]?.to ?? Number.POSITIVE_INFINITY) <= takes.from) next += 1;
    if ((busy[next]?.from ?? Number.POSITIVE_INFINITY) < takes.to) continue;
    if (!full(start)) starts.push(start);
  }
  return starts;
}

/**
 * Whether the local day or week of an instant has all the sessions that the caps allow. A session counts on the day on which
 * it starts, as long as it is taken: reserved, offered or confirmed, held or under a claim; a cancelled one does not.
 */
function fullDays(
  { caps }: Schedule,
  days: LocalDays,
  taken: readonly Taken[],
  from: number,
  to: number,
): (start: number) => boolean {
  if (caps.day === null && caps.week === null) return () => false;
  const dayAt = days.between(from - AROUND_MS, to + AROUND_MS);
  const [byDay, byWeek] = [new Map<number, number>(), new Map<number, number>()];
  const count = (counts: Map<number, number>, at: number) => counts.set(at, (counts.get(at) ?? 0) + 1);
  for (const { startsAt } of taken) {
    if (startsAt === null) continue;
    const day = dayAt(startsAt);
    count(byDay, day);
    count(byWeek, weekOfDay(day));
  }
  return (start) => {
    const day = dayAt(start);
    return (
      (byDay.get(day) ?? 0) >= (caps.day ?? Number.POSITIVE_INFINITY) ||
      (byWeek.get(weekOfDay(day)) ?? 0) >= (caps.week ?? Number.POSITIVE_INFINITY)
    );
  };
}

/** What may be booked at `now`: open starts in [from, to) that keep the notice and lie within the horizon. */
export function freeStarts(plan: Plan, taken: readonly Taken[], now: number, from: number, to: number): number[] {
  const first = Math.max(from, now + plan.noticeMinutes * MINUTE, now + 1);
  const end = Math.min(to, now + plan.horizonDays * DAY);
  return openStarts(plan, taken, first, end);
}

/**
 * What is shown to somebody who has unpaid reservations of this listing, `own`, which are among what is taken: the free starts,
 * and of their own the start itself. Times beside it stay hidden, because booking one of them would be refused.
 */
export function shownStarts<T extends Taken>(
  plan: Plan,
  taken: readonly T[],
  own: readonly T[],
  now: number,
  from: number,
  to: number,
): number[] {
  const mine = own.flatMap((one) => {
    if (one.startsAt === null || one.startsAt < from || one.startsAt >= to) return [];
    const others = taken.filter((other) => other !== one);
    return freeStarts(plan, others, now, one.startsAt, one.startsAt + 1);
  });
  return [...new Set([...freeStarts(plan, taken, now, from, to), ...mine])].sort((a, b) => a - b);
}

/** Whether one start may be booked at `now`, and if not, why: it was never offered, or the time is taken. */
export function checkStart(
  plan: Plan,
  taken: readonly Taken[],
  now: number,
  start: number,
): 'free' | 'slot-taken' | 'slot-not-offered' {
  if (freeStarts(plan, taken, now, start, start + 1).length > 0) return 'free';
  return freeStarts(plan, [], now, start, start + 1).length > 0 ? 'slot-taken' : 'slot-not-offered';
}

/** Sorted starts as runs of equal steps; `expand` gives back exactly the same starts. */
export function runsOf(starts: readonly number[]): Run[] {
  const runs: { first: number; last: number; step: number }[] = [];
  for (const start of starts) {
    const run = runs.at(-1);
    const gap = run ? start - run.last : 0;
    // A run of one takes any gap of whole minutes below a day; a larger gap would make a run of days, split by every busy hour.
    if (run && (run.first === run.last ? gap < DAY && gap % MINUTE === 0 : gap === run.step)) {
      run.step = gap;
      run.last = start;
    } else {
      runs.push({ first: start, last: start, step: MINUTE });
    }
  }
  return runs.map(({ first, last, step }) => ({ first, last, stepMinutes: step / MINUTE }));
}

/** Some of a listing's runs: all that begin in [from, until). */
export interface Part {
  readonly runs: readonly Run[];
  /** Undefined in the first: everything before `until`. */
  readonly from: number | undefined;
  readonly until: number;
  /** Whether another one follows. */
  readonly more: boolean;
}

/** Runs that are complete until `end`, in parts of at most `most`; one part even where nothing is free. */
export function partsOf(runs: readonly Run[], end: number, most: number): Part[] {
  const count = Math.max(1, Math.ceil(runs.length / most));
  return Array.from({ length: count }, (_, n) => {
    const next = runs[(n + 1) * most];
    return {
      runs: runs.slice(n * most, (n + 1) * most),
      from: n === 0 ? undefined : runs[n * most]?.first,
      until: next?.first ?? end,
      more: next !== undefined,
    };
  });
}

/** The starts of runs, in order. */
export function expand(runs: readonly Run[]): number[] {
  return runs.flatMap(({ first, last, stepMinutes }) =>
    Array.from({ length: (last - first) / (stepMinutes * MINUTE) + 1 }, (_, i) => first + i * stepMinutes * MINUTE),
  );
}
