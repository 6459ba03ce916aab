import { money } from '@sounding/money';
import type { Entry } from './entry.ts';
import {
  bankWasFirst,
  disputeLost,
  disputeOpened,
  disputeRecovered,
  disputeWon,
  givenBack,
  payoutAsked,
  payoutConfirmed,
  payoutFailed,
  refundAgain,
  refundByHand,
  setOff,
  transferAsked,
  transferConfirmed,
  transferFailed,
  transferReturned,
  writtenOff,
} from './ledger.ts';

const at = '2026-11-23T12:00:00.000Z';
const on = { bookingId: 'b', at };
const toProvider = { ...on, providerId: 'x', amount: money(4800) };
const transfer = { ...toProvider, transferId: 't' };
const back = { ...on, providerId: 'x', refundId: 'r' };
const dispute = { ...on, disputeId: 'd', amount: money(6349) };
const lost = { ...dispute, clientId: 'c', providerId: 'x' };
const payout = { payoutId: 'po', at, amount: money(500) };
const none = money(0);
const nobody = { fromRefunds: none, fromOwed: none, holds: [], fromPayable: none, owed: none, commission: none };

type Row = [what: string, key: string, entry: Entry, postings: Record<string, number>];
const ROWS: readonly Row[] = [
  [
    'a debt is set off against a later release',
    'set-off:d:e',
    setOff({ ...toProvider, debtId: 'd', earningId: 'e' }),
    { 'payable:x': 4800, 'receivable:x': -4800 },
  ],
  [
    'a debt is written off',
    'written-off:d',
    writtenOff({ ...toProvider, debtId: 'd' }),
    { 'exp.guarantee': 4800, 'receivable:x': -4800 },
  ],
  ['a transfer is asked for', 'transfer-asked:t', transferAsked(transfer), { 'payable:x': 4800, transfer_clr: -4800 }],
  ['and confirmed', 'transfer-confirmed:t', transferConfirmed(transfer), { transfer_clr: 4800, stripe: -4800 }],
  ['or not made', 'transfer-failed:t', transferFailed(transfer), { transfer_clr: 4800, 'payable:x': -4800 }],
  [
    'a transfer is taken back',
    'transfer-returned:r',
    transferReturned({ ...toProvider, returnId: 'r' }),
    { stripe: 4800, 'receivable:x': -4800 },
  ],
  [
    'money is given back after the release, as goodwill',
    'given-back:r',
    givenBack({ ...back, tax: none, fromPayable: none, owed: none, ours: money(4800), commission: money(1200) }),
    { 'exp.guarantee': 4800, 'rev.commission': 1200, refund_clr: -6000 },
  ],
  [
    'money is given back for the provider’s fault, part of it transferred already, with its tax',
    'given-back:r',
    givenBack({
      ...{ ...back, tax: money(10), commission: money(1200) },
      ...{ fromPayable: money(1800), owed: money(3000), ours: none },
    }),
    { 'payable:x': 1800, 'receivable:x': 3000, 'rev.commission': 1200, tax: 10, refund_clr: -6010 },
  ],
  [
    'a failed refund is sent again',
    'refund-again:r:2',
    refundAgain({ ...on, refundId: 'r', attempt: 2, clientId: 'c', amount: money(6000) }),
    { 'credit_owed:c': 6000, refund_clr: -6000 },
  ],
  [
    'a failed refund is sent by hand',
    'refund-by-hand:r',
    refundByHand({ ...on, refundId: 'r', clientId: 'c', amount: money(6000) }),
    { 'credit_owed:c': 6000, bank: -6000 },
  ],
  [
    'a chargeback is opened',
    'dispute-opened:d',
    disputeOpened({ ...dispute, fee: money(1500) }),
    { 'dispute_recv:d': 6349, 'exp.dispute': 1500, stripe: -7849 },
  ],
  [
    'it is won, and the fee returned',
    'dispute-won:d',
    disputeWon({ ...dispute, feeBack: money(1500) }),
    { stripe: 7849, 'dispute_recv:d': -6349, 'exp.dispute': -1500 },
  ],
  [
    'it is lost, nothing was released, the provider’s fault',
    'dispute-lost:d',
    disputeLost({ ...lost, ...nobody, holds: [{ bookingId: 'b', price: money(6000) }] }),
    { 'hold:b': 6000, 'exp.chargeback': 349, 'dispute_recv:d': -6349 },
  ],
  [
    'it is lost after the release, the provider’s fault, before the transfer',
    'dispute-lost:d',
    disputeLost({ ...lost, ...nobody, fromPayable: money(4800), commission: money(1200) }),
    { 'payable:x': 4800, 'rev.commission': 1200, 'exp.chargeback': 349, 'dispute_recv:d': -6349 },
  ],
  [
    'it is lost after the transfer, the provider’s fault',
    'dispute-lost:d',
    disputeLost({ ...lost, ...nobody, owed: money(4800), commission: money(1200) }),
    { 'receivable:x': 4800, 'rev.commission': 1200, 'exp.chargeback': 349, 'dispute_recv:d': -6349 },
  ],
  [
    'it is lost after the release, our loss',
    'dispute-lost:d',
    disputeLost({ ...lost, ...nobody, commission: money(1200) }),
    { 'exp.chargeback': 5149, 'rev.commission': 1200, 'dispute_recv:d': -6349 },
  ],
  [
    'it is lost, and was faster than a refund',
    'dispute-lost:d',
    disputeLost({ ...lost, ...nobody, fromRefunds: money(6000) }),
    { refund_clr: 6000, 'exp.chargeback': 349, 'dispute_recv:d': -6349 },
  ],
  [
    'it is lost, and makes up for a refund that had failed',
    'dispute-lost:d',
    disputeLost({ ...lost, ...nobody, fromOwed: money(6000) }),
    { 'credit_owed:c': 6000, 'exp.chargeback': 349, 'dispute_recv:d': -6349 },
  ],
  ['it is won on appeal', 'dispute-recovered:d', disputeRecovered(dispute), { stripe: 6349, 'exp.chargeback': -6349 }],
  [
    'a refund is decided of what the bank had taken back',
    'bank-was-first:e',
    bankWasFirst({ ...on, decisionId: 'e', amount: money(6000) }),
    { 'hold:b': 6000, 'exp.chargeback': -6000 },
  ],
  ['our own money is paid out', 'payout-asked:po', payoutAsked(payout), { payout_clr: 500, stripe: -500 }],
  ['it arrives', 'payout-confirmed:po', payoutConfirmed(payout), { bank: 500, payout_clr: -500 }],
  [
    'it comes back on its way',
    'payout-failed:po',
    payoutFailed({ ...payout, confirmed: false }),
    { stripe: 500, payout_clr: -500 },
  ],
  [
    'it comes back after it had arrived',
    'payout-failed:po',
    payoutFailed({ ...payout, confirmed: true }),
    { stripe: 500, bank: -500 },
  ],
];

it.each(ROWS)('%s: %s', (_what, key, entry, postings) => {
  expect(`${entry.kind}:${entry.ref}`).toBe(key);
  expect(Object.fromEntries(entry.postings.map(({ account, minor }) => [account, minor]))).toEqual(postings);
  expect(entry.postings.reduce((all, { minor }) => all + minor, 0)).toBe(0);
  expect([entry.at, entry.currency]).toEqual([at, 'USD']);
  expect(entry.bookingId).toBe(entry.kind.startsWith('payout') ? null : 'b');
});

it('a lost dispute that is covered more than once is refused', () => {
  const covered = { ...nobody, fromRefunds: money(1), holds: [{ bookingId: 'b', price: money(1) }] };
  expect(() => disputeLost({ ...lost, ...covered, amount: money(1) })).toThrow('less than nothing');
});
