/** Moving a booking to another time. Booking owns it; no money moves. */
import { z } from 'zod';
import { Booking } from './booking.ts';
import { event, request } from './contract.ts';
import { AccountId, BookingId, Instant } from './values.ts';

/**
 * Moves a fixed session to another free start of its listing, all or nothing: its own time does not stand in its way, the price
 * and the payment stay. A client may until the notice of the terms, a provider until the room opens.
 */
export const MoveBooking = request('booking.move-booking', {
  input: z.object({ bookingId: BookingId, startsAt: Instant }),
  output: Booking,
  refusals: ['cannot-move', 'too-late-to-move', 'slot-taken', 'slot-not-offered', 'licence-ends'],
  from: ['gateway'],
  who: 'person',
});

/** The free starts that a booking could be moved to in [from, to), at most 62 days: its own time counts as free. */
export const FindMoves = request('booking.find-moves', {
  input: z.object({ bookingId: BookingId, from: Instant, to: Instant }),
  output: z.object({ starts: z.array(Instant) }),
  refusals: ['cannot-move', 'bad-range'],
  from: ['gateway'],
  who: 'person',
});

/** The session is at another time; the room opens then. */
export const BookingMoved = event(
  'booking.moved',
  z.object({
    bookingId: BookingId,
    clientId: AccountId,
    providerId: AccountId,
    startsAt: Instant,
    endsAt: Instant,
    joinOpensAt: Instant,
    absentFrom: Instant,
    at: Instant,
  }),
  { of: 'bookingId', heardBy: ['workspace'] },
);
