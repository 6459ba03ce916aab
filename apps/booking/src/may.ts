/** Who may touch what. Pure. Somebody else's booking does not exist for you: the answer is the same as for no booking. */
import { Refusal } from '@sounding/contracts';
import { termsAt, windows } from '@sounding/terms';
import type { Booking, Side } from './booking/facts.ts';

type Parties = Pick<Booking, 'clientId' | 'providerId'>;

/** How many reservations one client may keep unpaid at a time, so that nobody empties a calendar by looking at bills. */
export const LIVE_RESERVATIONS = 3;

export function noSuchBooking(): Refusal {
  return new Refusal('not-found', 'There is no such booking among yours.');
}

/** The booking and the side on which this account is; refuses `not-found` to anybody else. */
export function asParty<B extends Parties>(booking: B | null, account: string): { booking: B; side: Side } {
  if (booking?.clientId === account) return { booking, side: 'client' };
  if (booking?.providerId === account) return { booking, side: 'provider' };
  throw noSuchBooking();
}

/** Staff see every booking. */
export function asStaff<B>(booking: B | null): B {
  if (booking === null) throw noSuchBooking();
  return booking;
}

/** The guarantee is the client's; the provider is refused `not-allowed`. */
export function asClient<B extends Parties>(booking: B | null, account: string): B {
  const party = asParty(booking, account);
  if (party.side === 'client') return party.booking;
  throw new Refusal(
    'not-allowed',
    'The guarantee is for the client. If something went wrong, please write to support.',
  );
}

/** A request is answered by its provider; the client is refused `not-allowed`. */
export function asProvider<B extends Parties>(booking: B | null, account: string): B {
  const party = asParty(booking, account);
  if (party.side === 'provider') return party.booking;
  throw new Refusal('not-allowed', 'Only the provider can answer a request. You can take yours back.');
}

/** Refuses `too-many-weeks`. */
export function mayTakeWeeks(weeks: number, most: number): void {
  if (weeks <= most) return;
  const offered = most === 1 ? 'one session at a time' : `up to ${most} weeks at once`;
  throw new Refusal('too-many-weeks', `This provider offers ${offered}. Please take fewer.`, { most });
}

/** How many requests one client may have open at a time, so that nobody asks a whole town. */
export const OPEN_REQUESTS = 5;

/** Refuses `own-listing`, and `too-many-open-requests`. */
export function mayRequest(account: string, providerId: string, openRequests: number): void {
  notOwn(account, providerId);
  if (openRequests < OPEN_REQUESTS) return;
  throw new Refusal(
    'too-many-open-requests',
    `You have ${openRequests} requests open. Wait for an answer, or take one of them back first.`,
    { most: OPEN_REQUESTS },
  );
}

function notOwn(account: string, providerId: string): void {
  if (account === providerId)
    throw new Refusal('own-listing', 'This is your own listing. You cannot book it yourself.');
}

/** Refuses `own-listing` to a provider who would hire themself, and `too-many-reservations`. */
export function mayReserve(account: string, providerId: string, liveReservations: number, now: Date): void {
  notOwn(account, providerId);
  if (liveReservations >= LIVE_RESERVATIONS) {
    const { reservation } = windows(termsAt(now));
    throw new Refusal(
      'too-many-reservations',
      `You have ${liveReservations} unpaid reservations. Pay or give up one of them first; each ends by itself after ${reservation}.`,
      { most: LIVE_RESERVATIONS },
    );
  }
}
