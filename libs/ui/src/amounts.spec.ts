import { format, money } from '@sounding/money';
import { amountsSuchAs, readAmount, typedAmount } from './amounts.ts';

test.each([
  ['15', 1500],
  ['15.5', 1550],
  ['$15.50', 1550],
  [' 1,250.00 ', 125_000],
  ['0.07', 7],
])('%s is read as %i cents', (typed, minor) => {
  expect(readAmount(typed)).toEqual({ minor, currency: 'USD' });
});

test.each(['', '-5', '1.234', '15,50', '1e3', 'ten', '12345678'])('%p is no amount', (typed) => {
  expect(readAmount(typed)).toBeNull();
});

test('what a field shows is read back as the same amount', () => {
  for (const minor of [0, 7, 50, 6349, 500_000]) {
    expect(readAmount(typedAmount({ minor, currency: 'USD' }))?.minor).toBe(minor);
  }
});

test('a field takes as many digits behind the point as the currency has', () => {
  expect(readAmount('1,500', 'JPY')).toEqual(money(1500, 'JPY'));
  expect(readAmount('1500.00', 'JPY')).toBeNull();
  expect(readAmount('5.1', 'KWD')).toEqual(money(5100, 'KWD'));
  expect(readAmount('5.125', 'KWD')).toEqual(money(5125, 'KWD'));
  expect(readAmount('5.1255', 'KWD')).toBeNull();
  expect([typedAmount(money(1500, 'JPY')), typedAmount(money(5100, 'KWD'))]).toEqual(['1500', '5.100']);
});

test.each(['USD', 'EUR', 'JPY', 'KWD', 'XOF'] as const)(
  'an amount in %s is read back as pages write it',
  (currency) => {
    for (const minor of [1, 500, 1_234_567]) {
      expect(readAmount(format(money(minor, currency)), currency)).toEqual(money(minor, currency));
    }
  },
);

test('the amounts that a field is said to take are ones that it takes', () => {
  expect(amountsSuchAs(15)).toBe('15 or 15.50');
  expect(amountsSuchAs(15, 'JPY')).toBe('15');
  expect(amountsSuchAs(15, 'KWD')).toBe('15 or 15.500');
  for (const typed of amountsSuchAs(15, 'KWD').split(' or ')) expect(readAmount(typed, 'KWD')).not.toBeNull();
});
