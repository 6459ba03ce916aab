/** When a mail that did not leave is tried again. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
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

/** A receipt is told of at once, with its PDF or without; a mail that is nothing but the PDF may wait for a day. */
const PATIENCE_MS = { 'document-follows': 24 * HOUR, others: 5 * MINUTE };

/**
 * Milliseconds until the next try of a mail whose document could not be reached, the last of them when its time is over; null when
 * it is, and the mail goes without. `waited`: milliseconds since the mail was wanted.
 */
export function waitForDocument(template: string, tries: number, waited: number): number | null {
  const left = (template === 'document-follows' ? PATIENCE_MS[template] : PATIENCE_MS.others) - waited;
  if (left <= 0) return null;
  return Math.min(left, waitAfter(tries) ?? HOUR);
}
