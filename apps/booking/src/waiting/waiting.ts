/** What one may wait for, and what a wait is to its client. Pure. */
import { JoinWait, MOST_WAIT_DAYS, MOST_WAITS, refuse, type Wait } from '@sounding/contracts';
import { Temporal } from 'temporal-polyfill';
import type { FrozenOffer } from '../booking/facts.ts';
import type { Span } from '../slots/slots.ts';

/** Days further ahead than this are not waited for. */
const MOST_AHEAD_DAYS = 366;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A wait as it is kept. */
export interface Kept extends Span {
  readonly id: string;
  readonly clientId: string;
  readonly providerId: string;
  readonly offer: FrozenOffer;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly zone: string;
  readonly goOn: boolean;
  readonly madeAt: string;
  readonly offered: Wait['offered'];
}

export interface Days {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

function midnight(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds;
}

/** The client's days on the line of real time. Refuses `bad-dates`. */
export function spanOfDays({ from, to, zone }: Days, noticeMinutes: number, now: Date): Span {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const days = first.until(last).days + 1;
  if (days < 1) throw badDates(`The last day, ${to}, lies before the first, ${from}.`);
  if (days > MOST_WAIT_DAYS) throw badDates(`You can wait for at most ${MOST_WAIT_DAYS} days at a time.`);
  const span = { from: midnight(first, zone), to: midnight(last.add({ days: 1 }), zone) };
  if (span.to <= now.getTime() + noticeMinutes * MINUTE) {
    throw badDates('These days are over, or too near for the notice that this provider needs. Choose later ones.');
  }
  if (span.to > now.getTime() + MOST_AHEAD_DAYS * DAY) throw badDates('You can wait for days within a year from now.');
  return span;
}

function badDates(why: string) {
  return refuse(JoinWait, 'bad-dates', why, { mostDays: MOST_WAIT_DAYS });
}

/** Refuses who would hire themself, who waits too often, and who waits for these days already. `open` are their open waits. */
export function mayWait(client: string, offer: FrozenOffer, span: Span, open: readonly Kept[]): void {
  if (client === offer.providerId) {
    throw refuse(JoinWait, 'own-listing', 'This is your own listing. You cannot wait for it yourself.');
  }
  if (offer.asksFirst) {
    throw refuse(
      JoinWait,
      'request-first',
      'This provider wants to be asked first, so nobody waits in a line for them.',
    );
  }
  const twice = open.some((one) => one.offer.listingId === offer.listingId && one.from < span.to && span.from < one.to);
  if (twice) {
    throw refuse(
      JoinWait,
      'already-waiting',
      'You wait for some of these days already. You find it among your bookings.',
    );
  }
  if (open.length >= MOST_WAITS) {
    throw refuse(
      JoinWait,
      'too-many-waits',
      `You wait for ${open.length} things, and more are not possible at a time. Leave one of them first.`,
      { most: MOST_WAITS },
    );
  }
}

/** Refuses when one of these starts can be booked now: then there is nothing to wait for. */
export function refuseFree(free: readonly number[]): void {
  const [first] = free;
  if (first === undefined) return;
  throw refuse(
    JoinWait,
    'time-is-free',
    'There is a free time on these days, and you can book it at once. You wait only for days that have none.',
    { startsAt: new Date(first).toISOString() },
  );
}

export function waitView(wait: Kept, place: number): Wait {
  const { id, offer, providerId, firstDay, lastDay, zone, goOn, madeAt, offered } = wait;
  return {
    id,
    listingId: offer.listingId,
    providerId,
    title: offer.title,
    from: firstDay,
    to: lastDay,
    zone,
    goOn,
    place,
    madeAt,
    offered,
  };
}
