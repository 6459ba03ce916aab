import { saidIn } from '@sounding/testing/never-said';
import { LINE_NAMES, ON_STATEMENT, PAID_TO } from './discreet.ts';

test.each([...Object.values(LINE_NAMES), PAID_TO, ON_STATEMENT])(
  'what Stripe is told, "%s", says nothing of what was hired',
  (told) => expect(saidIn(told)).toEqual([]),
);

test('what stands on a statement fits behind the longest prefix and is written as Stripe wants it', () => {
  expect(`${'X'.repeat(10)}* ${ON_STATEMENT}`.length).toBeLessThanOrEqual(22);
  expect(ON_STATEMENT).toMatch(/^[A-Z][A-Z0-9 ]*$/);
});
