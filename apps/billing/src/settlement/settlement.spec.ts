import { Outcome } from '@sounding/contracts';
import { money, zero } from '@sounding/money';
import { OUTCOMES, settle, type Terms, termsOf } from '@sounding/terms';
import fc from 'fast-check';
import { paidBill } from '../bill/sample.ts';
import { checkRelease, DoesNotAddUp, refundOf } from './settlement.ts';

const terms = termsOf('2026-11-01');
const at = new Date('2026-11-23T12:00:00.000Z');

const bill = paidBill;

function decision(reason: Outcome, price: number, decided?: number, already = 0) {
  const on = { price: money(price), already: money(already) };
  return { reason, ...settle(terms, reason, decided === undefined ? on : { ...on, decided: money(decided) }) };
}

describe('a refund', () => {
  it('is what the terms say, in its parts', () => {
    const back = refundOf(bill(6000), money(6000), decision('client-cancelled-late', 6000));
    expect(back).toEqual({ price: money(3000), fee: money(0), tax: money(0) });
  });

  it('returns the fee for our own error', () => {
    const back = refundOf(bill(6000), money(6000), decision('our-error', 6000));
    expect(back).toEqual({ price: money(6000), fee: money(349), tax: money(0) });
  });

  it('takes tax back with its line, to the cent, however it is divided', () => {
    const under: Terms = { ...terms, taxBasisPoints: { price: 825, 'handling-fee': 825 } };
    const taxed = bill(9999, {}, under);
    const first = refundOf(taxed, money(9999), decision('claim-decided', 9999, 3333));
    const second = refundOf({ ...taxed, refunded: first }, money(6666), decision('claim-decided', 9999, 6666, 3333));
    const taxOnPrice = 825; // 9999 x 8.25 %, half up
    expect(first.tax.minor + second.tax.minor).toBe(taxOnPrice);
    expect(refundOf(taxed, money(9999), decision('our-error', 9999)).tax.minor).toBe(taxOnPrice + 29);
  });

  const off = decision('client-cancelled-late', 6000);
  const cases: [string, () => unknown][] = [
    ['more to the client', () => refundOf(bill(6000), money(6000), { ...off, toClient: money(3001) })],
    [
      'a cent from the provider to us',
      () => refundOf(bill(6000), money(6000), { ...off, toProvider: money(2849), commission: money(151) }),
    ],
    ['the fee, without our error', () => refundOf(bill(6000), money(6000), { ...off, feeToClient: money(349) })],
    ['another balance than the bill knows', () => refundOf(bill(6000), money(5999), off)],
    ['a bill nobody paid', () => refundOf(bill(6000, { paidAt: null }), money(6000), off)],
    ['money that was released', () => refundOf(bill(6000, { releasedAt: at }), money(6000), off)],
  ];
  it.each(cases)('does not add up: %s', (_what, decide) => {
    expect(decide).toThrow(DoesNotAddUp);
  });
});

describe('a release', () => {
  it('is all that is held, less exactly our commission', () => {
    expect(() =>
      checkRelease(bill(6000), money(6000), { toProvider: money(5700), commission: money(300) }),
    ).not.toThrow();
    const part = bill(6000, { refunded: { price: money(2500), fee: zero(), tax: zero() } });
    expect(() => checkRelease(part, money(3500), { toProvider: money(3325), commission: money(175) })).not.toThrow();
  });

  it('of nothing is a release too', () => {
    const none = bill(6000, { refunded: { price: money(6000), fee: zero(), tax: zero() } });
    expect(() => checkRelease(none, money(0), { toProvider: money(0), commission: money(0) })).not.toThrow();
  });

  it.each([
    ['less than is held', 5699, 300],
    ['more than is held', 5701, 300],
    ['another commission', 5699, 301],
  ])('does not add up: %s', (_what, provider, commission) => {
    const decided = { toProvider: money(provider), commission: money(commission) };
    expect(() => checkRelease(bill(6000), money(6000), decided)).toThrow(DoesNotAddUp);
  });
});

it('whatever the terms decide adds up, and then the rest can be released', () => {
  fc.assert(
    fc.property(fc.integer({ min: 500, max: 500_000 }), fc.constantFrom(...OUTCOMES), fc.nat(), (price, reason, d) => {
      const decided = decision(reason, price, d % (price + 1));
      const made = bill(price);
      const back = refundOf(made, money(price), decided);
      const held = money(price - back.price.minor);
      expect(() => checkRelease({ ...made, refunded: back }, held, decided)).not.toThrow();
    }),
  );
});

it('the terms and the contracts know the same endings', () => {
  expect([...OUTCOMES]).toEqual(Outcome.options);
});
