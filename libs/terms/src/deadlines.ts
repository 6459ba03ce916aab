/** Every window of the terms as an instant (ISO 8601, UTC). All of them run from the scheduled times, never the actual. */
import { type Terms, toMs, type When } from './terms.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Until when a slot opened at `at` stays reserved while the client pays. */
export function reservedUntil(terms: Terms, at: When): string {
  return iso(toMs(at) + terms.reservationMinutes * MINUTE);
}

/** Until when a provider may answer a request made at `at`: never within the notice that the listing needs before its start. */
export function answerUntil(terms: Terms, on: { at: When; startsAt: When; noticeMinutes: number }): string {
  const notice = toMs(on.startsAt) - on.noticeMinutes * MINUTE;
  return iso(Math.min(toMs(on.at) + terms.answerHours * HOUR, notice));
}

/** Until when a time stays reserved that its provider accepted at `at`; a session that has begun is not paid for. */
export function acceptedUntil(terms: Terms, on: { at: When; startsAt: When }): string {
  return iso(Math.min(toMs(on.at) + terms.acceptedHours * HOUR, toMs(on.startsAt)));
}

export function joinOpensAt(terms: Terms, startsAt: When): string {
  return iso(toMs(startsAt) - terms.joinMinutes * MINUTE);
}

/** From when on a party that has not joined did not come. */
export function absentFrom(terms: Terms, startsAt: When): string {
  return iso(toMs(startsAt) + terms.noShowMinutes * MINUTE);
}

/** The last instant of a free cancellation: the later of a day before the start and an hour after booking. */
export function freeCancelUntil(terms: Terms, on: { startsAt: When; bookedAt: When }): string {
  const before = toMs(on.startsAt) - terms.freeCancelHours * HOUR;
  const after = Math.min(toMs(on.bookedAt) + terms.secondThoughtsMinutes * MINUTE, toMs(on.startsAt) - 1);
  return iso(Math.max(before, after));
}

/** Until when this side may move the session to another time. The provider has no notice to keep, but not while people arrive. */
export function moveUntil(terms: Terms, on: { startsAt: When; by: 'client' | 'provider' }): string {
  const opens = joinOpensAt(terms, on.startsAt);
  return on.by === 'provider' ? opens : iso(Math.min(toMs(on.startsAt) - terms.moveHours * HOUR, toMs(opens)));
}

/** The end of the guarantee: until then the client may claim, then the provider's part is released. */
export function guaranteeUntil(terms: Terms, endsAt: When): string {
  return iso(toMs(endsAt) + terms.guaranteeDays * DAY);
}

/** Until when staff must have decided a claim made at `at`. */
export function claimDecideBy(terms: Terms, at: When): string {
  return iso(toMs(at) + terms.claimHours * HOUR);
}

/** A tip may be given from the scheduled end until this instant. */
export function tipUntil(terms: Terms, endsAt: When): string {
  return iso(toMs(endsAt) + terms.tipDays * DAY);
}

/**
 * When what is payable at `now` is sent to providers: the first transfer day, at 00:00 UTC, strictly after it. Who has
 * become payable at that very instant goes with the next one.
 */
export function nextTransferAt(terms: Terms, now: When): string {
  const midnight = Math.floor(toMs(now) / DAY) * DAY;
  const today = new Date(midnight).getUTCDay();
  return iso(midnight + ((terms.transfer.weekday - today + 6) % 7) * DAY + DAY);
}

/** What a provider owes since `since` is set off against releases until this instant, and written off at it. */
export function receivableUntil(terms: Terms, since: When): string {
  return iso(toMs(since) + terms.receivableDays * DAY);
}
