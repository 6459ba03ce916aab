import { jest } from '@jest/globals';
import fc from 'fast-check';
import { commissionKept, commissionOf, shares } from './commission.ts';
import {
  add,
  CURRENCY,
  type CurrencyCode,
  compare,
  decimal,
  equals,
  format,
  isZero,
  least,
  MINOR_UNITS,
  type Money,
  money,
  portion,
  SOLD,
  share,
  split,
  stored,
  subtract,
  sum,
  within,
  zero,
} from './money.ts';
import { currencyName } from './names.ts';
import { fromProcessorMinor, processorMinor } from './processor.ts';

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
    const other: Money<CurrencyCode> = money(1, 'EUR');
    expect(() => add(money(1), other)).toThrow('cannot mix USD and EUR');
    expect(() => subtract(money(1), other)).toThrow('cannot mix');
    expect(() => compare(money(1), other)).toThrow('cannot mix');
    expect(() => sum<CurrencyCode>([money(1), other], 'USD')).toThrow('cannot mix');
  });

  it('adds amounts up in their own currency, whichever the platform sells in', () => {
    const yen = [money(500, 'JPY'), money(70, 'JPY')] as unknown as Money[];
    expect(sum(yen)).toEqual(money(570, 'JPY'));
    expect(() => sum([money(1), ...yen])).toThrow('cannot mix USD and JPY');
  });

  it('reads a row in the currency that is sold, and stops at one in another', () => {
    expect(stored(6349n, CURRENCY)).toEqual(money(6349));
    expect(stored(-5, CURRENCY)).toEqual(money(-5));
    expect(() => stored(6349n, 'EUR')).toThrow('a row in EUR, but the platform sells in USD');
    expect(() => stored(6349n, 'usd')).toThrow(TypeError);
    expect(() => stored(9_007_199_254_740_993n, CURRENCY)).toThrow(RangeError);
  });

  it('calls a currency by our own name for it, or by its code', () => {
    expect(currencyName('USD')).toBe('US dollars');
    expect(currencyName('JPY')).toBe('Japanese yen');
    expect(currencyName('XAF')).toBe('XAF');
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

  it('prints each currency with the digits of ISO 4217, by locale', () => {
    expect(format(money(500, 'JPY'))).toBe('¥500');
    expect(format(money(-5, 'KWD'), 'en-US')).toBe('-KWD\u00a00.005');
    expect(format(money(123_456, 'HUF'), 'hu-HU')).toBe('1234,56\u00a0Ft');
    expect(format(money(6349), 'de-DE')).toBe('63,49\u00a0$');
    expect(format(money(6349, 'EUR'), 'de-DE')).toBe('63,49\u00a0€');
    expect(format(money(12_345, 'CLF'), 'en-US')).toBe('CLF\u00a01.2345');
    expect(format(money(Number.MAX_SAFE_INTEGER))).toBe('$90,071,992,547,409.91'); // more digits than a fraction holds
  });

  it('writes the bare number for files, with a point only where the currency has parts', () => {
    expect(decimal(money(6349))).toBe('63.49');
    expect(decimal(money(-5))).toBe('-0.05');
    expect(decimal(money(500, 'JPY'))).toBe('500');
    expect(decimal(money(0, 'JPY'))).toBe('0');
    expect(decimal(money(-1, 'KWD'))).toBe('-0.001');
    expect(decimal(money(Number.MAX_SAFE_INTEGER))).toBe('90071992547409.91');
  });

  it('makes the format of a currency and locale once, however many amounts a page shows', () => {
    const made = jest.spyOn(Intl, 'NumberFormat');
    const page = [1, 2, 3].map((minor) => format(money(minor, 'SEK'), 'sv-SE'));
    expect(page).toEqual(['0,01\u00a0kr', '0,02\u00a0kr', '0,03\u00a0kr']);
    expect(made).toHaveBeenCalledTimes(1);
    made.mockRestore();
  });

  it('prints what it holds, in every currency', () => {
    const codes = fc.constantFrom(...(Object.keys(MINOR_UNITS) as CurrencyCode[]));
    fc.assert(
      fc.property(codes, anyCents, (code, minor) => {
        const printed = format(money(minor, code)).replace(/[^\d-]/g, '');
        expect(BigInt(printed)).toBe(BigInt(minor));
      }),
    );
  });

  it('starts at nothing, in dollars unless told otherwise', () => {
    expect(SOLD).toEqual(['USD']);
    expect(CURRENCY).toBe('USD');
    expect(zero()).toEqual({ minor: 0, currency: 'USD' });
    expect(zero('JPY')).toEqual({ minor: 0, currency: 'JPY' });
    expect(sum([])).toEqual(zero());
    expect(sum([money(1, 'JPY'), money(2, 'JPY')], 'JPY')).toEqual(money(3, 'JPY'));
    expect(isZero(money(0))).toBe(true);
    expect(isZero(money(-1))).toBe(false);
    expect(Object.is(money(-0).minor, 0)).toBe(true);
  });

  it('knows the lesser of two, and equals', () => {
    expect(least(money(1), money(2))).toEqual(money(1));
    expect(least(money(2), money(1))).toEqual(money(1));
    const one = money(7);
    expect(least(one, money(7))).toBe(one);
    expect(equals(money(7), one)).toBe(true);
    expect(equals(money(8), one)).toBe(false);
    expect(compare(money(9), one)).toBe(1);
    expect(compare(money(-9), one)).toBe(-1);
  });

  it('says what it refuses', () => {
    expect(() => money(0.5)).toThrow('0.5 is not a whole, safe number of minor units');
    expect(() => portion(money(-1), 1, 2)).toThrow('less than nothing');
    expect(() => portion(money(1), 1.5, 2)).toThrow('numerator 1.5');
    expect(() => portion(money(1), -1, 2)).toThrow('numerator -1');
    expect(() => portion(money(1), 1, 0)).toThrow('denominator 0');
    expect(() => portion(money(1), 1, -2)).toThrow('denominator -2');
    expect(() => portion(money(1), 1, 0.5)).toThrow('denominator 0.5');
    expect(portion(money(0), 1, 1)).toEqual(money(0));
    expect(portion(money(9), 0, 1)).toEqual(money(0));
    expect(() => split(money(-1), [1])).toThrow('cannot split less than nothing');
    expect(split(money(0), [1, 2])).toEqual([money(0), money(0)]);
    expect(() => split(money(1), [1, -1, 2])).toThrow('weights 1,-1,2');
    expect(() => split(money(1), [1, 0.5])).toThrow('weights 1,0.5');
    expect(() => split(money(1), [0, 0])).toThrow('must not all be zero');
  });

  it('gives the cents left over to the largest remainders, earlier parts first', () => {
    expect(split(money(10), [1, 1, 1]).map(({ minor }) => minor)).toEqual([4, 3, 3]);
    expect(split(money(11), [1, 1, 1]).map(({ minor }) => minor)).toEqual([4, 4, 3]);
    expect(split(money(10), [1, 5, 8]).map(({ minor }) => minor)).toEqual([1, 3, 6]); // remainders 10, 8, 10 of 14
    expect(split(money(3), [10, 1, 9]).map(({ minor }) => minor)).toEqual([2, 0, 1]); // equal remainders: the earlier
    expect(split(money(3, 'JPY'), [1, 2])).toEqual([money(1, 'JPY'), money(2, 'JPY')]);
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

  it('refuses to refund more than the price, or less than nothing', () => {
    expect(() => commissionKept(money(100), money(5), money(101))).toThrow('refunded more than the price');
    expect(() => commissionKept(money(100), money(5), money(-1))).toThrow('refunded more than the price');
    expect(commissionKept(money(100), money(5), money(0))).toEqual(money(5));
    expect(commissionKept(money(100), money(5), money(100))).toEqual(money(0));
  });

  it('of nothing is nothing', () => {
    expect(commissionKept(money(0), money(0), money(0))).toEqual(money(0));
  });
});

describe('amounts as the processor counts them', () => {
  it.each([
    [money(6349), 6349],
    [money(500, 'JPY'), 500],
    [money(5, 'ISK'), 500],
    [money(7, 'ISK'), 700], // 700 x 0.01 is a little more than 7
    [money(5, 'UGX'), 500],
    [money(50_000, 'MGA'), 500],
    [money(700, 'MGA'), 7],
    [money(5_120, 'KWD'), 5120],
    [money(-349), -349],
    [money(0, 'MGA'), 0],
  ])('%j is sent as %i, and read back', (amount: Money<CurrencyCode>, sent) => {
    expect(processorMinor(amount)).toBe(sent);
    expect(fromProcessorMinor(sent, amount.currency)).toEqual(amount);
  });

  it('refuses what the processor would', () => {
    expect(() => processorMinor(money(5_124, 'KWD'))).toThrow('the processor takes KWD in steps of 10, not 5124');
    expect(() => processorMinor(money(101, 'MGA'))).toThrow('the processor takes MGA in steps of 100, not 101');
    expect(() => processorMinor(money(1, 'CLF'))).toThrow('the processor does not charge CLF');
    expect(() => processorMinor(money(Number.MAX_SAFE_INTEGER, 'ISK'))).toThrow('not a whole, safe number');
    expect(() => fromProcessorMinor(550, 'ISK')).toThrow('not a whole, safe number');
    expect(fromProcessorMinor(5_124, 'KWD')).toEqual(money(5_124, 'KWD')); // read as it is: it happened
  });

  it('come back as they went, in every currency and step', () => {
    const codes = Object.keys(MINOR_UNITS).filter((code) => MINOR_UNITS[code as CurrencyCode] < 4) as CurrencyCode[];
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.integer({ min: -1e9, max: 1e9 }), (code, hundreds) => {
        const amount = money(hundreds * 100, code);
        expect(fromProcessorMinor(processorMinor(amount), code)).toEqual(amount);
      }),
    );
  });
});
