import { readAmount, typedAmount } from './amounts.ts';

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
