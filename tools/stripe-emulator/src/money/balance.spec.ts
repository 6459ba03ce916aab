import fc from 'fast-check';
import { cardFee, newTransaction, settlesAt } from './balance.ts';

describe('the processing fee', () => {
  it.each([
    [6349, 214],
    [1000, 59],
    [50, 31],
    [500000, 14530],
  ])('of %i is %i', (amount, fee) => {
    expect(cardFee(amount)).toBe(fee);
  });

  it('is 2.9 % half up and 30 cents, never off by a cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 99_999_999 }), (amount) => {
        const fee = BigInt(cardFee(amount)) - 30n;
        const thousandths = BigInt(amount) * 29n;
        expect(fee * 1000n - thousandths).toBeGreaterThan(-500n);
        expect(fee * 1000n - thousandths).toBeLessThanOrEqual(500n);
      }),
    );
  });

  it('is taken out of the net and itemized', () => {
    const movement = {
      type: 'charge',
      amount: 6349,
      fee: 214,
      currency: 'usd',
      source: 'ch_1',
      description: null,
      availableOn: 10,
    } as const;
    expect(newTransaction('txn_1', movement, 5)).toMatchObject({
      net: 6135,
      status: 'pending',
      fee_details: [{ amount: 214, currency: 'usd', type: 'stripe_fee' }],
    });
  });
});

describe('card money', () => {
  it.each([
    ['2026-11-23T10:00:00Z', '2026-11-25T10:00:00Z'],
    ['2026-11-26T10:00:00Z', '2026-11-30T10:00:00Z'],
    ['2026-11-27T23:59:00Z', '2026-12-01T23:59:00Z'],
    ['2026-11-28T10:00:00Z', '2026-12-01T10:00:00Z'],
  ])('of %s can be used on %s: weekends do not count', (paid, usable) => {
    expect(settlesAt(Date.parse(paid) / 1000)).toBe(Date.parse(usable) / 1000);
  });
});
