/** The log of who looked is a chain: each row's hash covers all of the row and the hash before it. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@sounding/contracts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A row without its hashes. `at` in milliseconds counts; the database keeps no finer. */
export interface Entry {
  readonly number: bigint;
  readonly staffId: string;
  readonly personId: string;
  readonly what: string;
  readonly objectId: string;
  readonly because: string;
  readonly ref: string;
  readonly at: Date;
}
export interface Link extends Entry {
  readonly previous: Uint8Array;
  readonly hash: Uint8Array;
}
/** The end of a chain, or of the part of it that was looked at. */
export interface Head {
  readonly number: bigint;
  readonly hash: Uint8Array;
}

/** What the first row follows. */
export const START: Head = { number: 0n, hash: new Uint8Array(32) };

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.from(one).equals(other);

/** SHA-256 of the row as canonical JSON, with the hash before it. */
export function hashOf(entry: Entry, previous: Uint8Array): Bytes {
  const text = canonicalJson({
    number: String(entry.number),
    staffId: entry.staffId,
    personId: entry.personId,
    what: entry.what,
    objectId: entry.objectId,
    because: entry.because,
    ref: entry.ref,
    at: entry.at.toISOString(),
    previous: hex(previous),
  });
  return new Uint8Array(createHash('sha256').update(text).digest());
}

/** The row that comes after `head`. */
export function link(entry: Omit<Entry, 'number'>, head: Head): Entry & { previous: Bytes; hash: Bytes } {
  const numbered = { ...entry, number: head.number + 1n };
  return { ...numbered, previous: new Uint8Array(head.hash), hash: hashOf(numbered, head.hash) };
}

/** The number of the first row that does not follow the one before it, or is not what its hash says; null when all do. */
export function firstBroken(rows: readonly Link[], from: Head = START): bigint | null {
  let head = from;
  for (const row of rows) {
    const fits = row.number === head.number + 1n && same(row.previous, head.hash);
    if (!fits || !same(row.hash, hashOf(row, row.previous))) return head.number + 1n;
    head = row;
  }
  return null;
}

/** What is written where the database's owner cannot change it: `1234:9f86…`. */
export function headWords({ number, hash }: Head): string {
  return `${number}:${hex(hash)}`;
}
