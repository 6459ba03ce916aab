import { answerOf, brandOf, cardByToken, fingerprintOf, isCardNumber, TEST_CARDS } from './cards.ts';
import { flawOf } from './method.ts';

const AT = Date.UTC(2026, 10, 23) / 1000;
const card = { number: '4242424242424242', expMonth: 11, expYear: 2026, cvc: '123' };

describe('the test cards', () => {
  it('are all well-formed, told apart, and of the brand they say', () => {
    for (const { number, brand } of TEST_CARDS) {
      expect([number, isCardNumber(number)]).toEqual([number, true]);
      expect(brandOf(number)).toBe(brand);
    }
    expect(new Set(TEST_CARDS.map(({ number }) => fingerprintOf(number))).size).toBe(TEST_CARDS.length);
  });

  it.each([
    ['4242424242424242', { says: 'approved' }],
    ['4000000000000002', { says: 'declined', decline: { code: 'card_declined', declineCode: 'generic_decline' } }],
    ['4000000000009995', { says: 'declined', decline: { declineCode: 'insufficient_funds' } }],
    ['4000000000000069', { says: 'declined', decline: { code: 'expired_card' } }],
    ['4000000000000127', { says: 'declined', decline: { code: 'incorrect_cvc' } }],
    ['4000000000000119', { says: 'declined', decline: { code: 'processing_error' } }],
    ['4000002500003155', { says: 'authenticate' }],
    ['4000002760003184', { says: 'authenticate' }],
    ['4111111111111111', { says: 'declined', decline: { declineCode: 'test_mode_live_card' } }],
  ])('%s answers as Stripe documents', (number, answer) => {
    expect(answerOf(fingerprintOf(number))).toMatchObject(answer);
  });

  it('are found by their tokens', () => {
    expect(cardByToken('pm_card_visa')?.number).toBe('4242424242424242');
    expect(cardByToken('tok_chargeDeclined')?.number).toBe('4000000000000002');
    expect(cardByToken('pm_card_none')).toBeUndefined();
  });
});

describe('a card', () => {
  it('is good until the end of its month', () => {
    expect(flawOf(card, AT)).toBeNull();
    expect(flawOf({ ...card, expMonth: 10 }, AT)).toMatchObject({ code: 'invalid_expiry_year' });
  });

  it.each([
    [{ number: '4242424242424241' }, 'incorrect_number'],
    [{ number: '42' }, 'incorrect_number'],
    [{ expMonth: 13 }, 'invalid_expiry_month'],
    [{ expYear: 2090 }, 'invalid_expiry_year'],
    [{ cvc: '12' }, 'invalid_cvc'],
    [{ cvc: '1234' }, 'invalid_cvc'],
    [{ cvc: 'abc' }, 'invalid_cvc'],
    [{ number: '378282246310005' }, 'invalid_cvc'],
  ])('with %j is flawed: %s', (change, code) => {
    expect(flawOf({ ...card, ...change }, AT)).toMatchObject({ code });
  });
});
