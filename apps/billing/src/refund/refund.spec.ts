import { money } from '@sounding/money';
import { type RefundState, type RefundStep, refundStep } from './refund.ts';

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
];
it.each(rows)('a refund that is %s, and Stripe says %s: %s', (state, heard, expected) => {
  expect(refundStep({ id: 'r', state, amount }, { state: heard, amount })).toBe(expected);
});

it('a refund of another amount stops everything', () => {
  const heard = { state: 'made' as const, amount: money(6349) };
  expect(() => refundStep({ id: 'r', state: 'intended', amount }, heard)).toThrow('we asked for 6000');
});
