import { MOST_TRIES, waitAfter, waitForDocument } from './schedule.ts';

test('a mail that did not leave is tried again soon, then less and less often, for about three days', () => {
  expect([1, 2, 3, 4].map(waitAfter)).toEqual([5_000, 10_000, 20_000, 40_000]);
  const waits = Array.from({ length: MOST_TRIES - 1 }, (_, index) => waitAfter(index + 1) ?? 0);
  expect(Math.max(...waits)).toBe(3_600_000);
  const days = waits.reduce((all, wait) => all + wait, 0) / 86_400_000;
  expect(days).toBeGreaterThan(2.9);
  expect(days).toBeLessThan(3.5);
  expect(waitAfter(MOST_TRIES)).toBeNull();
});

test('a receipt waits five minutes for a document that cannot be reached, not a second longer, and then goes without', () => {
  let waited = 0;
  const waits: number[] = [];
  for (let tries = 1; ; tries += 1) {
    const wait = waitForDocument('receipt-issued', tries, waited);
    if (wait === null) break;
    waits.push(wait);
    waited += wait;
  }
  expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 145_000]);
  expect(waited).toBe(300_000);
});

test('a mail that is nothing but its document waits for it a day', () => {
  expect(waitForDocument('document-follows', 12, 23.5 * 3_600_000)).toBe(1_800_000);
  expect(waitForDocument('document-follows', 40, 24 * 3_600_000)).toBeNull();
});
