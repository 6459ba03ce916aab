import { money, zero } from '@sounding/money';
import type { Entry } from './entry.ts';
import { charge, processorFee, refundAsked, refundConfirmed, refundFailed, release, tip } from './ledger.ts';

const on = { bookingId: 'booking', at: '2026-11-23T12:00:00.000Z' };
const parts = { price: money(6000), fee: money(349), tax: money(500) };
const amount = money(6849);

/** What the database stores beside the postings; kind and ref are the key that makes a second entry the first one again. */
it.each<[Entry['kind'], string, Entry]>([
  ['charge', 'payment', charge({ ...on, paymentId: 'payment', ...parts })],
  ['processor-fee', 'txn', processorFee({ ...on, balanceTransactionId: 'txn', fee: money(214) })],
  ['tip', 'tip', tip({ ...on, tipId: 'tip', providerId: 'provider', amount: money(1000) })],
  ['release', 'booking', release({ ...on, providerId: 'provider', toProvider: money(5700), commission: money(300) })],
  ['refund-asked', 'refund', refundAsked({ ...on, refundId: 'refund', ...parts })],
  ['refund-confirmed', 'refund:1', refundConfirmed({ ...on, refundId: 'refund', attempt: 1, amount })],
  [
    'refund-failed',
    'refund:2',
    refundFailed({ ...on, refundId: 'refund', attempt: 2, clientId: 'client', amount, confirmed: true }),
  ],
])('an entry of the kind %s is kept under %s, with its booking, instant and currency', (kind, ref, entry) => {
  const { postings, ...head } = entry;
  expect(head).toEqual({ kind, ref, ...on, currency: 'USD' });
  expect(postings.length).toBeGreaterThan(1);
});

it('all that goes back passes through the clearing account: price, fee and tax', () => {
  expect(refundAsked({ ...on, refundId: 'refund', ...parts }).postings).toEqual([
    { account: 'hold:booking', minor: 6000 },
    { account: 'refund_clr', minor: -6849 },
    { account: 'rev.fee', minor: 349 },
    { account: 'tax', minor: 500 },
  ]);
  const failed = { ...on, refundId: 'refund', attempt: 1, clientId: 'client', amount };
  expect(refundFailed({ ...failed, confirmed: false }).postings[0]).toEqual({ account: 'refund_clr', minor: 6849 });
  expect(refundFailed({ ...failed, confirmed: true }).postings[0]).toEqual({ account: 'stripe', minor: 6849 });
});

it('a move of less than nothing is refused, by name; one of nothing leaves no posting', () => {
  expect(() => tip({ ...on, tipId: 'tip', providerId: 'provider', amount: money(-1) })).toThrow(
    'tip: a move of less than nothing',
  );
  expect(tip({ ...on, tipId: 'tip', providerId: 'provider', amount: zero() }).postings).toEqual([]);
});
