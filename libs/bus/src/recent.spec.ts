import { expect, test } from '@jest/globals';
import { Recent } from './recent.ts';

test('the latest ids are known, and old ones are forgotten', () => {
  const recent = new Recent(10);
  for (let i = 0; i < 100; i++) recent.add(`${i}`);
  for (let i = 95; i < 100; i++) expect(recent.has(`${i}`)).toBe(true);
  const known = Array.from({ length: 100 }, (_, i) => recent.has(`${i}`)).filter(Boolean);
  expect(known.length).toBeLessThanOrEqual(10);
  expect(recent.has('0')).toBe(false);
});
