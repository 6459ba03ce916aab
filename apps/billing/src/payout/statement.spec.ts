import { money } from '@sounding/money';
import fc from 'fast-check';
import { daysOf, lineOf, type PayableRow, placeOf, placeText, refusalOfPeriod, totalsOf } from './statement.ts';

const DAY = 86_400_000;
const from = new Date('2026-11-01T00:00:00.000Z');
const after = (ms: number) => new Date(from.getTime() + ms);

describe('a period of a statement', () => {
  it('ends after it begins, at most 400 days later', () => {
    const code = (ms: number) => refusalOfPeriod({ from, to: after(ms) })?.code ?? 'welcome';
    expect([-DAY, 0, 1, 400 * DAY, 400 * DAY + 1].map(code)).toEqual([
      ...['bad-range', 'bad-range', 'welcome', 'welcome', 'bad-range'],
    ]);
    expect(refusalOfPeriod({ from, to: from })?.detail).toBe(
      'A statement begins before it ends and covers at most 400 days. Please choose another period.',
    );
  });

  it('is cut into all of its whole days, and edges that cover the rest without a gap', () => {
    const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
    const length = fc.oneof(fc.integer({ min: 1, max: 3 * DAY }), fc.integer({ min: 1, max: 400 * DAY }));
    fc.assert(
      fc.property(instant, length, (begin, ms) => {
        const period = { from: new Date(begin), to: new Date(begin + ms) };
        const { whole, edges } = daysOf(period);
        const parts = [...edges, ...(whole ? [whole] : [])].sort((x, y) => x.from.getTime() - y.from.getTime());
        expect(parts[0]?.from).toEqual(period.from);
        expect(parts.at(-1)?.to).toEqual(period.to);
        for (const [n, part] of parts.entries()) {
          expect(part.from < part.to).toBe(true);
          if (n > 0) expect(part.from).toEqual(parts[n - 1]?.to);
        }
        for (const edge of whole ? [whole.from, whole.to] : []) expect(edge.getTime() % DAY).toBe(0);
        for (const edge of edges) {
          const midnight = Math.ceil(edge.from.getTime() / DAY) * DAY;
          expect(midnight + DAY).toBeGreaterThan(edge.to.getTime());
        }
      }),
    );
  });

  it('of a month has whole days and no edge', () => {
    const month = { from, to: after(30 * DAY) };
    expect(daysOf(month)).toEqual({ whole: month, edges: [] });
  });

  it('between two noons that follow one another has no whole day, and is one edge', () => {
    const noons = { from: after(DAY / 2), to: after(1.5 * DAY) };
    expect(daysOf(noons)).toEqual({ whole: null, edges: [noons] });
  });

  it('goes on where its text says, and any other text is no place', () => {
    const place = { at: new Date(1_767_225_600_000), id: 1_234_567n };
    expect(placeOf(placeText(place))).toEqual(place);
    expect(['', '1', '1.', '.1', '1.-1', '1.2.3', 'a.b'].map(placeOf)).toEqual(Array(7).fill(null));
  });
});

const row: PayableRow = {
  ...{ at: from, id: 1n, bookingId: 'b', balance: -9700n },
  ...{ kind: 'release', minor: -5700n, price: 6000n, commission: -300n },
};

describe('a line of a statement', () => {
  it('of a session names its price and our commission, and what came in is no debt', () => {
    expect(lineOf(row)).toEqual({
      ...{ at: from.toISOString(), what: 'session', bookingId: 'b' },
      ...{ price: money(6000), commission: money(300), amount: money(5700), balance: money(9700) },
    });
    expect(lineOf({ ...row, price: null, commission: null })).toMatchObject({
      ...{ price: money(0), commission: money(0) },
    });
  });

  it.each([
    ['tip', 'tip'],
    ['set-off', 'set-off'],
    ['given-back', 'given-back'],
    ['dispute-lost', 'chargeback'],
    ['transfer-asked', 'transfer'],
    ['transfer-failed', 'transfer-failed'],
  ])('of a %s reads %s, and has neither price nor commission', (kind, what) => {
    const line = lineOf({ ...row, kind, minor: 1900n, commission: 100n });
    expect(line).toMatchObject({ what, price: null, commission: null, amount: money(-1900) });
  });

  it('of a kind that it has no word for is a bug, and never left out', () => {
    expect(() => lineOf({ ...row, kind: 'charge' })).toThrow('an entry of kind charge touches a payable account');
  });
});

describe('the totals of a statement', () => {
  const sum = (kind: string, count: number, minor: number, commission = 0) => ({ kind, count, minor, commission });

  it('are one per kind, whatever the stretches that they were counted in, in the order of the page', () => {
    const sums = [
      sum('transfer-asked', 1, 9000),
      ...[sum('release', 2, -11_400, -600), sum('tip', 1, -1000), sum('release', 1, -5700, -300)],
      sum('given-back', 1, 1900, 100),
    ];
    expect(totalsOf(sums)).toEqual([
      { what: 'session', count: 3, amount: money(17_100), commission: money(900) },
      { what: 'tip', count: 1, amount: money(1000), commission: money(0) },
      { what: 'given-back', count: 1, amount: money(-1900), commission: money(100) },
      { what: 'transfer', count: 1, amount: money(-9000), commission: money(0) },
    ]);
  });

  it('leave out what did not happen, and keep what came to nothing', () => {
    expect(totalsOf([])).toEqual([]);
    expect(totalsOf([sum('set-off', 2, 0)])).toEqual([
      { what: 'set-off', count: 2, amount: money(0), commission: money(0) },
    ]);
  });
});
