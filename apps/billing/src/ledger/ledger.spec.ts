import { money } from '@sounding/money';
import fc from 'fast-check';
import type { Entry } from './entry.ts';
import { charge, processorFee, refundAsked, refundConfirmed, refundFailed, release, tip } from './ledger.ts';

const at = '2026-11-23T12:00:00.000Z';
const base = { bookingId: 'b', at };
const total = (entry: Entry) => entry.postings.reduce((all, posting) => all + posting.minor, 0);
const lines = (entry: Entry) => Object.fromEntries(entry.postings.map(({ account, minor }) => [account, minor]));
const parts = (price: number, fee: number, tax = 0) => ({ price: money(price), fee: money(fee), tax: money(tax) });

describe('the rows of the ledger', () => {
  it('charge: the price is held, the fee is ours', () => {
    const entry = charge({ ...base, paymentId: 'p', ...parts(6000, 349) });
    expect(lines(entry)).toEqual({ stripe: 6349, 'hold:b': -6000, 'rev.fee': -349 });
    expect([entry.kind, entry.ref]).toEqual(['charge', 'p']);
  });

  it('charge with tax keeps the tax apart', () => {
    expect(lines(charge({ ...base, paymentId: 'p', ...parts(6000, 349, 500) }))).toEqual({
      stripe: 6849,
      'hold:b': -6000,
      'rev.fee': -349,
      tax: -500,
    });
  });

  it('processor fee', () => {
    expect(lines(processorFee({ ...base, balanceTransactionId: 'txn_1', fee: money(214) }))).toEqual({
      'exp.psp': 214,
      stripe: -214,
    });
  });

  it('tip: payable at once, nothing for us', () => {
    expect(lines(tip({ ...base, tipId: 't', providerId: 'x', amount: money(1000) }))).toEqual({
      stripe: 1000,
      'payable:x': -1000,
    });
  });

  it('release: once per booking', () => {
    const entry = release({ ...base, providerId: 'x', toProvider: money(5700), commission: money(300) });
    expect(lines(entry)).toEqual({ 'hold:b': 6000, 'payable:x': -5700, 'rev.commission': -300 });
    expect(entry.ref).toBe('b');
  });

  it('full refund before release, asked and confirmed: the fee is kept', () => {
    expect(lines(refundAsked({ ...base, refundId: 'r', ...parts(6000, 0) }))).toEqual({
      'hold:b': 6000,
      refund_clr: -6000,
    });
    expect(lines(refundConfirmed({ ...base, refundId: 'r', attempt: 1, amount: money(6000) }))).toEqual({
      refund_clr: 6000,
      stripe: -6000,
    });
  });

  it('our own error: the fee goes back too', () => {
    expect(lines(refundAsked({ ...base, refundId: 'r', ...parts(6000, 349) }))).toEqual({
      'hold:b': 6000,
      'rev.fee': 349,
      refund_clr: -6349,
    });
  });

  it('a refund that failed is owed to the client, whether or not it had been confirmed', () => {
    const failed = { ...base, refundId: 'r', attempt: 1, clientId: 'c', amount: money(6000) };
    expect(lines(refundFailed({ ...failed, confirmed: true }))).toEqual({ stripe: 6000, 'credit_owed:c': -6000 });
    expect(lines(refundFailed({ ...failed, confirmed: false }))).toEqual({ refund_clr: 6000, 'credit_owed:c': -6000 });
  });

  it('each sums to zero and posts no zero, whatever the amounts', () => {
    const cents = fc.integer({ min: 0, max: 500_000 }).map((minor) => money(minor));
    fc.assert(
      fc.property(cents, cents, cents, (price, fee, tax) => {
        const all = [
          charge({ ...base, paymentId: 'p', price, fee, tax }),
          processorFee({ ...base, balanceTransactionId: 't', fee }),
          tip({ ...base, tipId: 't', providerId: 'x', amount: price }),
          release({ ...base, providerId: 'x', toProvider: price, commission: fee }),
          refundAsked({ ...base, refundId: 'r', price, fee, tax }),
          refundConfirmed({ ...base, refundId: 'r', attempt: 1, amount: price }),
          refundFailed({ ...base, refundId: 'r', attempt: 1, clientId: 'c', amount: price, confirmed: true }),
          refundFailed({ ...base, refundId: 'r', attempt: 1, clientId: 'c', amount: price, confirmed: false }),
        ];
        for (const entry of all) {
          expect(total(entry)).toBe(0);
          expect(entry.postings.every(({ minor }) => minor !== 0)).toBe(true);
        }
      }),
    );
  });

  it('refuses a move of less than nothing', () => {
    expect(() => processorFee({ ...base, balanceTransactionId: 't', fee: money(-1) })).toThrow('less than nothing');
  });
});
