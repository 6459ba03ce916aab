/** A hire in a currency without parts and in one with thousandths, from the bill to the transfer, through the rules alone. */
import { add, type CurrencyCode, commissionOf, type Money, money, subtract, zero } from '@sounding/money';
import { settle, type Terms, termsOf } from '@sounding/terms';
import { frozenPart, linesOf, partsOf, refusalOf, totalOf } from '../bill/bill.ts';
import { paidBill } from '../bill/sample.ts';
import { charge, release } from '../ledger/ledger.ts';
import { nextSum, sendable } from '../payout/transfer.ts';
import { checkRelease, giveBackOf, refundOf } from './settlement.ts';

const AT = '2026-12-10T16:00:00.000Z';

/** Amounts whose type says the currency only where `SOLD` does. */
const amounts = (currency: CurrencyCode) => (minor: number) => money(minor, currency) as unknown as Money;

function termsIn(currency: CurrencyCode): Terms {
  const of = amounts(currency);
  return {
    ...termsOf('2026-11-01'),
    handlingFee: of(500),
    taxBasisPoints: { price: 1_000, 'handling-fee': 1_000 },
    price: { least: of(500), most: of(500_000) },
    tip: { least: of(100), most: of(50_000) },
    transfer: { least: of(500), weekday: 1 },
  };
}

describe.each([
  ['JPY', '¥500', '¥500,000'],
  ['KWD', 'KWD\u00a00.500', 'KWD\u00a0500.000'],
] as const)('in %s', (currency, least, most) => {
  const terms = termsIn(currency);
  const of = amounts(currency);
  const bill = (more = {}) => paidBill(9_001, more, terms);
  const { parts } = bill();

  it('a bill has its lines, its parts and its total, for one session and for three', () => {
    expect(linesOf(of(9_001), terms).map(({ amount }) => amount)).toEqual([of(9_001), of(900), of(500), of(50)]);
    expect(parts).toEqual({ price: of(9_001), fee: of(500), tax: of(950) });
    expect(partsOf(linesOf(of(9_001), terms, 1)).fee).toEqual(of(0));
    const three = [bill(), bill(), bill()] as const;
    expect(totalOf(three)).toEqual(of(3 * 10_451));
    expect(frozenPart(three).lines[0]).toEqual({ kind: 'price', quantity: 3, unit: of(9_001), amount: of(27_003) });
  });

  it('a price out of range is refused in its own words', () => {
    const refusal = refusalOf({ price: of(499), providerId: 'provider' }, 'client', terms);
    expect(refusal?.message).toBe(`price-out-of-range: Prices are between ${least} and ${most}.`);
  });

  it('a late cancellation gives back half with its tax, and what is left is released less commission', () => {
    const due = settle(terms, 'client-cancelled-late', { price: parts.price, fee: parts.fee });
    const back = refundOf(bill(), parts.price, { reason: 'client-cancelled-late', ...due });
    expect(back).toEqual({ price: of(4_501), fee: of(0), tax: of(450) });
    const held = subtract(parts.price, back.price);
    expect(() => checkRelease(bill({ refunded: back }), held, due)).not.toThrow();
    expect(() => checkRelease(bill({ refunded: back }), money(held.minor), due)).toThrow('cannot mix');
  });

  it('the ledger’s entries sum to zero in that currency', () => {
    const commission = commissionOf(parts.price, terms.commissionBasisPoints);
    const toProvider = subtract(parts.price, commission);
    const on = { bookingId: 'booking', at: AT };
    for (const entry of [
      charge({ ...on, ...parts, paymentId: 'payment' }),
      release({ ...on, providerId: 'provider', toProvider, commission }),
    ]) {
      expect(entry.currency).toBe(currency);
      expect(entry.postings.reduce((all, { minor }) => all + minor, 0)).toBe(0);
    }
  });

  it('staff give back after the release, and a provider without earnings is sent nothing', () => {
    const on = { toClient: of(2_000), bearer: 'provider', payable: of(1_000) } as const;
    const { back, borne } = giveBackOf(bill({ releasedAt: new Date(AT) }), on);
    expect(back).toEqual({ price: of(2_000), fee: of(0), tax: of(200) });
    expect(add(add(borne.fromPayable, borne.owed), borne.commission)).toEqual(of(2_000));
    expect(sendable(terms, [])).toEqual([]);
    expect([nextSum(terms, true, []), nextSum(terms, false, [])]).toEqual([zero(currency), zero(currency)]);
  });
});
