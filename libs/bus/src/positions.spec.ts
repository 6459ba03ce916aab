import { expect, test } from '@jest/globals';
import { Positions } from './positions.ts';

test('the last positions are remembered, and old aggregates make room for new ones', () => {
  const positions = new Positions(4);
  for (let n = 1; n <= 5; n++) positions.moved(`aggregate ${n}`, n);
  expect(positions.at('aggregate 5')).toBe(5);
  expect(positions.at('aggregate 4')).toBe(4);
  expect(positions.at('aggregate 1')).toBeUndefined();
  positions.moved('aggregate 4', 7);
  expect(positions.at('aggregate 4')).toBe(7);
  positions.forget('aggregate 4');
  expect(positions.at('aggregate 4')).toBeUndefined();
});
