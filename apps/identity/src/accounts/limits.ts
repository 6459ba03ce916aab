/** How long things live and how often they may be tried. Windows are fixed: they start with the first try and end on time. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Limit {
  /** Names the tally; part of its key. */
  readonly what: string;
  readonly most: number;
  readonly windowMs: number;
}

/** Failed sign-ins to one address; a right password empties the tally. */
export const SIGN_IN: Limit = { what: 'sign-in', most: 10, windowMs: 15 * MINUTE };
export const STAFF_SIGN_IN: Limit = { what: 'staff-sign-in', most: 5, windowMs: 15 * MINUTE };
/** Codes mailed to one address. Five tries each, so a guesser has 25 an hour and 50 a day of a million. */
export const CODES: readonly Limit[] = [
  { what: 'code-hour', most: 5, windowMs: HOUR },
  { what: 'code-day', most: 10, windowMs: DAY },
];

/** Passwords that are asked again before a copy of one's data, copies a day, and how often they are fetched. */
export const EXPORT_TRIES: Limit = { what: 'export-try', most: 10, windowMs: 15 * MINUTE };
export const EXPORTS: Limit = { what: 'export', most: 3, windowMs: DAY };
export const EXPORT_OPENED: Limit = { what: 'export-opened', most: 6, windowMs: DAY };
/** So long the way to a copy is open once the password was right. */
export const EXPORT_LIVES_MS = 10 * MINUTE;

export const CODE_LIVES_MS = 10 * MINUTE;
export const CODE_TRIES = 5;
/** A sign-up without its code is forgotten after a day. */
export const SIGN_UP_LIVES_MS = DAY;
export const SESSION_LIVES_MS = 30 * DAY;
/** Mail that has left is forgotten after this; codes are emptied from it at once. */
export const SENT_MAIL_LIVES_MS = 90 * DAY;

export function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}

/** Minutes until the window ends, rounded up: what the person is told to wait. */
export function minutesUntil(endsAt: Date, now: Date): number {
  return Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / MINUTE));
}
