import { MOST_TRIES, waitAfter } from './schedule.ts';

test('a mail that did not leave is tried again soon, then less and less often, for about three days', () => {
  expect([1, 2, 3, 4].map(waitAfter)).toEqual([5_000, 10_000, 20_000, 40_000]);
  const waits = Array.from({ length: MOST_TRIES - 1 }, (_, index) => waitAfter(index + 1) ?? 0);
  expect(Math.max(...waits)).toBe(3_600_000);
  const days = waits.reduce((all, wait) => all + wait, 0) / 86_400_000;
  expect(days).toBeGreaterThan(2.9);
  expect(days).toBeLessThan(3.5);
  expect(waitAfter(MOST_TRIES)).toBeNull();
});
