import { createHash } from 'node:crypto';
import { money } from '@sounding/money';
import { comingAfter, inOrder, type Terms, termsAt, termsOf, VERSIONS, type Versions } from './terms.ts';

/**
 * SHA-256 of every version as it was announced. People agreed to these words: a hash here is never changed, and a version that
 * no longer matches its hash was edited. To change a fee or a window, add a version with a later day, and its hash. (Before the
 * first release, when nobody had agreed to anything, the first version gained the notice for moving and the times of a request.)
 */
const ANNOUNCED: Record<string, string> = {
  '2026-11-01': '43153574447932907ace6454495622428fc690e2eccb99dc41d175d91d7a8528',
};

/** Keys in one order, so that only values and names count. */
function sorted(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, value]) => [key, sorted(value)]);
}

const hashOf = (terms: Terms) =>
  createHash('sha256')
    .update(JSON.stringify(sorted(terms)))
    .digest('hex');

const [first] = VERSIONS;
const later = (day: string, changes: Partial<Terms> = {}): Terms => ({
  ...first,
  ...changes,
  version: day,
  from: `${day}T00:00:00.000Z`,
});
const three: Versions = inOrder([first, later('2027-03-01', { handlingFee: money(299) }), later('2027-09-01')]);

describe('the versions', () => {
  it('are what was announced: none was edited, none was taken away', () => {
    expect(Object.fromEntries(VERSIONS.map((terms) => [terms.version, hashOf(terms)]))).toEqual(ANNOUNCED);
  });

  it('would not be, if a single value were edited', () => {
    expect(hashOf({ ...first, claimHours: 73 })).not.toBe(hashOf(first));
    expect(hashOf({ ...first, price: { ...first.price, most: money(500_001) } })).not.toBe(hashOf(first));
  });

  it('cannot be changed while the program runs, however deep', () => {
    const price: { least: { minor: number } } = first.price;
    expect(() => {
      price.least.minor = 1;
    }).toThrow(TypeError);
    expect(() => {
      (first.rules.delivered as { feeBack: boolean }).feeBack = true;
    }).toThrow(TypeError);
    expect(() => (VERSIONS as unknown as Terms[]).push(first)).toThrow(TypeError);
  });

  it('are found by instant and by name, and the first stands for all time before it', () => {
    expect(termsAt('2026-11-23T00:00:00.000Z').version).toBe('2026-11-01');
    expect(termsAt(0)).toBe(first);
    expect(() => termsOf('1999-01-01')).toThrow('no terms of version 1999-01-01');
    expect(() => termsAt('soon')).toThrow('soon is not an instant');
  });

  it('take over at midnight UTC of their day, not a millisecond sooner', () => {
    expect(termsAt('2027-02-28T23:59:59.999Z', three).version).toBe('2026-11-01');
    expect(termsAt('2027-03-01T00:00:00.000Z', three).version).toBe('2027-03-01');
    expect(termsAt('2028-01-01T00:00:00.000Z', three).version).toBe('2027-09-01');
    expect(termsOf('2027-03-01', three).handlingFee).toEqual(money(299));
    expect(comingAfter('2027-02-28T23:59:59.999Z', three)?.version).toBe('2027-03-01');
    expect(comingAfter('2027-03-01T00:00:00.000Z', three)?.version).toBe('2027-09-01');
    expect(comingAfter('2027-09-01T00:00:00.000Z', three)).toBeNull();
    expect(comingAfter(0, three)?.version).toBe('2027-03-01');
  });

  it('are refused out of order, twice, or under another name than their day', () => {
    expect(() => inOrder([first, later('2026-10-01')])).toThrow('2026-10-01 does not follow 2026-11-01');
    expect(() => inOrder([first, first])).toThrow('2026-11-01 does not follow 2026-11-01');
    expect(() => inOrder([{ ...first, version: '2026-11-02' }])).toThrow('2026-11-02 begins 2026-11-01T00:00:00.000Z');
    expect(() => inOrder([{ ...first, from: '2026-11-01T01:00:00.000Z' }])).toThrow('2026-11-01 begins');
  });
});
