/** Where the client will be during a session of therapy, whose licence holds in some places and not in others. Pure. */
import { Refusal } from '@sounding/contracts';
import { type FrozenOffer, ms } from './facts.ts';

/**
 * The offer with the place that the client named. Refuses `place-needed` when therapy is asked for without one, `place-not-covered`
 * where no verified licence holds (catalog names no others), and `licence-ends` when it ends before a session that begins at
 * `startsAt` does. Advice needs no place, and none is kept of it.
 */
export function offerAt<O extends FrozenOffer>(offer: O, place: string | undefined, startsAt: string): O {
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
  if (!licensedUntilAfter(offer, ms(startsAt))) throw licenceEnds(offer);
  return { ...offer, clientPlace: place };
}

/** Whatever way a hire came: nothing of therapy is kept without its place, nor behind the end of its licence. */
export function mustBeLicensed({ offer, startsAt }: { readonly offer: FrozenOffer; readonly startsAt: string }): void {
  offerAt(offer, offer.clientPlace, startsAt);
}

/** Whether a session that begins then is over by the end of its licence, as it was known when the offer was frozen. */
export function licensedUntilAfter({ licenceUntil, durationMinutes }: FrozenOffer, start: number): boolean {
  return licenceUntil === undefined || start + durationMinutes * 60_000 <= ms(licenceUntil);
}

export function licenceEnds({ licenceUntil }: FrozenOffer): Refusal {
  return new Refusal(
    'licence-ends',
    'The licence of this provider ends before this session does, as far as we know. Please pick an earlier time, or ask again when we have looked at it.',
    { until: licenceUntil },
  );
}
