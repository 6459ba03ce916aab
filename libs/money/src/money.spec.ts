import fc from 'fast-check';
import { commissionKept, commissionOf, shares } from './commission.ts';
import { add, type Currency, compare, format, money, portion, share, split, subtract, sum, within } from './money.ts';

const cents = fc.integer({ min: 0, max: 500_000_00 });
const anyCents = fc.maxSafeInteger();

describe('money', () => {
  it('adds and subtracts back to where it was', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(subtract(add(money(a), money(b)), money(b))).toEqual(money(a));
      }),
    );
  });

  it('refuses to mix currencies', () => {
    const other = money(1, 'EUR' as Currency);
    expect(() => add(money(1), other)).toThrow('cannot mix USD and EUR');
    expect(() => subtract(money(1), other)).toThrow('cannot mix');
    expect(() => compare(money(1), other)).toThrow('cannot mix');
    expect(() => sum([money(1), other])).toThrow('cannot mix');
  });

  it('refuses fractions and sums beyond what a number holds exactly', () => {
    expect(() => money(0.5)).toThrow(RangeError);
    expect(() => money(Number.NaN)).toThrow(RangeError);
    expect(() => add(money(Number.MAX_SAFE_INTEGER), money(1))).toThrow(RangeError);
  });

  it('rounds half a cent up', () => {
    expect(share(money(50), 500)).toEqual(money(3)); // 2.5
    expect(share(money(49), 500)).toEqual(money(2)); // 2.45
    expect(portion(money(6001), 1, 2)).toEqual(money(3001));
  });

  it('rounds any share to within half a cent of the exact value', () => {
    fc.assert(
      fc.property(anyCents, fc.integer({ min: 0, max: 10_000 }), (a, bps) => {
        const amount = money(Math.abs(a));
        const twice = 2n * (BigInt(share(amount, bps).minor) * 10_000n - BigInt(amount.minor) * BigInt(bps));
        expect(twice > -10_000n && twice <= 10_000n).toBe(true);
      }),
    );
  });

  it('never loses a cent when it splits, and no part is more than a cent from its share', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(cents, weights, (a, parts) => {
        fc.pre(parts.some((weight) => weight > 0));
        const whole = parts.reduce((x, y) => x + y, 0);
        const got = split(money(a), parts);
        expect(sum(got)).toEqual(money(a));
        got.forEach((part, index) => {
          expect(Math.abs(part.minor - (a * (parts[index] ?? 0)) / whole)).toBeLessThan(1);
        });
      }),
    );
  });

  it('gives the odd cents to the earlier of equal parts', () => {
    expect(split(money(100), [1, 1, 1])).toEqual([money(34), money(33), money(33)]);
    expect(split(money(5), [0, 1, 0])).toEqual([money(0), money(5), money(0)]);
    expect(() => split(money(5), [0, 0])).toThrow(RangeError);
  });

  it('prints dollars and cents', () => {
    expect(format(money(6349))).toBe('$63.49');
    expect(format(money(5))).toBe('$0.05');
    expect(format(money(0))).toBe('$0.00');
    expect(format(money(-500))).toBe('-$5.00');
    expect(format(money(500_000))).toBe('$5,000.00');
    expect(format(money(123_456_789))).toBe('$1,234,567.89');
  });

  it('knows its bounds as belonging to the range', () => {
    expect(within(money(500), money(500), money(1000))).toBe(true);
    expect(within(money(1000), money(500), money(1000))).toBe(true);
    expect(within(money(499), money(500), money(1000))).toBe(false);
    expect(within(money(1001), money(500), money(1000))).toBe(false);
  });
});

describe('commission', () => {
  it('is five per cent of $60.00', () => {
    expect(commissionOf(money(6000), 500)).toEqual(money(300));
  });

  it('follows refunds cumulatively: three refunds of a third reverse all of it', () => {
    const price = money(9999);
    const commission = money(1750);
    const kept = [3333, 6666, 9999].map((refunded) => commissionKept(price, commission, money(refunded)).minor);
    expect(kept).toEqual([1167, 583, 0]); // 583 + 584 + 583 reversed
  });

  it('always divides a price without remainder among client, provider and platform', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500_000 }), fc.integer({ min: 0, max: 5_000 }), fc.nat(), (p, bps, r) => {
        const price = money(p);
        const got = shares(price, bps, money(r % (p + 1)));
        expect(sum([got.toClient, got.toProvider, got.commission])).toEqual(price);
        expect(got.toProvider.minor).toBeGreaterThanOrEqual(0);
        expect(got.commission.minor).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('does not depend on how a refund was divided', () => {
    const refunds = fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        refunds,
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 0, max: 5_000 }),
        (parts, rest, bps) => {
          const refunded = parts.reduce((x, y) => x + y, 0);
          const price = money(refunded + rest);
          const commission = commissionOf(price, bps);
          let before = 0;
          let reversed = 0;
          for (const part of parts) {
            const was = commissionKept(price, commission, money(before)).minor;
            before += part;
            reversed += was - commissionKept(price, commission, money(before)).minor;
          }
          expect(commission.minor - reversed).toBe(commissionKept(price, commission, money(refunded)).minor);
        },
      ),
    );
  });

  it('refuses to refund more than the price', () => {
    expect(() => commissionKept(money(100), money(5), money(101))).toThrow(RangeError);
  });
});
