/** When books are compared, and over which days. Business time; pure. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 03:00 UTC: few people pay, and the day that ended is complete. */
const NIGHT_HOUR = 3;
/** Each night looks again at what the last ones saw: what was late by then is not late any more. */
const OVERLAP_MS = 2 * DAY;
/** The first comparison of a new database begins so long before it. */
const FIRST_MS = 3 * DAY;
/** What is still open is looked at again each night for so long; after that only when staff ask. */
const LOOKS_BACK_MS = 30 * DAY;
/** The longest period that staff may ask for at once. */
export const MOST_DAYS = 400;

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** The last 03:00 UTC that has passed. */
export function nightOf(now: Date): Date {
  return new Date(Math.floor((now.getTime() - NIGHT_HOUR * HOUR) / DAY) * DAY + NIGHT_HOUR * HOUR);
}

/** The next 03:00 UTC. */
export function nextNight(now: Date): Date {
  return new Date(nightOf(now).getTime() + DAY);
}

/**
 * What a night compares: everything since the night before (however many were missed), an overlap, and back to the oldest
 * difference that is still open, so that it is seen when it has gone.
 */
export function periodOf(night: Date, lastNight: Date | null, oldestOpen: Date | null): Period {
  const usual = lastNight ? lastNight.getTime() - OVERLAP_MS : night.getTime() - FIRST_MS;
  const reach = oldestOpen ? Math.max(oldestOpen.getTime(), night.getTime() - LOOKS_BACK_MS) : usual;
  return { from: new Date(Math.min(usual, reach)), to: night };
}

export type PeriodFault = 'reversed' | 'too-long' | 'not-yet';

export function faultOf({ from, to }: Period, now: Date): PeriodFault | null {
  if (from >= to) return 'reversed';
  if (to.getTime() - from.getTime() > MOST_DAYS * DAY) return 'too-long';
  return to > now ? 'not-yet' : null;
}
