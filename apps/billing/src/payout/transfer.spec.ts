import { money, zero } from '@sounding/money';
import { termsOf } from '@sounding/terms';
import type { Earning } from '../earning/earning.ts';
import { type AccountFacts, KEY_LIVES_MS, type KeptAccount, moved, standingOf } from './account.ts';
import { isNews } from './payout.ts';
import { returnKey, takenBack } from './return.ts';
import {
  type KeptTransfer,
  nextSum,
  payoutLine,
  sendable,
  transferDayAt,
  transferKey,
  transferLines,
} from './transfer.ts';

const terms = termsOf('2026-11-01');
const earning = (amount: number, taken = 0, transferred = 0) =>
  ({ amount: money(amount), taken: money(taken), transferred: money(transferred) }) as Earning;

describe('a transfer day', () => {
  it.each([
    ['2026-11-30T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
    ['2026-11-29T23:59:59.999Z', '2026-11-23T00:00:00.000Z'],
    ['2026-12-06T12:00:00.000Z', '2026-11-30T00:00:00.000Z'],
  ])('that is due at %s is that of %s', (now, day) => {
    expect(transferDayAt(terms, new Date(now)).toISOString()).toBe(day);
  });

  it('sends everything that is payable, or nothing while it is less than five dollars', () => {
    expect(sendable(terms, [earning(499)])).toEqual([]);
    expect(sendable(terms, [earning(499), earning(1)])).toHaveLength(2);
    // Who leaves is sent the last cent.
    expect(sendable(terms, [earning(1)], true)).toHaveLength(1);
    expect(sendable(terms, [earning(700, 100, 600)], true)).toEqual([]);
    expect(sendable(terms, [earning(700, 100, 600), earning(600, 100)])).toHaveLength(1);
    expect(nextSum(terms, true, [earning(499), earning(301, 300)])).toEqual(money(500));
    expect(nextSum(terms, false, [earning(5700)])).toEqual(zero());
  });
});

describe('a transfer', () => {
  const transfer = {
    ...{ bookingId: 'b', amount: money(5700), returned: zero(), state: 'made' },
    ...{ madeAt: new Date(0), arrivedAt: new Date(1000) },
  } as KeptTransfer;

  it('of which part was taken back is two lines that add up to it', () => {
    const lines = transferLines({ ...transfer, returned: money(2000) });
    expect(lines.map(({ state, amount }) => [state, amount.minor])).toEqual([
      ['arrived', 3700],
      ['returned', 2000],
    ]);
    expect(transferLines({ ...transfer, returned: money(5700) }).map(({ state }) => state)).toEqual(['returned']);
  });

  it.each([
    ['intended', null, 'under-way', transfer.madeAt],
    ['made', transfer.arrivedAt, 'arrived', transfer.arrivedAt],
    ['failed', null, 'failed', transfer.madeAt],
  ] as const)('that is %s is one line, of the instant at which it became so', (state, arrivedAt, told, at) => {
    expect(transferLines({ ...transfer, state, arrivedAt })).toEqual([
      { at: at?.toISOString(), bookingId: 'b', amount: money(5700), state: told },
    ]);
  });

  it('has a key of its own for each attempt, as taking one back has', () => {
    expect([transferKey('t', 1), transferKey('t', 2)]).toEqual(['transfer:t:1', 'transfer:t:2']);
    expect([returnKey('t', 1), returnKey('t', 2)]).toEqual(['return:t:1', 'return:t:2']);
  });

  it('is taken back for what is owed and no more, and never before it was made', () => {
    const debt = { amount: money(4000), recovered: money(500), writtenOff: money(500) };
    expect(takenBack(debt, transfer)).toEqual(money(3000));
    expect(takenBack(debt, { ...transfer, returned: money(5000) })).toEqual(money(700));
    expect(takenBack(debt, { ...transfer, state: 'intended' })).toEqual(zero());
  });
});

it('a payout that had arrived may come back; one that came back stays back', () => {
  const states = ['under-way', 'arrived', 'failed'] as const;
  expect(states.map((told) => states.map((known) => isNews(known, told)))).toEqual([
    [false, false, false],
    [true, false, false],
    [true, true, false],
  ]);
  expect(isNews(null, 'under-way')).toBe(true);
});

it('a payout is a line of no booking', () => {
  const payout = { stripePayoutId: 'po_1', providerId: 'x', amount: money(5700), madeAt: new Date(0) };
  expect(payoutLine({ ...payout, state: 'arrived' })).toEqual({
    ...{ at: '1970-01-01T00:00:00.000Z', amount: money(5700), state: 'arrived', bookingId: null },
  });
});

describe('an account', () => {
  const facts: AccountFacts = {
    ...{ stripeAccountId: 'acct_1', transfersOn: false, payoutsOn: false, asksProvider: true },
    ...{ bankLast4: null, bankRefused: false },
  };
  const dates = { madeAt: new Date(0), leavingAt: null };
  const account: KeptAccount = { ...facts, providerId: 'x', idempotencyKey: 'account:x', ...dates };

  it('stands as Stripe tells', () => {
    expect(standingOf(null)).toBe('none');
    expect(standingOf({ ...account, stripeAccountId: null })).toBe('none');
    expect(standingOf(account)).toBe('incomplete');
    expect(standingOf({ ...account, asksProvider: false })).toBe('checking');
    expect(standingOf({ ...account, transfersOn: true })).toBe('ready');
  });

  it('moved when Stripe says any one thing that we do not know, and only then', () => {
    expect(moved(account, facts)).toBe(false);
    const news: AccountFacts = {
      ...{ stripeAccountId: 'acct_2', transfersOn: true, payoutsOn: true, asksProvider: false },
      ...{ bankLast4: '6789', bankRefused: true },
    };
    const each = Object.entries(news).map(([name, value]) => moved(account, { ...facts, [name]: value }));
    expect(each).toEqual(Array(6).fill(true));
  });

  it('is asked for again with its key only while Stripe surely remembers it, an hour less than a day', () => {
    expect(KEY_LIVES_MS).toBe(23 * 3_600_000);
  });
});
