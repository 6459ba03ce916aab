import { money, zero } from '@sounding/money';
import type { KeptBill } from '../bill/bill.ts';
import { paidBill } from '../bill/sample.ts';
import { type DisputeState, type Happening, happenings, lossOf, stateOf } from './dispute.ts';

it.each<[string, boolean, DisputeState]>([
  ['won', true, 'won'],
  ['lost', true, 'lost'],
  ['warning_closed', false, 'withdrawn'],
  ['prevented', false, 'withdrawn'],
  ['needs_response', true, 'open'],
  ['under_review', true, 'open'],
  ['warning_needs_response', false, 'inquiry'],
  ['a_word_of_next_year', true, 'open'],
  ['a_word_of_next_year', false, 'inquiry'],
])('Stripe’s word %s, money taken: %s, is %s', (status, taken, state) => {
  expect(stateOf(status, taken)).toBe(state);
});

describe('a dispute moves forward only', () => {
  const states = ['inquiry', 'open', 'won', 'lost', 'withdrawn'] as const;
  const rows: [DisputeState | null, Record<DisputeState, Happening[]>][] = [
    [
      null,
      {
        inquiry: ['inquiry'],
        open: ['open'],
        won: ['open', 'won'],
        lost: ['open', 'lost'],
        withdrawn: ['inquiry', 'withdrawn'],
      },
    ],
    [
      'inquiry',
      { inquiry: [], open: ['open'], won: ['open', 'won'], lost: ['open', 'lost'], withdrawn: ['withdrawn'] },
    ],
    ['open', { inquiry: [], open: [], won: ['won'], lost: ['lost'], withdrawn: ['withdrawn'] }],
    ['lost', { inquiry: [], open: [], won: ['recovered'], lost: [], withdrawn: [] }],
    ['won', { inquiry: [], open: [], won: [], lost: [], withdrawn: [] }],
    ['withdrawn', { inquiry: [], open: [], won: [], lost: [], withdrawn: [] }],
  ];
  const all = rows.flatMap(([known, next]) => states.map((now) => [known, now, next[now]] as const));
  it.each(all)('known as %s, now %s: %j', (known, now, expected) => {
    expect(happenings(known, now)).toEqual(expected);
  });
});

const none = zero();
const bill = paidBill(6000);
const on = { amount: money(6349), held: money(6000), payable: none };
const refunded = (price: number) => ({ price: money(price), fee: none, tax: none });
const minors = (loss: ReturnType<typeof lossOf>) =>
  Object.fromEntries(
    Object.entries(loss).flatMap(([name, part]) =>
      name !== 'lost' && typeof part === 'object' && part.minor !== 0 ? [[name, part.minor]] : [],
    ),
  );

describe('a dispute lost before the release', () => {
  it('is our loss, and leaves the provider’s part held', () => {
    const loss = lossOf(bill, on);
    expect([loss.bearer, minors(loss)]).toEqual(['platform', { beyond: 6000 }]);
    // The rest of what the bank took is the fee, or of another session of the package.
    expect(loss.lost).toEqual(money(6000));
  });

  it.each<[KeptBill['outcome'], number, number, boolean]>([
    ['provider-absent', 0, 0, true],
    ['provider-cancelled', 0, 0, true],
    ['claim-decided', 2000, 0, true],
    ['claim-decided', 0, 2000, true],
    ['claim-decided', 0, 0, false],
    ['client-absent', 3000, 0, false],
    ['client-cancelled-late', 3000, 3000, false],
    [null, 0, 0, false],
  ])('after %s, %i refunded and %i undone, is the provider’s: %s', (outcome, price, undone, theirs) => {
    const kept = { ...bill, outcome, refunded: refunded(price), undone: { what: null, price: money(undone) } };
    const loss = lossOf(kept, { ...on, held: money(6000 - price) });
    expect(loss.bearer).toBe(theirs ? 'provider' : 'platform');
    expect(loss.fromHold.minor).toBe(theirs ? 6000 - price : undone);
    expect(loss.chargedBack).toEqual(loss.fromHold);
  });

  it('takes no more of the hold than is held, than was disputed, and than had been decided to go back', () => {
    const absent = { ...bill, outcome: 'provider-absent' };
    expect(lossOf(absent, { ...on, held: money(5000) }).fromHold).toEqual(money(5000));
    expect(lossOf(absent, { ...on, amount: money(1000) }).fromHold).toEqual(money(1000));
    const undone = { ...bill, undone: { what: 'refund' as const, price: money(3000) } };
    expect(minors(lossOf(undone, on))).toEqual({ beyond: 3000, fromHold: 3000, chargedBack: 3000 });
    expect(minors(lossOf(undone, { ...on, amount: money(1000) }))).toEqual({ fromHold: 1000, chargedBack: 1000 });
  });
});

describe('a dispute lost after the release', () => {
  const released = { ...bill, releasedAt: new Date('2026-12-01T00:00:00.000Z') };

  it('is our loss, less the commission that we do not keep', () => {
    const loss = lossOf(released, { ...on, held: none, payable: money(5700) });
    expect(minors(loss)).toEqual({ commission: 300, chargedBack: 6000, beyond: 6000 });
  });

  it('is the provider’s with their fault on record: what is payable, and what is not they owe', () => {
    const theirs = { ...released, outcome: 'provider-absent' };
    expect(minors(lossOf(theirs, { ...on, held: none, payable: money(1700) }))).toEqual({
      ...{ fromPayable: 1700, owed: 4000, commission: 300, chargedBack: 6000, beyond: 6000 },
    });
  });

  it('is of what nobody had taken back so far: by refund, by another bank, by staff', () => {
    const before = { refunded: refunded(1000), chargedBack: money(500), givenBack: money(2500) };
    const theirs = { ...released, ...before, outcome: 'claim-decided' };
    expect(minors(lossOf(theirs, { ...on, held: none, payable: money(5000) }))).toEqual({
      ...{ fromPayable: 1900, commission: 100, chargedBack: 2000, beyond: 2000 },
    });
  });
});
