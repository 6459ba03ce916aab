import { money } from '@sounding/money';
import { keyOf, madeUpFor, type RefundState, type RefundStep, refundStep } from './refund.ts';

const amount = money(6000);
const rows: [RefundState, 'pending' | 'made' | 'failed', RefundStep][] = [
  ['intended', 'pending', 'asked'],
  ['intended', 'made', 'made'],
  ['intended', 'failed', 'failed'],
  ['asked', 'pending', 'nothing'],
  ['asked', 'made', 'made'],
  ['asked', 'failed', 'failed'],
  ['made', 'pending', 'nothing'],
  ['made', 'made', 'nothing'],
  ['made', 'failed', 'failed'],
  ['failed', 'pending', 'nothing'],
  ['failed', 'made', 'nothing'],
  ['failed', 'failed', 'nothing'],
  ['void', 'pending', 'nothing'],
  ['void', 'made', 'nothing'],
  ['void', 'failed', 'nothing'],
];
it.each(rows)('a refund that is %s, and Stripe says %s: %s', (state, heard, expected) => {
  expect(refundStep({ id: 'r', state, amount }, { state: heard, amount })).toBe(expected);
});

it('a refund of another amount stops everything', () => {
  const heard = { state: 'made' as const, amount: money(6349) };
  expect(() => refundStep({ id: 'r', state: 'intended', amount }, heard)).toThrow(
    'refund r: Stripe says 6349, we asked for 6000',
  );
});

it('each attempt has its own key', () => {
  expect([keyOf('r', 1), keyOf('r', 2)]).toEqual(['refund:r:1', 'refund:r:2']);
});

describe('what the client’s bank took makes up for refunds that never arrived', () => {
  const refunds = [3000, 2000, 1000].map((minor) => ({ amount: money(minor) }));
  it.each([
    [6000, [3000, 2000, 1000]],
    [5999, [3000, 2000]],
    [3000, [3000]],
    [2999, [2000]],
    [3999, [3000]],
    [4000, [3000, 1000]],
    [999, []],
  ])('of %i, whole ones and the oldest first: %j', (taken, expected) => {
    expect(madeUpFor(refunds, money(taken)).map((one) => one.amount.minor)).toEqual(expected);
  });
});
