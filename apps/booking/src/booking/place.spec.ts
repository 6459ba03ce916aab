import { Refusal } from '@sounding/contracts';
import { offerAt } from './place.ts';
import { reserved } from './sample.ts';

const advice = reserved().offer;
const therapy = { ...advice, mode: 'therapy' as const, licencePlaces: ['US-NJ', 'US-NY'] };

function refusedBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, ...error.facts };
    throw error;
  }
}

test('therapy keeps the place that its licence covers beside what is sold', () => {
  expect(offerAt(therapy, 'US-NY')).toEqual({ ...therapy, clientPlace: 'US-NY' });
});

test('therapy without a place is refused with the places where it can be had', () => {
  expect(refusedBy(() => offerAt(therapy, undefined))).toEqual({ code: 'place-needed', places: ['US-NJ', 'US-NY'] });
});

test.each([['US-CA'], ['CA-QC'], ['DE']])('therapy licensed in two states is refused from %s', (place) => {
  expect(refusedBy(() => offerAt(therapy, place))).toEqual({ code: 'place-not-covered', places: ['US-NJ', 'US-NY'] });
});

test('therapy whose licence holds nowhere that we know can be had nowhere', () => {
  const { licencePlaces: _, ...unknown } = therapy;
  expect(refusedBy(() => offerAt(unknown, 'US-NY'))).toEqual({ code: 'place-not-covered', places: [] });
});

test('advice asks for no place, and keeps none that is named', () => {
  expect(offerAt(advice, undefined)).toBe(advice);
  expect(offerAt(advice, 'DE')).toBe(advice);
});
