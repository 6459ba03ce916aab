/**
 * Which starts a provider offers. Pure. One function, `openStarts`, serves the page that shows them, the check at the
 * write and the runs that catalog stores, so that the three can never disagree.
 * Instants are milliseconds since 1970 (UTC).
 */

import type { Hours } from '@sounding/contracts';
import { HORIZON_DAYS } from '@sounding/contracts';
import { opening, type Span } from './week.ts';

export type { Span } from './week.ts';

/** A provider's hours with the measures of one listing. */
export interface Plan {
  readonly hours: Hours;
  readonly durationMinutes: number;
  /** Minutes on the wall clock between offered starts, counted from each window's start. */
  readonly stepMinutes: number;
  /** A start must lie at least this long after the moment of booking. */
  readonly noticeMinutes: number;
}

/** Equal steps from `first` to `last`, both included; a single start is a run of its own. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly stepMinutes: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Starts in [from, to) at which the whole session lies inside the hours and touches nothing busy; sorted, unique.
 * A busy time hides the starts it touches and never shifts the grid.
 */
export function openStarts(plan: Plan, busy: readonly Span[], from: number, to: number): number[] {
  if (!(to > from)) return [];
  const length = plan.durationMinutes * MINUTE;
  const { spans, tiles } = opening(plan.hours, plan.stepMinutes, from, to + length);
  const taken = [...busy].sort((a, b) => a.from - b.from);
  const starts: number[] = [];
  let span = 0;
  for (const start of tiles) {
    if (start < from || start >= to) continue;
    while ((spans[span]?.to ?? Number.POSITIVE_INFINITY) <= start) span += 1;
    const open = spans[span];
    if (!open || start < open.from || start + length > open.to) continue;
    if (!taken.some((one) => one.from < start + length && one.to > start)) starts.push(start);
  }
  return starts;
}

/** What may be booked at `now`: open starts in [from, to) that keep the notice and lie within the horizon. */
export function freeStarts(plan: Plan, busy: readonly Span[], now: number, from: number, to: number): number[] {
  const first = Math.max(from, now + plan.noticeMinutes * MINUTE, now + 1);
  const end = Math.min(to, now + HORIZON_DAYS * DAY);
  return openStarts(plan, busy, first, end);
}

/** Whether one start may be booked at `now`, and if not, why: it was never offered, or somebody has it. */
export function checkStart(
  plan: Plan,
  busy: readonly Span[],
  now: number,
  start: number,
): 'free' | 'slot-taken' | 'slot-not-offered' {
  if (freeStarts(plan, busy, now, start, start + 1).length > 0) return 'free';
  return freeStarts(plan, [], now, start, start + 1).length > 0 ? 'slot-taken' : 'slot-not-offered';
}

/** Sorted starts as runs of equal steps; `expand` gives back exactly the same starts. */
export function runsOf(starts: readonly number[]): Run[] {
  const runs: { first: number; last: number; step: number }[] = [];
  for (const start of starts) {
    const run = runs.at(-1);
    const gap = run ? start - run.last : 0;
    // A run of one takes any gap below a day; a larger gap would make a run of days, split again by every busy hour.
    if (run && (run.first === run.last ? gap < DAY : gap === run.step)) {
      run.step = gap;
      run.last = start;
    } else {
      runs.push({ first: start, last: start, step: MINUTE });
    }
  }
  return runs.map(({ first, last, step }) => ({ first, last, stepMinutes: step / MINUTE }));
}

/** The starts of runs, in order. */
export function expand(runs: readonly Run[]): number[] {
  return runs.flatMap(({ first, last, stepMinutes }) =>
    Array.from({ length: (last - first) / (stepMinutes * MINUTE) + 1 }, (_, i) => first + i * stepMinutes * MINUTE),
  );
}
