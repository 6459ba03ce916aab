import { money } from '@sounding/money';
import { type Terms, termsOf } from '@sounding/terms';
import { linesOf, partsOf, refusalOf, stateOf } from './bill.ts';

const terms = termsOf('2026-11-01');
const at = (iso: string) => new Date(`2026-11-23T${iso}:00.000Z`);

describe('a bill', () => {
  it('shows the price and the Handling Fee as lines of their own', () => {
    expect(linesOf(money(6000), terms)).toEqual([
      { kind: 'price', quantity: 1, unit: money(6000), amount: money(6000) },
      { kind: 'handling-fee', quantity: 1, unit: money(349), amount: money(349) },
    ]);
  });

  it('puts tax behind the line it is on, where a rate is set', () => {
    const taxed: Terms = { ...terms, taxBasisPoints: { price: 1_000, 'handling-fee': 0 } };
    const lines = linesOf(money(6000), taxed);
    expect(lines.map((line) => [line.kind, line.amount.minor])).toEqual([
      ['price', 6000],
      ['tax', 600],
      ['handling-fee', 349],
    ]);
    expect(partsOf(lines)).toEqual({ price: money(6000), fee: money(349), tax: money(600) });
  });

  it('is refused for a price out of range and for one’s own listing, and for nothing else', () => {
    const of = (minor: number, client = 'c') =>
      refusalOf({ price: money(minor), providerId: 'p' }, client, terms)?.code;
    expect([of(499), of(500), of(500_000), of(500_001), of(6000, 'p')]).toEqual([
      'price-out-of-range',
      undefined,
      undefined,
      'price-out-of-range',
      'own-listing',
    ]);
  });

  it('expires by itself, by a lapsed reservation, and never after it was paid', () => {
    const open = { paidAt: null, lapsedAt: null, expiresAt: at('12:10') };
    expect(stateOf(open, at('12:09'))).toBe('open');
    expect(stateOf(open, at('12:10'))).toBe('expired');
    expect(stateOf({ ...open, lapsedAt: at('12:01') }, at('12:02'))).toBe('expired');
    expect(stateOf({ ...open, lapsedAt: at('12:11'), paidAt: at('12:12') }, at('12:13'))).toBe('paid');
  });
});
