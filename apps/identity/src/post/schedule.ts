/** When a mail that did not leave is tried again. */
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** While a copy of the service sends a mail, no other takes it; a copy that died leaves it free again after this. */
export const LEASE_MS = 120 * SECOND;
/** About three days of hourly tries after the first quick ones; then staff must look at it. */
export const MOST_TRIES = 84;

/** Milliseconds until the next try after `tries` failed ones: 5 s, 10 s, 20 s ... at most an hour. Null: give up. */
export function waitAfter(tries: number): number | null {
  if (tries >= MOST_TRIES) return null;
  return Math.min(HOUR, 5 * SECOND * 2 ** Math.max(0, tries - 1));
}
