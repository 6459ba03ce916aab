/** Which bookings keep a person from leaving, and what stays of those that do not. Pure. */
import type { Obstacle } from '@sounding/contracts';
import { type Booking, backToClient, type FrozenOffer, heldUntil, holdsForProvider } from '../booking/facts.ts';

/** What a session is called whose provider has left: the title was theirs. */
export const NAMELESS = 'A session';

/** Null when it is over for both sides, and all its money is where it belongs. */
export function obstacleOf(booking: Booking): Obstacle | null {
  const { id, dispute } = booking;
  const on = (kind: Obstacle['kind'], until: string | null): Obstacle => ({ kind, id, until, amount: null });
  if (dispute) return on('dispute', dispute.evidenceBy);
  switch (booking.state) {
    case 'requested':
      return on('request', booking.request?.answerBy ?? null);
    case 'reserved':
    case 'offered':
      return on('payment', booking.reservedUntil);
    case 'confirmed':
      return on('session', booking.endsAt);
    case 'delivered':
      return on('settling', heldUntil(booking));
    case 'claimed':
      return on('claim', booking.decideBy);
    case 'cancelled':
    case 'refunded':
      if (backToClient(booking).minor > 0 && booking.refundMadeAt === null) return on('refund', null);
      return holdsForProvider(booking) && booking.releasedAt === null ? on('settling', heldUntil(booking)) : null;
    case 'released':
    case 'lapsed':
      return null;
  }
}

/**
 * The offer without what one side told of themself: where a client was, or the words and the licence of a provider. Price, times and
 * mode stay, because bill and receipt say the same.
 */
export function strippedOffer(offer: FrozenOffer, side: 'client' | 'provider'): FrozenOffer {
  const { clientPlace: _, ...rest } = offer;
  if (side === 'client') return rest;
  const { licencePlaces: _places, licenceUntil: _until, ...bare } = rest;
  return { ...bare, title: NAMELESS };
}
