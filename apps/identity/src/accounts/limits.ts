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

/** Copies of one's data a day, and how often they are fetched. */
export const EXPORTS: Limit = { what: 'export', most: 3, windowMs: DAY };
export const EXPORT_OPENED: Limit = { what: 'export-opened', most: 6, windowMs: DAY };
/** So long the way to a copy is open once they proved who they are. */
export const EXPORT_LIVES_MS = 10 * MINUTE;

export const CODE_LIVES_MS = 10 * MINUTE;
export const CODE_TRIES = 5;
/** A sign-up without its code is forgotten after a day. */
export const SIGN_UP_LIVES_MS = DAY;

export interface SessionLimits {
  /** From signing in; after it the person signs in again, whatever they do. */
  readonly livesMs: number;
  /** Without a request. */
  readonly idleMs: number;
}

/**
 * Clients: thirty days, and two weeks without a visit. Appointments are often a week apart, and whoever comes to the next one should
 * not have to look for a password at the moment the call begins; who stays away longer than that has probably left the device.
 * Staff: a working day, and one hour without a request. They read other people's bookings on a desk where others pass.
 */
export const SESSIONS: Readonly<Record<'client' | 'staff', SessionLimits>> = {
  client: { livesMs: 30 * DAY, idleMs: 14 * DAY },
  staff: { livesMs: 12 * HOUR, idleMs: HOUR },
};
/** How often "last seen" is written at most. */
export const SEEN_EVERY_MS = 5 * MINUTE;
/** The old address may take a change of address back for a week. */
export const OBJECTION_LIVES_MS = 7 * DAY;
/** Wrong passwords or codes of somebody who is signed in, at what asks for them again. */
export const PROOFS: Limit = { what: 'proof', most: 5, windowMs: 15 * MINUTE };

export function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}

/** Minutes until the window ends, rounded up: what the person is told to wait. */
export function minutesUntil(endsAt: Date, now: Date): number {
  return Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / MINUTE));
}

/** A sign-in that is half done: five minutes, five wrong codes. */
export const HALF_LIVES_MS = 5 * MINUTE;
export const HALF_TRIES = 5;
/** A mailed link. */
export const LINK_LIVES_MS = 15 * MINUTE;
/**
 * Codes of an app or recovery codes that one account is asked for, over all its half-done sign-ins: whoever has the password has thirty
 * guesses a day at three codes of a million.
 */
export const SECOND_FACTORS: readonly Limit[] = [
  { what: 'second-factor', most: 10, windowMs: 15 * MINUTE },
  { what: 'second-factor-day', most: 30, windowMs: DAY },
];
