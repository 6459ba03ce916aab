import { money } from '@sounding/money';
import { type Terms, termsOf } from '@sounding/terms';
import {
  frozenPart,
  type KeptBill,
  linesOf,
  partsOf,
  partsOfAll,
  refusalOf,
  shown,
  stateOf,
  termsOfBill,
  totalOf,
} from './bill.ts';

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

  it('says why it is refused, with the range', () => {
    expect(refusalOf({ price: money(499), providerId: 'p' }, 'c', terms)).toMatchObject({
      code: 'price-out-of-range',
      detail: 'Prices are between $5.00 and $5,000.00.',
      facts: { least: money(500), most: money(500_000) },
    });
    expect(refusalOf({ price: money(500), providerId: 'p' }, 'p', terms)?.detail).toBe(
      'This is your own listing. You cannot hire yourself.',
    );
  });

  const lines = linesOf(money(6000), terms);
  const kept: KeptBill = {
    id: 'bill',
    bookingId: 'booking',
    packageId: null,
    place: 0,
    clientId: 'client',
    providerId: 'provider',
    listingId: 'listing',
    mode: 'therapy',
    startsAt: at('18:00'),
    endsAt: at('19:00'),
    lines,
    parts: partsOf(lines),
    total: money(6349),
    termsVersion: '2026-11-01',
    madeAt: at('12:00'),
    expiresAt: at('12:10'),
    hash: 'hash',
    lapsedAt: null,
    paidAt: null,
    paidBy: null,
    outcome: null,
    settledAt: null,
    refunded: { price: money(0), fee: money(0), tax: money(0) },
    provider: money(5700),
    releasedAt: null,
    chargedBack: money(0),
    lost: money(0),
    lostBeside: money(0),
    givenBack: money(0),
    undone: { what: null, price: money(0) },
  };
  const frozen = {
    id: 'bill',
    bookingId: 'booking',
    clientId: 'client',
    providerId: 'provider',
    listingId: 'listing',
    mode: 'therapy',
    startsAt: '2026-11-23T18:00:00.000Z',
    endsAt: '2026-11-23T19:00:00.000Z',
    lines,
    total: money(6349),
    termsVersion: '2026-11-01',
    madeAt: '2026-11-23T12:00:00.000Z',
    expiresAt: '2026-11-23T12:10:00.000Z',
  };

  it('freezes all that was shown and agreed, and nothing that happens later', () => {
    const later = { lapsedAt: at('12:20'), paidAt: at('12:05'), releasedAt: at('20:00'), provider: money(0) };
    expect(frozenPart([kept])).toEqual(frozen);
    expect(frozenPart([{ ...kept, ...later }])).toEqual(frozen);
  });

  it('is shown as it is frozen, with its hash and what has become of it', () => {
    expect(shown([kept], at('12:09'))).toEqual({ ...frozen, hash: 'hash', state: 'open', paidAt: null });
    expect(shown([{ ...kept, paidAt: at('12:05') }], at('12:09'))).toEqual({
      ...frozen,
      hash: 'hash',
      state: 'paid',
      paidAt: '2026-11-23T12:05:00.000Z',
    });
  });

  it('of a package says each session’s price and tax so many times, and the Handling Fee once', () => {
    const taxed = { ...terms, taxBasisPoints: { price: 1_000, 'handling-fee': 1_000 } };
    const session = (place: number): KeptBill => {
      const own = linesOf(money(6000), taxed, place);
      const parts = partsOf(own);
      const total = money(parts.price.minor + parts.fee.minor + parts.tax.minor);
      const when = { startsAt: at(`1${place}:00`), endsAt: at(`1${place}:50`) };
      return { ...kept, ...when, bookingId: `b${place}`, packageId: 'b0', place, lines: own, parts, total };
    };
    const bills = [session(0), session(1), session(2)] as const;
    const bill = shown(bills, at('09:00'));
    expect(bill.lines.map(({ kind, quantity, unit, amount }) => [kind, quantity, unit.minor, amount.minor])).toEqual([
      ['price', 3, 6000, 18_000],
      ['tax', 3, 600, 1_800],
      ['handling-fee', 1, 349, 349],
      ['tax', 1, 35, 35],
    ]);
    expect(bill.total).toEqual(money(18_000 + 1_800 + 349 + 35));
    expect(totalOf(bills)).toEqual(bill.total);
    expect(partsOfAll(bills)).toEqual({ price: money(18_000), fee: money(349), tax: money(1_835) });
    expect(bill.sessions).toEqual([
      { bookingId: 'b0', startsAt: '2026-11-23T10:00:00.000Z', endsAt: '2026-11-23T10:50:00.000Z', total: money(6984) },
      { bookingId: 'b1', startsAt: '2026-11-23T11:00:00.000Z', endsAt: '2026-11-23T11:50:00.000Z', total: money(6600) },
      { bookingId: 'b2', startsAt: '2026-11-23T12:00:00.000Z', endsAt: '2026-11-23T12:50:00.000Z', total: money(6600) },
    ]);
    expect(bill.lines.reduce((all, { amount }) => all + amount.minor, 0)).toBe(bill.total.minor);
  });

  it('stands under the terms it names', () => {
    expect(termsOfBill(kept)).toBe(terms);
  });
});
