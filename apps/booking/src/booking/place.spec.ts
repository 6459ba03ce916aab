import { Refusal } from '@sounding/contracts';
import { mustBeLicensed, offerAt } from './place.ts';
import { reserved } from './sample.ts';

const START = '2026-12-10T15:00:00.000Z';
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
  expect(offerAt(therapy, 'US-NY', START)).toEqual({ ...therapy, clientPlace: 'US-NY' });
});

test('therapy without a place is refused with the places where it can be had', () => {
  expect(refusedBy(() => offerAt(therapy, undefined, START))).toEqual({
    code: 'place-needed',
    places: ['US-NJ', 'US-NY'],
  });
});

test.each([['US-CA'], ['CA-QC'], ['DE']])('therapy licensed in two states is refused from %s', (place) => {
  expect(refusedBy(() => offerAt(therapy, place, START))).toEqual({
    code: 'place-not-covered',
    places: ['US-NJ', 'US-NY'],
  });
});

test('therapy whose licence holds nowhere that we know can be had nowhere', () => {
  const { licencePlaces: _, ...unknown } = therapy;
  expect(refusedBy(() => offerAt(unknown, 'US-NY', START))).toEqual({ code: 'place-not-covered', places: [] });
});

test('advice asks for no place, and keeps none that is named', () => {
  expect(offerAt(advice, undefined, START)).toBe(advice);
  expect(offerAt(advice, 'DE', START)).toBe(advice);
});

test('therapy is over by the end of its licence, to the millisecond', () => {
  const until = (licenceUntil: string) => offerAt({ ...therapy, licenceUntil }, 'US-NY', START).clientPlace;
  expect(until('2026-12-10T16:00:00.000Z')).toBe('US-NY');
  const before = '2026-12-10T15:59:59.999Z';
  expect(refusedBy(() => until(before))).toEqual({ code: 'licence-ends', until: before });
});

test('no way of keeping a hire goes round the question: therapy without its place is refused there again', () => {
  const keep = (offer: typeof therapy) => mustBeLicensed(reserved({ offer }));
  expect(refusedBy(() => keep(therapy))).toMatchObject({ code: 'place-needed' });
  expect(refusedBy(() => keep({ ...therapy, ...{ clientPlace: 'DE' } }))).toMatchObject({ code: 'place-not-covered' });
  const placed = { ...therapy, clientPlace: 'US-NY' };
  expect(refusedBy(() => keep({ ...placed, ...{ licenceUntil: START } }))).toMatchObject({ code: 'licence-ends' });
  expect(() => keep(placed)).not.toThrow();
  expect(() => mustBeLicensed(reserved())).not.toThrow();
});
