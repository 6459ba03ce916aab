/** Where the client will be during a session of therapy, whose licence holds in some places and not in others. Pure. */
import { Refusal } from '@sounding/contracts';
import type { FrozenOffer } from './facts.ts';

/**
 * The offer with the place that the client named. Refuses `place-needed` when therapy is asked for without one, and
 * `place-not-covered` where no verified licence holds: catalog names no others. Advice needs no place, and none is kept of it.
 */
export function offerAt<O extends FrozenOffer>(offer: O, place: string | undefined): O {
  if (offer.mode === 'advice') return offer;
  const places = offer.licencePlaces ?? [];
  if (place === undefined) {
    throw new Refusal(
      'place-needed',
      'Therapy is licensed by country, state or province. Please say where you will be during this session.',
      { places },
    );
  }
  if (!places.includes(place)) {
    throw new Refusal(
      'place-not-covered',
      'The licence of this provider does not hold where you will be, so this session cannot be booked from there. Nothing was charged.',
      { places },
    );
  }
  return { ...offer, clientPlace: place };
}
