/** What a document gets when it is issued: its series and number, its address of proof and, over all of it, its hash. */
import { canonicalJson, type DocumentKind, type IssuedDocument } from '@sounding/contracts';

/** Money that came, money that went back, and the three that move none: bills, statements, year summaries. */
export type Series = 'R' | 'C' | 'B' | 'S' | 'Y';

const SERIES: Readonly<Record<DocumentKind, Series>> = {
  receipt: 'R',
  'tip-receipt': 'R',
  'credit-note': 'C',
  bill: 'B',
  statement: 'S',
  'year-summary': 'Y',
};

export function seriesOf(kind: DocumentKind): Series {
  return SERIES[kind];
}

/** `R-2026-000042`: series, year of issue in UTC, gapless count. */
export function numberOf(series: Series, year: number, sequence: number): string {
  return `${series}-${year}-${String(sequence).padStart(6, '0')}`;
}

/** The parts of a document that the commit gives it. */
export type Given = 'id' | 'number' | 'verifyAt' | 'hash';

type Without<D, K extends PropertyKey> = D extends unknown ? Omit<D, K> : never;

/** A document before it is issued. */
export type Unissued = Without<IssuedDocument, Given>;

/** One to issue: there is one document for each `source`, and only `holderId` may see it. */
export interface Draft {
  readonly source: string;
  readonly holderId: string;
  /** In whose list it stands (UTC): when its money moved, or the year or month that it is about. */
  readonly year: number;
  /** The bookings it is of; the first is the one it names. Empty for statements and summaries. */
  readonly bookingIds: readonly string[];
  /** The id of the document whose place it takes. */
  readonly replaces?: string;
  readonly document: Unissued;
}

/** Freezes a draft: with id, number, address of proof and the hash that `sha256` gives of its canonical JSON. */
export function freeze(
  document: Unissued,
  given: { id: string; number: string; verifyAt: string },
  sha256: (text: string) => string,
): IssuedDocument {
  const named = { ...document, ...given };
  return { ...named, hash: sha256(canonicalJson(named)) } as IssuedDocument;
}

/** True when nothing in the document was changed since it was issued. */
export function isIntact({ hash, ...rest }: IssuedDocument, sha256: (text: string) => string): boolean {
  return sha256(canonicalJson(rest)) === hash;
}

/** Digits and letters that nobody mistakes for one another (Crockford's alphabet). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 130 random bits in 26 letters: the part of an address of proof that nobody can guess. */
export function proofOf(bytes: Uint8Array): string {
  if (bytes.length < 26) throw new RangeError('26 random bytes are needed');
  return Array.from(bytes.subarray(0, 26), (byte) => ALPHABET.charAt(byte % 32)).join('');
}
