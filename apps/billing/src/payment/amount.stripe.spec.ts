import { money } from '@sounding/money';
import { amountOf } from './amount.stripe.ts';

test('an amount of Stripe’s is ours in the currency that is sold, and no other', () => {
  expect(amountOf(6349, 'usd')).toEqual(money(6349));
  expect(amountOf(-349, 'usd')).toEqual(money(-349));
  expect(() => amountOf(6349, 'eur')).toThrow('Stripe told an amount in eur; we charge in USD only');
});
