import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type Entry, firstBroken, type Head, headWords, type Link, link, START } from './chain.crypto.ts';

function chainOf(length: number): Link[] {
  const rows: Link[] = [];
  for (let at = 0; at < length; at += 1) {
    const entry = {
      ...{ staffId: randomUUID(), personId: randomUUID(), what: 'booking', objectId: randomUUID() },
      ...{ because: 'ticket', ref: randomUUID(), at: new Date(1_764_000_000_000 + at) },
    };
    rows.push(link(entry, rows.at(-1) ?? START));
  }
  return rows;
}

const COLUMNS = [
  'number',
  'staffId',
  'personId',
  'what',
  'objectId',
  'because',
  'ref',
  'at',
  'previous',
  'hash',
] as const;

/** The same value with one bit of one byte of it changed, as it would lie in the column. */
function spoilt<T extends Link[(typeof COLUMNS)[number]]>(value: T, byte: number, bit: number): T {
  if (typeof value === 'bigint') return (value ^ (1n << BigInt((byte % 8) * 8 + bit))) as T;
  if (value instanceof Date) return new Date(value.getTime() + (1 << bit)) as T;
  const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.from(value as Uint8Array);
  bytes[byte % bytes.length] = (bytes[byte % bytes.length] as number) ^ (1 << (bit % 7));
  return (typeof value === 'string' ? bytes.toString() : new Uint8Array(bytes)) as T;
}

describe('the chain of who looked', () => {
  const rows = chainOf(12);

  it('holds as it was written, as a whole and page by page', () => {
    expect(firstBroken(rows)).toBeNull();
    expect(firstBroken(rows.slice(5), rows[4])).toBeNull();
    expect(firstBroken([])).toBeNull();
    expect(headWords(rows[11] as Head)).toMatch(/^12:[0-9a-f]{64}$/);
  });

  it('one bit of any column of any row changed is found, at that row', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: rows.length - 1 }),
        fc.constantFrom(...COLUMNS),
        fc.nat({ max: 40 }),
        fc.nat({ max: 6 }),
        (index, column, byte, bit) => {
          const changed = rows.map((row, at) =>
            at === index ? { ...row, [column]: spoilt(row[column], byte, bit) } : row,
          );
          expect(firstBroken(changed)).toBe(BigInt(index + 1));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('a row taken out, put in, swapped, or written anew with hashes of its own is found', () => {
    const [first, second, third] = rows as [Link, Link, Link];
    expect(firstBroken([first, third])).toBe(2n);
    expect(firstBroken([second, third])).toBe(1n);
    expect(firstBroken([first, third, second])).toBe(2n);
    const other: Entry = { ...second, what: 'name' };
    expect(firstBroken([first, link(other, first), third])).toBe(3n);
    expect(firstBroken([first, link(other, second), third])).toBe(2n);
  });
});
