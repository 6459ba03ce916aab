import { Currency } from '@sounding/contracts';
import { MINOR_UNITS, SOLD } from '@sounding/money';
import { currencyOf, VERSIONS } from '@sounding/terms';
import { LIST, text, written } from './table.files.ts';
import { AMENDMENTS, minorUnits } from './table.ts';

/** The digits that Unicode CLDR counts for a currency: those that people use, not those that the standard gives it. */
function cldrDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? -1;
}

it('the table of minor units is what ISO 4217 says; otherwise run npm run currencies', () => {
  expect(written()).toBe(text());
});

it('no amendment is kept that the list has caught up with', () => {
  const listed = new Map(LIST.map(({ code, digits }) => [code, digits]));
  expect(AMENDMENTS.filter(({ code, digits }) => (listed.get(code) ?? null) === digits)).toEqual([]);
});

it('an amendment adds, changes and takes away; metals and codes for testing are no money', () => {
  const list = ['BBB', 'AAA', 'XAU', 'XTS', 'XXX', 'XAF'].map((code) => ({ code, digits: 0 }));
  const since = [
    { code: 'CCC', digits: 3 },
    { code: 'AAA', digits: 2 },
    { code: 'BBB', digits: null },
  ].map((one) => ({ ...one, number: 1, why: '' }));
  expect([...minorUnits(list, since)]).toEqual([
    ['AAA', 2],
    ['CCC', 3],
    ['XAF', 0],
  ]);
});

it('holds the unusual ones', () => {
  expect(MINOR_UNITS).toMatchObject({ USD: 2, JPY: 0, UGX: 0, ISK: 0, HUF: 2, KWD: 3, CLF: 4, MRU: 2, XCG: 2, XAD: 2 });
  expect(Object.keys(MINOR_UNITS)).not.toContain('BGN');
});

it('counts the digits that Unicode CLDR counts, but for these', () => {
  const differ: Record<string, string> = {};
  for (const [code, digits] of Object.entries(MINOR_UNITS)) {
    if (cldrDigits(code) !== digits) differ[code] = `ISO ${digits}, CLDR ${cldrDigits(code)}`;
  }
  // Money whose coins for parts have gone out of use; people there write whole units, the standard still has two or three digits.
  const whole = 'AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'.split(' ');
  const expected = Object.fromEntries(whole.map((code) => [code, 'ISO 2, CLDR 0']));
  expect(differ).toEqual({ ...expected, IQD: 'ISO 3, CLDR 0' });
});

it('what is sold is what the terms have amounts in, and what a message may carry', () => {
  const sold = [...new Set(VERSIONS.map(currencyOf))].sort();
  expect([...SOLD].sort()).toEqual(sold);
  expect([...Currency.options].sort()).toEqual(sold);
});
