import { cardWords } from './cards.ts';

it('a kept card is named as its owner knows it', () => {
  expect(cardWords({ brand: 'visa', last4: '4242' })).toBe('Visa ending 4242');
  expect(cardWords({ brand: 'brand_new', last4: '0001' })).toBe('card ending 0001');
});
