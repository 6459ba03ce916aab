import fc from 'fast-check';
import { piecesOf, type Run } from './runs.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const T0 = Date.parse('2026-11-23T00:00:00Z');
const iso = (at: number) => new Date(at).toISOString();
const startsOf = (runs: readonly Run[]) =>
  runs.flatMap(({ first, last, stepMinutes }) => {
    const [from, to] = [Date.parse(first), Date.parse(last)];
    return Array.from({ length: (to - from) / (stepMinutes * MINUTE) + 1 }, (_, n) => from + n * stepMinutes * MINUTE);
  });

/** Runs one after the other, as booking publishes them; some reach over many days. */
const published = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 3_000 }),
      stepMinutes: fc.constantFrom(1, 15, 20, 45, 60, 719, 720, 721, 1_439, 1_440, 5_000),
      steps: fc.integer({ min: 0, max: 300 }),
    }),
    { maxLength: 12 },
  )
  .map((parts) => {
    let at = T0;
    return parts.map(({ gap, stepMinutes, steps }): Run => {
      const first = at + gap * MINUTE;
      at = first + steps * stepMinutes * MINUTE;
      return { first: iso(first), last: iso(at), stepMinutes };
    });
  });

describe('runs that are stored', () => {
  it('say exactly the starts that were published, in order, each piece shorter than a day', () => {
    fc.assert(
      fc.property(published, (runs) => {
        const pieces = piecesOf(runs);
        expect(startsOf(pieces)).toEqual(startsOf(runs));
        for (const { first, last } of pieces) expect(Date.parse(last) - Date.parse(first)).toBeLessThan(DAY);
      }),
    );
  });

  it('are left whole when they are short', () => {
    const short = { first: iso(T0), last: iso(T0 + 3 * 60 * MINUTE), stepMinutes: 30 };
    expect(piecesOf([short])).toEqual([short]);
  });

  it('are refused when one begins before the one before it has ended', () => {
    const run = (from: number, to: number) => ({ first: iso(T0 + from), last: iso(T0 + to), stepMinutes: 1 });
    expect(() => piecesOf([run(0, 2 * MINUTE), run(MINUTE, 3 * MINUTE)])).toThrow('out of order');
    expect(() => piecesOf([run(MINUTE, 0)])).toThrow('out of order');
  });
});
