/** The first line of a booking's story: an offer and an instant become a reservation. Pure. */
import type { Bill } from '@sounding/contracts';
import { money, zero } from '@sounding/money';
import { allIn, answerUntil, reservedUntil, termsAt } from '@sounding/terms';
import { type Booking, type FrozenOffer, ms } from './facts.ts';

export interface Reservation {
  readonly id: string;
  readonly clientId: string;
  readonly offer: FrozenOffer;
  readonly startsAt: string;
  readonly endsAt: string;
  /** Ten minutes from now; a payment that comes after the start would pay for a session that has begun. */
  readonly reservedUntil: string;
  readonly package: Booking['package'];
}

export function reservationOf(
  id: string,
  clientId: string,
  offer: FrozenOffer,
  startsAt: string,
  now: Date,
): Reservation {
  const start = ms(startsAt);
  const paying = ms(reservedUntil(termsAt(now), now));
  return {
    id,
    clientId,
    offer,
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(start + offer.durationMinutes * 60_000).toISOString(),
    reservedUntil: new Date(Math.min(paying, start)).toISOString(),
    package: null,
  };
}

/** Sessions that are reserved together run out together, with the first of them. */
export function together(reservations: readonly Reservation[]): Reservation[] {
  const [first] = reservations;
  if (!first || reservations.length === 1) return [...reservations];
  const { id, reservedUntil } = first;
  return reservations.map((one, place) => ({
    ...one,
    reservedUntil,
    package: { id, place, of: reservations.length },
  }));
}

/** The bookings of a bill: each under what the bill says that it costs. */
export function billedBookings(reservations: readonly Reservation[], bill: Bill, now: Date): Booking[] {
  return reservations.map((reservation) => {
    const { total } = bill.sessions?.find(({ bookingId }) => bookingId === reservation.id) ?? bill;
    return reservedBooking(
      reservation,
      { total: money(total.minor, total.currency), termsVersion: bill.termsVersion },
      now,
    );
  });
}

type Billed = { readonly total: Booking['total']; readonly termsVersion: string };

/**
 * The booking, once its bill is known: it lives under the bill's terms and total from the first moment. What it takes beside the
 * session is known when its time is taken.
 */
export function reservedBooking(reservation: Reservation, bill: Billed, now: Date): Booking {
  return begun(reservation, 'reserved', bill, null, now);
}

/** The request of a time: what it would cost under the terms of today, and until when its provider may answer. */
export function requestedBooking(reservation: Reservation, now: Date): Booking {
  const { offer, startsAt } = reservation;
  const terms = termsAt(now);
  const answerBy = answerUntil(terms, { at: now, startsAt, noticeMinutes: offer.noticeMinutes });
  const cost = { total: allIn(offer.price, terms), termsVersion: terms.version };
  return begun({ ...reservation, reservedUntil: answerBy }, 'requested', cost, { answerBy, answer: null }, now);
}

function begun(
  reservation: Reservation,
  state: 'requested' | 'reserved',
  bill: Billed,
  request: Booking['request'],
  now: Date,
): Booking {
  const { clientId, offer } = reservation;
  return {
    ...reservation,
    version: 1,
    state,
    request,
    clientId,
    providerId: offer.providerId,
    occupiedFrom: reservation.startsAt,
    occupiedTo: reservation.endsAt,
    madeAt: now.toISOString(),
    total: bill.total,
    termsVersion: bill.termsVersion,
    movedBy: null,
    confirmedAt: null,
    clientJoinedAt: null,
    providerJoinedAt: null,
    outcome: null,
    settlement: null,
    claimedAt: null,
    decideBy: null,
    claimClosedBy: null,
    refundMadeAt: null,
    releaseDecidedAt: null,
    releasedAt: null,
    dispute: null,
    chargedBack: zero(bill.total.currency),
    givenBack: [],
  };
}
