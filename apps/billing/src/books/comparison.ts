/**
 * Stripe's books against ours, movement by movement. What Stripe booked must be known to a row of ours and posted in the
 * ledger with the same amount and fee; what the ledger posted on `stripe` must be booked there. Amounts are minor units,
 * signed as Stripe signs them: what our balance there gains is positive. Pure.
 */
import type { Difference } from '@sounding/contracts';

export type BookedKind =
  | 'charge'
  | 'refund'
  | 'refund-failure'
  | 'transfer'
  | 'transfer-return'
  | 'dispute'
  | 'dispute-return'
  | 'payout'
  | 'payout-return'
  | 'other';

/** One movement of our balance at Stripe. */
export interface Booked {
  readonly id: string;
  readonly kind: BookedKind;
  /** The charge, refund, transfer, reversal, dispute or payout that it belongs to. */
  readonly source: string | null;
  /** Ids of ours that its object carries. They find a row; they prove nothing. */
  readonly hints: readonly string[];
  readonly amount: number;
  /** What Stripe kept: `amount - fee` is what the balance gained. */
  readonly fee: number;
  readonly at: Date;
}

/** Our row of a movement, and what the ledger says of it. */
export interface Known {
  readonly rowId: string;
  readonly bookingId: string | null;
  /** Stripe's name of it, as our row has it; null while Stripe has not answered. */
  readonly source: string | null;
  readonly state: string;
  /** The row's own amount, without a sign. */
  readonly amount: number;
  /** Asked for and not answered yet, or pending at the bank: not a difference, however long it takes. */
  readonly underWay: boolean;
  /** An earlier attempt at the same thing, which failed: it left nothing behind on either side. */
  readonly undone: boolean;
  /** What its entry posted on `stripe`; null when there is no such entry. */
  readonly posted: number | null;
  /** What the ledger knows of the fee of exactly this movement; null when there is no such entry. */
  readonly feePosted: number | null;
}

/** Webhooks take a while, and so do our commits: what is younger may still be on its way from one book to the other. */
export const FRESH_MS = 10 * 60_000;

export function isFresh(booked: Pick<Booked, 'at'>, now: Date): boolean {
  return now.getTime() - booked.at.getTime() < FRESH_MS;
}

/** Whether the fee is an entry of its own, as that of a charge is, and not a part of the movement's entry. */
function hasFeeEntry(kind: BookedKind): boolean {
  return kind === 'charge';
}

/** What the movement's own entry should have posted on `stripe`. */
function expectedPosting(booked: Booked): number {
  return hasFeeEntry(booked.kind) ? booked.amount : booked.amount - booked.fee;
}

function theirs(booked: Booked): Difference['theirs'] {
  const { id, source, amount, fee, at } = booked;
  return { transaction: id, what: booked.kind, object: source, amount, fee, at: at.toISOString() };
}

/** The same names as on the other side, so that people can read them beside each other. */
function ours(known: Known, booked: Booked): Difference['ours'] {
  const { rowId, state, posted } = known;
  const apart = hasFeeEntry(booked.kind);
  const amount = posted === null ? null : posted + (apart ? 0 : booked.fee);
  return { row: rowId, state, rowAmount: known.amount, amount, fee: apart ? known.feePosted : booked.fee };
}

const UNKNOWN: Partial<Record<BookedKind, Difference['kind']>> = {
  charge: 'extra-charge',
  refund: 'extra-refund',
  transfer: 'orphan-transfer',
};

/** What is wrong with a movement that Stripe booked; null when nothing is. */
export function judge(booked: Booked, known: Known | null, now: Date): Difference | null {
  if (!known) {
    if (isFresh(booked, now)) return null;
    const kind = UNKNOWN[booked.kind] ?? 'missing-entry';
    return {
      key: `${kind}:${booked.id}`,
      kind,
      bookingId: null,
      ours: { row: null, amount: null },
      theirs: theirs(booked),
    };
  }
  if (known.undone || known.underWay) return null;
  const { bookingId } = known;
  const both = { bookingId, ours: ours(known, booked), theirs: theirs(booked) };
  if (known.posted === null) {
    return isFresh(booked, now) ? null : { key: `missing-entry:${booked.id}`, kind: 'missing-entry', ...both };
  }
  const feeWrong = hasFeeEntry(booked.kind) && (known.feePosted ?? 0) !== booked.fee;
  // The fee of a charge is told a moment later than the charge itself.
  if (feeWrong && known.feePosted === null && isFresh(booked, now)) return null;
  if (known.posted === expectedPosting(booked) && known.amount === Math.abs(booked.amount) && !feeWrong) return null;
  return { key: `wrong-amount:${booked.id}`, kind: 'wrong-amount', ...both };
}

/** What Stripe's balance gained by a movement, and our ledger does not have yet. What was undone adds up to nothing on both sides. */
export function notPosted(booked: Booked, known: Known | null): number {
  if (known?.undone) return 0;
  const fee = known && hasFeeEntry(booked.kind) ? (known.feePosted ?? 0) : 0;
  return booked.amount - booked.fee - ((known?.posted ?? 0) - fee);
}

/** An entry of ours on `stripe`. */
export interface Posted {
  readonly kind: string;
  readonly ref: string;
  readonly bookingId: string | null;
  readonly minor: number;
  readonly at: Date;
  /** What Stripe calls it, by our row; null when our row does not know. */
  readonly source: string | null;
  /** An earlier attempt that failed: Stripe's name of it is not kept. */
  readonly superseded: boolean;
}

const BOOKED_AS: Record<string, BookedKind> = {
  charge: 'charge',
  tip: 'charge',
  'refund-confirmed': 'refund',
  'refund-failed': 'refund-failure',
  'transfer-confirmed': 'transfer',
  'transfer-returned': 'transfer-return',
  'dispute-opened': 'dispute',
  'dispute-won': 'dispute-return',
  'dispute-recovered': 'dispute-return',
  'payout-asked': 'payout',
  'payout-failed': 'payout-return',
};

/** Whether this movement at Stripe is the one that the entry speaks of. */
export function isOf(posted: Posted, booked: Booked): boolean {
  if (posted.kind === 'processor-fee') return booked.id === posted.ref;
  return booked.kind === BOOKED_AS[posted.kind] && booked.source === posted.source;
}

function absence(entryKind: string): Difference['kind'] {
  if (entryKind === 'charge' || entryKind === 'tip') return 'missing-charge';
  if (entryKind.startsWith('refund-')) return 'missing-refund';
  return entryKind.startsWith('transfer-') ? 'missing-transfer' : 'wrong-amount';
}

/** An entry that Stripe knows nothing of. */
export function absent(posted: Posted): Difference {
  const { bookingId, minor, at, source } = posted;
  const entry = `${posted.kind}:${posted.ref}`;
  return {
    key: `${absence(posted.kind)}:${entry}`,
    kind: absence(posted.kind),
    bookingId,
    ours: { entry, amount: minor, object: source, at: at.toISOString() },
    theirs: { transaction: null, amount: null },
  };
}

/** An account of the ledger whose balance is not what our rows (or Stripe) say. */
export interface Unequal {
  readonly account: string;
  readonly bookingId: string | null;
  readonly ledger: number;
  readonly expected: number;
}

export function unequal({ account, bookingId, ledger, expected }: Unequal, by: 'rows' | 'stripe'): Difference {
  return {
    key: `balance:${account}`,
    kind: 'balance',
    bookingId,
    ours: { account, balance: ledger },
    theirs: { by, balance: expected },
  };
}
