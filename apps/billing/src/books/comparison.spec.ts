import {
  absent,
  type Booked,
  isFresh,
  isOf,
  judge,
  type Known,
  notPosted,
  type Posted,
  unequal,
} from './comparison.ts';

const now = new Date('2026-11-23T12:00:00.000Z');
const before = (ms: number) => new Date(now.getTime() - ms);
const old = before(10 * 60_000);
const young = before(10 * 60_000 - 1);

const charge: Booked = { id: 'txn_1', kind: 'charge', source: 'ch_1', hints: [], amount: 6349, fee: 214, at: old };
const known: Known = {
  ...{ rowId: 'p', bookingId: 'b', source: 'ch_1', state: 'paid', amount: 6349 },
  ...{ underWay: false, undone: false, posted: 6349, feePosted: 214 },
};
/** Its fee is a part of its entry: 63.49 and 15.00 left the balance at once. */
const dispute: Booked = { ...charge, id: 'txn_2', kind: 'dispute', source: 'dp_1', amount: -6349, fee: 1500 };
const disputed: Known = { ...known, rowId: 'd', source: 'dp_1', state: 'open', posted: -7849, feePosted: null };

it('what is ten minutes old is no longer on its way from one book to the other', () => {
  expect([old, young].map((at) => isFresh({ at }, now))).toEqual([false, true]);
});

describe('a movement that Stripe booked', () => {
  it('is right when row, entry and fee are what Stripe says', () => {
    expect(judge(charge, known, now)).toBeNull();
    expect(judge(dispute, disputed, now)).toBeNull();
    expect(judge({ ...charge, fee: 0 }, { ...known, feePosted: null }, now)).toBeNull();
  });

  it.each([
    ['charge', 'extra-charge'],
    ['refund', 'extra-refund'],
    ['transfer', 'orphan-transfer'],
    ['payout', 'missing-entry'],
    ['other', 'missing-entry'],
  ] as const)('of the kind %s and known to no row of ours is: %s', (kind, difference) => {
    expect(judge({ ...charge, kind }, null, now)).toEqual({
      key: `${difference}:txn_1`,
      kind: difference,
      bookingId: null,
      ours: { row: null, amount: null },
      theirs: { transaction: 'txn_1', what: kind, object: 'ch_1', amount: 6349, fee: 214, at: old.toISOString() },
    });
  });

  it('that has a row and no entry is: missing-entry', () => {
    expect(judge(charge, { ...known, posted: null, feePosted: null }, now)).toMatchObject({
      ...{ key: 'missing-entry:txn_1', kind: 'missing-entry', bookingId: 'b' },
      ours: { row: 'p', state: 'paid', rowAmount: 6349, amount: null, fee: null },
      theirs: { transaction: 'txn_1', amount: 6349 },
    });
  });

  it.each<[string, Partial<Known>, object]>([
    ['another amount in the ledger', { posted: 6348 }, { rowAmount: 6349, amount: 6348, fee: 214 }],
    ['another amount in our row', { amount: 6348 }, { rowAmount: 6348, amount: 6349, fee: 214 }],
    ['another fee', { feePosted: 213 }, { rowAmount: 6349, amount: 6349, fee: 213 }],
    ['no fee at all', { feePosted: null }, { rowAmount: 6349, amount: 6349, fee: null }],
  ])('with %s is: wrong-amount', (_what, changed, ours) => {
    const found = judge(charge, { ...known, ...changed }, now);
    expect(found).toMatchObject({ key: 'wrong-amount:txn_1', kind: 'wrong-amount', bookingId: 'b', ours });
  });

  it('whose fee is part of its entry is shown with the two apart, as Stripe shows them', () => {
    expect(judge(dispute, { ...disputed, posted: -7848 }, now)).toMatchObject({
      ours: { amount: -6348, fee: 1500 },
      theirs: { amount: -6349, fee: 1500 },
    });
  });

  it('is waited for while it is young: without a row, an entry, or the fee that is told a moment later', () => {
    const fresh = { ...charge, at: young };
    expect(judge(fresh, null, now)).toBeNull();
    expect(judge(fresh, { ...known, posted: null, feePosted: null }, now)).toBeNull();
    expect(judge(fresh, { ...known, feePosted: null }, now)).toBeNull();
  });

  it('is wrong at once, however young, when what we did post is wrong', () => {
    const fresh = { ...charge, at: young };
    expect(judge(fresh, { ...known, posted: 1 }, now)?.kind).toBe('wrong-amount');
    expect(judge(fresh, { ...known, feePosted: 1 }, now)?.kind).toBe('wrong-amount');
  });

  it('is no difference while our row waits for the bank, nor when both sides undid it', () => {
    expect(judge(charge, { ...known, posted: null, underWay: true }, now)).toBeNull();
    expect(judge(charge, { ...known, posted: null, undone: true }, now)).toBeNull();
  });
});

describe('what Stripe’s balance gained and our ledger does not have yet', () => {
  it.each<[string, Booked, Known | null, number]>([
    ['all of a charge that nobody knows', charge, null, 6135],
    ['all of one whose entry is not made', charge, { ...known, posted: null, feePosted: null }, 6135],
    ['the fee, while that alone is not posted', charge, { ...known, feePosted: null }, -214],
    ['nothing of a charge that is posted with its fee', charge, known, 0],
    ['nothing of a dispute that is posted, fee and all', dispute, disputed, 0],
    ['the rest of what was posted too low', charge, { ...known, posted: 6000 }, 349],
    ['nothing of what was undone', charge, { ...known, posted: null, undone: true }, 0],
    ['a fee that is no entry of its own counts once', dispute, { ...disputed, feePosted: 1500 }, 0],
  ])('is %s', (_what, booked, ours, minor) => {
    expect(notPosted(booked, ours)).toBe(minor);
  });
});

const posted: Posted = {
  ...{ kind: 'charge', ref: 'p', bookingId: 'b', minor: 6349 },
  ...{ at: old, source: 'ch_1', superseded: false },
};

describe('an entry of ours', () => {
  it.each<[string, Booked['kind']]>([
    ['charge', 'charge'],
    ['tip', 'charge'],
    ['refund-confirmed', 'refund'],
    ['refund-failed', 'refund-failure'],
    ['transfer-confirmed', 'transfer'],
    ['transfer-returned', 'transfer-return'],
    ['dispute-opened', 'dispute'],
    ['dispute-won', 'dispute-return'],
    ['dispute-recovered', 'dispute-return'],
    ['payout-asked', 'payout'],
    ['payout-failed', 'payout-return'],
  ])('of the kind %s is what Stripe booked as %s of the same object', (kind, bookedAs) => {
    const booked = { ...charge, kind: bookedAs };
    expect(isOf({ ...posted, kind }, booked)).toBe(true);
    expect(isOf({ ...posted, kind, source: 'ch_2' }, booked)).toBe(false);
    expect(isOf({ ...posted, kind }, { ...booked, kind: 'other' })).toBe(false);
  });

  it('of a fee is found by the movement that it was kept of', () => {
    const fee = { ...posted, kind: 'processor-fee', source: null };
    expect(isOf({ ...fee, ref: 'txn_1' }, charge)).toBe(true);
    expect(isOf({ ...fee, ref: 'txn_2' }, charge)).toBe(false);
  });

  it.each([
    ['charge', 'missing-charge'],
    ['tip', 'missing-charge'],
    ['refund-confirmed', 'missing-refund'],
    ['refund-failed', 'missing-refund'],
    ['transfer-confirmed', 'missing-transfer'],
    ['transfer-returned', 'missing-transfer'],
    ['processor-fee', 'wrong-amount'],
    ['dispute-opened', 'wrong-amount'],
    ['payout-asked', 'wrong-amount'],
  ])('of the kind %s that Stripe knows nothing of is: %s', (kind, difference) => {
    expect(absent({ ...posted, kind })).toEqual({
      key: `${difference}:${kind}:p`,
      kind: difference,
      bookingId: 'b',
      ours: { entry: `${kind}:p`, amount: 6349, object: 'ch_1', at: old.toISOString() },
      theirs: { transaction: null, amount: null },
    });
  });
});

it.each(['rows', 'stripe'] as const)('a balance that is not what %s say is one difference an account', (by) => {
  expect(unequal({ account: 'hold:b', bookingId: 'b', ledger: -6000, expected: -5999 }, by)).toEqual({
    key: 'balance:hold:b',
    kind: 'balance',
    bookingId: 'b',
    ours: { account: 'hold:b', balance: -6000 },
    theirs: { by, balance: -5999 },
  });
});
