/** When a review may be written, and when others may read it. */

const DAY = 86_400_000;
/** Until then neither side's word can answer the other's, and the guarantee is open: a review cannot be traded for a refund. */
export const BLIND_DAYS = 7;
/** As long as a tip. */
export const WRITE_DAYS = 30;

/** A session that took place. */
export interface Completed {
  readonly clientId: string;
  readonly endsAt: Date;
}

/** From when on others read what is written at `at`: seven days after the session, or at once when that is past. */
export function shownFrom({ endsAt }: Completed, at: Date): Date {
  return new Date(Math.max(endsAt.getTime() + BLIND_DAYS * DAY, at.getTime()));
}

/** The first moment at which it is too late to write. */
export function writeUntil({ endsAt }: Completed): Date {
  return new Date(endsAt.getTime() + WRITE_DAYS * DAY);
}

export type WhyNotReview = 'not-completed' | 'already-reviewed' | 'review-too-late';

/** Why this account may not review this booking now, or null when it may. Somebody else's session is as good as none. */
export function whyNotReview(
  completed: Completed | null,
  account: string,
  reviewed: boolean,
  now: Date,
): WhyNotReview | null {
  if (completed?.clientId !== account) return 'not-completed';
  if (reviewed) return 'already-reviewed';
  return now >= writeUntil(completed) ? 'review-too-late' : null;
}
