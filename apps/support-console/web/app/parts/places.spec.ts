import { placesOf } from './places.ts';

type Entries = Parameters<typeof placesOf>[0];

const entry = (kind: string, postings: Record<string, number>): Entries[number] => ({
  key: kind,
  kind,
  at: '2026-11-26T12:00:00.000Z',
  postings: Object.entries(postings).map(([account, minor]) => ({ account, minor })),
});
const charge = entry('charge', { stripe: 6349, 'hold:b': -6000, 'rev.fee': -349 });
const fee = entry('processor-fee', { 'exp.psp': 214, stripe: -214 });
const release = entry('release', { 'hold:b': 6000, 'payable:p': -5700, 'rev.commission': -300 });
const asked = entry('transfer-asked', { 'payable:p': 5700, transfer_clr: -5700 });
const sent = entry('transfer-confirmed', { transfer_clr: 5700, stripe: -5700 });

const where = (...entries: Entries) => {
  const { paid, places } = placesOf(entries);
  expect(places.reduce((sum, { minor }) => sum + minor, 0)).toBe(paid);
  return Object.fromEntries(places.filter(({ minor }) => minor !== 0).map(({ name, minor }) => [name, minor]));
};

it('nothing is anywhere before anybody paid', () => {
  expect(where()).toEqual({});
});

it('the price is held and the fee is ours; what Stripe takes of it is our cost', () => {
  expect(where(charge, fee)).toEqual({ held: 6000, us: 349 });
});

it('a refund is the client’s from the moment it is asked, also when it failed and is owed', () => {
  const back = entry('refund-asked', { 'hold:b': 3000, refund_clr: -3000 });
  const made = entry('refund-confirmed', { refund_clr: 3000, stripe: -3000 });
  const failed = entry('refund-failed', { stripe: 3000, 'credit_owed:c': -3000 });
  for (const story of [[back], [back, made], [back, made, failed]]) {
    expect(where(charge, ...story)).toEqual({ held: 3000, client: 3000, us: 349 });
  }
  const byHand = entry('refund-by-hand', { 'credit_owed:c': 3000, bank: -3000 });
  expect(where(charge, back, made, failed, byHand)).toEqual({ held: 3000, client: 3000, us: 349 });
});

it('what is released is the provider’s, payable, on its way or sent', () => {
  for (const story of [[], [asked], [asked, sent]]) {
    expect(where(charge, release, ...story)).toEqual({ provider: 5700, us: 649 });
  }
});

it('goodwill after the release is our loss, and the commission on it goes back', () => {
  const given = entry('given-back', { 'exp.guarantee': 1900, 'rev.commission': 100, refund_clr: -2000 });
  expect(where(charge, release, given)).toEqual({ provider: 5700, client: 2000, us: -1351 });
});

it('what the provider owes is not theirs any more, though it was sent', () => {
  const given = entry('given-back', { 'receivable:p': 1900, 'rev.commission': 100, refund_clr: -2000 });
  expect(where(charge, release, asked, sent, given)).toEqual({ provider: 3800, client: 2000, us: 549 });
});

it('what the bank took waits there, and is the client’s when it is lost', () => {
  const opened = entry('dispute-opened', { 'dispute_recv:d': 6349, 'exp.dispute': 1500, stripe: -7849 });
  const lost = entry('dispute-lost', { 'hold:b': 6000, 'exp.chargeback': 349, 'dispute_recv:d': -6349 });
  expect(where(charge, opened)).toEqual({ held: 6000, bank: 6349, us: -6000 });
  expect(where(charge, opened, lost)).toEqual({ client: 6349 });
  const recovered = entry('dispute-recovered', { stripe: 6349, 'exp.chargeback': -6349 });
  expect(where(charge, opened, lost, recovered)).toEqual({ us: 6349 });
});
