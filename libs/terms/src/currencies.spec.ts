/** The terms in a currency without parts and in one with thousandths: the same rules, and the digits of the currency. */
import { add, type CurrencyCode, commissionOf, type Money, money, split, subtract, sum, zero } from '@sounding/money';
import fc from 'fast-check';
import { termsInPlainEnglish } from './english.ts';
import { sentencesFor } from './sentences.ts';
import { partsOfGivenBack, settle } from './settle.ts';
import { allIn, currencyOf, OUTCOMES, type Terms, VERSIONS } from './terms.ts';

/** A first version as a platform would write it that sells in this currency. Its type says so only where `SOLD` does. */
function termsIn(currency: CurrencyCode, fee: number): Terms {
  const of = (minor: number) => money(minor, currency) as unknown as Money;
  return {
    ...VERSIONS[0],
    handlingFee: of(fee),
    price: { least: of(500), most: of(500_000) },
    tip: { least: of(100), most: of(50_000) },
    transfer: { least: of(500), weekday: 1 },
  };
}
const CASES: readonly (readonly [CurrencyCode, Terms])[] = [
  ['JPY', termsIn('JPY', 500)],
  ['KWD', termsIn('KWD', 1_070)],
];
const inIt = (currency: CurrencyCode) => (minor: number) => money(minor, currency) as unknown as Money;

describe.each(CASES)('terms in %s', (currency, terms) => {
  const of = inIt(currency);

  it('have one currency, in which a price is shown all-in', () => {
    expect(currencyOf(terms)).toBe(currency);
    expect(allIn(of(9_001), terms, 2)).toEqual(add(of(18_002), terms.handlingFee));
    expect(() => allIn(money(9_001), terms)).toThrow(`cannot mix USD and ${currency}`);
  });

  it('give the odd half of a price to the client, and lose nothing of it', () => {
    expect(settle(terms, 'client-cancelled-late', { price: of(9_001) })).toEqual({
      toClient: of(4_501),
      feeToClient: of(0),
      feeKept: terms.handlingFee,
      toProvider: of(4_275),
      commission: of(225),
    });
  });

  it('settle every outcome of every price to the last unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500_000 }), fc.constantFrom(...OUTCOMES), (minor, outcome) => {
        const price = of(minor);
        const got = settle(terms, outcome, { price, decided: split(price, [1, 2])[0] as Money });
        expect(sum([got.toClient, got.toProvider, got.commission])).toEqual(price);
        expect(add(got.feeToClient, got.feeKept)).toEqual(terms.handlingFee);
      }),
    );
  });

  it('know whose money goes back after the release', () => {
    const { fromProvider, fromCommission } = partsOfGivenBack(terms, {
      ...{ price: of(6_000), already: zero(currency) as unknown as Money, back: of(2_000) },
    });
    expect([fromProvider, fromCommission]).toEqual([of(1_900), of(100)]);
    expect(subtract(of(6_000), commissionOf(of(6_000), terms.commissionBasisPoints))).toEqual(of(5_700));
  });
});

it('plain English writes each currency with its own sign and digits, and no dollar', () => {
  const [yen, dinar] = CASES.map(([currency, terms]) => {
    const bill = { price: inIt(currency)(9_001), startsAt: '2026-12-10T15:00:00Z', endsAt: '2026-12-10T16:00:00Z' };
    const beside = sentencesFor(terms, { ...bill, now: '2026-12-01T12:00:00Z' }).map(({ text }) => text);
    const { sections } = termsInPlainEnglish({ ...terms, version: 'without examples' });
    return [...beside, ...sections.flatMap(({ sentences }) => sentences)].join(' ');
  });
  expect(yen).toContain('you get ¥9,001 back. Later you get ¥4,501 back');
  expect(yen).toContain('¥500 Handling Fee');
  expect(dinar).toContain('you get KWD\u00a09.001 back. Later you get KWD\u00a04.501 back');
  expect(dinar).toContain('KWD\u00a01.070 Handling Fee');
  expect(`${yen}${dinar}`).not.toMatch(/\$|dollar|\bcents?\b/i);
});
