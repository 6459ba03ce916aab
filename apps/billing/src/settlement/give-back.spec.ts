import { type Money, money, sum, zero } from '@sounding/money';
import { type Terms, termsOf } from '@sounding/terms';
import type { KeptBill } from '../bill/bill.ts';
import { paidBill } from '../bill/sample.ts';
import { DoesNotAddUp, giveBackOf } from './settlement.ts';

const terms = termsOf('2026-11-01');
const at = new Date('2026-12-01T12:00:00.000Z');
const taxed: Terms = { ...terms, taxBasisPoints: { price: 1_000, 'handling-fee': 0 } };

const released = (more: Partial<KeptBill> = {}, under = terms) => paidBill(6000, { releasedAt: at, ...more }, under);
const ask = (bill: KeptBill, toClient: number, bearer: 'platform' | 'provider' = 'platform', payable = 5700) =>
  giveBackOf(bill, { toClient: money(toClient), bearer, payable: money(payable) });
const price = (minor: number): Record<'price' | 'fee' | 'tax', Money> => ({
  price: money(minor),
  fee: zero(),
  tax: zero(),
});

describe('giving back after the release', () => {
  it('sends part of the price and never the fee; we do not keep our commission on it', () => {
    expect(ask(released(), 2000)).toEqual({
      back: price(2000),
      borne: { fromPayable: zero(), owed: zero(), ours: money(1900), commission: money(100) },
    });
  });

  it('takes the provider’s part from what is payable, and lets them owe the rest', () => {
    expect(ask(released(), 6000, 'provider', 1700).borne).toEqual({
      ...{ fromPayable: money(1700), owed: money(4000), ours: zero(), commission: money(300) },
    });
  });

  it('reaches to the last cent that nobody took back before, by refund, bank or staff, and not beyond', () => {
    const before = { refunded: price(1000), chargedBack: money(2000), givenBack: money(2500) };
    expect(ask(released(before), 500).back.price).toEqual(money(500));
    expect(() => ask(released(before), 501)).toThrow('what is left of the price: 500 expected, 501 decided');
    expect(() => ask(released(), 6001)).toThrow('what is left of the price: 6000 expected, 6001 decided');
    expect(() => ask(released(), 0)).toThrow('what is left of the price: 6000 expected, 0 decided');
  });

  it('rounds our commission over all that went back, never over one part alone', () => {
    const parts = [1, 9, 10, 15, 5965];
    let before = 0;
    const commissions = parts.map((part) => {
      const { commission } = ask(released({ refunded: price(before) }), part).borne;
      before += part;
      return commission.minor;
    });
    expect(commissions).toEqual([0, 1, 0, 1, 298]);
    expect(sum(commissions.map((minor) => money(minor)))).toEqual(money(300));
  });

  it('returns the tax on what goes back: not on what the bank took, and not again', () => {
    expect(ask(released({}, taxed), 2000).back.tax).toEqual(money(200));
    const refunded = { price: money(1000), fee: zero(), tax: money(100) };
    expect(ask(released({ refunded }, taxed), 2000).back.tax).toEqual(money(200));
    const twice = { refunded: { ...refunded, tax: money(300) }, givenBack: money(2000) };
    expect(ask(released(twice, taxed), 500).back.tax).toEqual(money(50));
    expect(ask(released({ chargedBack: money(3000) }, taxed), 1000).back.tax).toEqual(money(100));
  });

  it('never returns tax on the fee, which stays', () => {
    const both = { ...terms, taxBasisPoints: { price: 0, 'handling-fee': 1_000 } };
    expect(ask(released({}, both), 6000).back.tax).toEqual(zero());
  });

  it('finds nothing before the release or the payment', () => {
    const nothing = 'nothing was released that could be given back';
    expect(() => ask(released({ releasedAt: null }), 1)).toThrow(new DoesNotAddUp(nothing));
    expect(() => ask(released({ paidAt: null }), 1)).toThrow(new DoesNotAddUp(nothing));
  });
});
