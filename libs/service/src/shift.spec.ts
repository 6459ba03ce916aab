import { expect, test } from '@jest/globals';
import { shiftOf } from './shift.ts';

test('a sign, numbers and units move the clock; units add up', () => {
  expect(shiftOf('+8d')).toBe(8 * 86_400_000);
  expect(shiftOf('+90m')).toBe(90 * 60_000);
  expect(shiftOf('-1d12h')).toBe(-36 * 3_600_000);
});

test.each(['8d', '+8', '+8y', 'tomorrow', '+', '+d', '', '+40000d', '+999999999w'])('%s is not understood', (text) => {
  expect(shiftOf(text)).toBeNull();
});
