import fc from 'fast-check';
import { cardFee, newTransaction } from './balance.ts';

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
