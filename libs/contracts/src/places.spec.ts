import { expect, test } from '@jest/globals';
import { PLACES, placeName } from './places.ts';

test('every place has a name of its own, and none is called by its code', () => {
  const names = PLACES.map(placeName);
  expect(names.filter((name) => /\b[A-Z]{2}(-[A-Z]{2})?\b$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(PLACES.length);
});

test('a country that licenses by state or province is none of the places, and its parts name it', () => {
  expect(PLACES.filter((code) => code === 'US' || code === 'CA')).toEqual([]);
  expect([placeName('US-NY'), placeName('CA-QC'), placeName('PT')]).toEqual([
    'New York, United States',
    'Quebec, Canada',
    'Portugal',
  ]);
});
