/** A freed time that is kept for somebody who waited: how it begins, and what they may do with it. Pure. */
import { OFFER_MINUTES } from '@sounding/contracts';
import { allIn, termsAt } from '@sounding/terms';
import type { Rows } from './booking.ts';
import { type Booking, type FrozenOffer, ms } from './facts.ts';
import { reservationOf, reservedBooking } from './reserving.ts';

const MINUTE = 60_000;

/** What is known once it is taken: the offer as it is today, its bill, and what it takes of the provider's time. */
export type Offered = {
  readonly taken: Pick<
    Booking,
    'offer' | 'endsAt' | 'occupiedFrom' | 'occupiedTo' | 'reservedUntil' | 'total' | 'termsVersion'
  >;
};

/** Until when a start is kept for who waits: fifteen minutes, but whoever takes it must still keep the notice. */
export function offeredUntil(offer: Pick<FrozenOffer, 'noticeMinutes'>, startsAt: string, now: Date): string {
  const last = ms(startsAt) - offer.noticeMinutes * MINUTE;
  return new Date(Math.min(now.getTime() + OFFER_MINUTES * MINUTE, last)).toISOString();
}

/** A booking that begins as an offer. Its total is what today's terms make of the price; the bill is made when it is taken. */
export function offeredBooking(id: string, clientId: string, offer: FrozenOffer, startsAt: string, now: Date): Booking {
  const terms = termsAt(now);
  const reservation = reservationOf(id, clientId, offer, startsAt, now);
  const bill = { total: allIn(offer.price, terms), termsVersion: terms.version };
  return {
    ...reservedBooking(reservation, bill, now),
    state: 'offered',
    reservedUntil: offeredUntil(offer, startsAt, now),
  };
}

/** The rows of an offered time. Nothing was paid, so nothing is said; whoever waits next is offered it in the same commit. */
export const OFFERED: Rows = {
  'booking.take': [{ to: 'reserved', learn: (_b, { taken }) => taken }],
  'booking.decline': [{ to: 'lapsed' }],
  deadline: [{ to: 'lapsed' }],
};
