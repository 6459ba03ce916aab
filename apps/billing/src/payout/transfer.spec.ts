import { money, zero } from '@sounding/money';
import { termsOf } from '@sounding/terms';
import fc from 'fast-check';
import type { Earning } from '../earning/earning.ts';
import { standingOf } from './account.ts';
import { isNews } from './payout.ts';
import { takenBack } from './return.ts';
import { daysOf, placeOf, placeText } from './statement.ts';
import { type KeptTransfer, nextSum, sendable, transferDayAt, transferLines } from './transfer.ts';

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
    expect(transferLines({ ...transfer, state: 'failed' }).map(({ state }) => state)).toEqual(['failed']);
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

it('an account stands as Stripe tells', () => {
  const account = { stripeAccountId: 'acct_1', transfersOn: false, asksProvider: true } as Parameters<
    typeof standingOf
  >[0] &
    object;
  expect(standingOf(null)).toBe('none');
  expect(standingOf({ ...account, stripeAccountId: null })).toBe('none');
  expect(standingOf(account)).toBe('incomplete');
  expect(standingOf({ ...account, asksProvider: false })).toBe('checking');
  expect(standingOf({ ...account, transfersOn: true })).toBe('ready');
});

describe('a period of a statement', () => {
  it('is cut into whole days and edges that cover it without a gap', () => {
    const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        fc.pre(a !== b);
        const period = { from: new Date(Math.min(a, b)), to: new Date(Math.max(a, b)) };
        const { whole, edges } = daysOf(period);
        const parts = [...edges, ...(whole ? [whole] : [])].sort((x, y) => x.from.getTime() - y.from.getTime());
        expect(parts[0]?.from).toEqual(period.from);
        expect(parts.at(-1)?.to).toEqual(period.to);
        for (const [n, part] of parts.entries()) {
          expect(part.from < part.to).toBe(true);
          if (n > 0) expect(part.from).toEqual(parts[n - 1]?.to);
        }
        for (const edge of whole ? [whole.from, whole.to] : []) expect(edge.getTime() % 86_400_000).toBe(0);
      }),
    );
  });

  it('goes on where its text says, and any other text is no place', () => {
    const place = { at: new Date(1_767_225_600_000), id: 7n };
    expect(placeOf(placeText(place))).toEqual(place);
    expect(['', '1', '1.', '.1', '1.-1', '1.2.3', 'a.b'].map(placeOf)).toEqual(Array(7).fill(null));
  });
});
