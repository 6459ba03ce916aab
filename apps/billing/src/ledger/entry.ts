/**
 * Accounts and entries of the ledger. Debit is positive, credit negative: what we own grows by debit, what we owe by credit.
 * A move has a `from` (debited) and a `to` (credited), so an entry sums to zero by construction.
 */
import { type Money, money, subtract, sum } from '@sounding/money';

export type Account =
  | 'stripe'
  | 'bank'
  | 'refund_clr'
  | 'transfer_clr'
  | 'payout_clr'
  | 'tax'
  | 'rev.fee'
  | 'rev.commission'
  | 'exp.psp'
  | 'exp.dispute'
  | 'exp.chargeback'
  | 'exp.guarantee'
  | `hold:${string}`
  | `payable:${string}`
  | `receivable:${string}`
  | `dispute_recv:${string}`
  | `credit_owed:${string}`;

export const hold = (bookingId: string): Account => `hold:${bookingId}`;
export const payable = (providerId: string): Account => `payable:${providerId}`;
export const receivable = (providerId: string): Account => `receivable:${providerId}`;
export const disputed = (disputeId: string): Account => `dispute_recv:${disputeId}`;
export const creditOwed = (clientId: string): Account => `credit_owed:${clientId}`;

export type EntryKind =
  | 'charge'
  | 'processor-fee'
  | 'tip'
  | 'release'
  | 'set-off'
  | 'transfer-asked'
  | 'transfer-confirmed'
  | 'transfer-failed'
  | 'transfer-returned'
  | 'written-off'
  | 'refund-asked'
  | 'given-back'
  | 'refund-confirmed'
  | 'refund-failed'
  | 'refund-again'
  | 'refund-by-hand'
  | 'dispute-opened'
  | 'dispute-won'
  | 'dispute-lost'
  | 'dispute-recovered'
  | 'bank-was-first'
  | 'payout-asked'
  | 'payout-confirmed'
  | 'payout-failed';

export interface Posting {
  readonly account: Account;
  /** Signed; debit positive. Never zero. */
  readonly minor: number;
}

/** `kind` and `ref` together are the entry's key: posting it again is the same entry, not a second one. */
export interface Entry {
  readonly kind: EntryKind;
  readonly ref: string;
  /** Null for what concerns no single booking, such as a payout to our bank. */
  readonly bookingId: string | null;
  /** ISO, UTC. */
  readonly at: string;
  readonly currency: string;
  readonly postings: readonly Posting[];
}

interface Move {
  readonly from: Account;
  readonly to: Account;
  readonly amount: Money;
}

export interface Head {
  readonly ref: string;
  readonly bookingId: string | null;
  readonly at: string;
}

/** The entry of these moves; an account that ends where it began is left out. */
export function entry(kind: EntryKind, head: Head, moves: readonly [Move, ...Move[]]): Entry {
  const { currency } = moves[0].amount;
  const balances = new Map<Account, Money>();
  for (const { from, to, amount } of moves) {
    if (amount.minor < 0) throw new RangeError(`${kind}: a move of less than nothing`);
    balances.set(from, sum([balances.get(from) ?? money(0, currency), amount], currency));
    balances.set(to, subtract(balances.get(to) ?? money(0, currency), amount));
  }
  const postings = [...balances]
    .filter(([, { minor }]) => minor !== 0)
    .map(([account, { minor }]) => ({ account, minor }));
  return { kind, ref: head.ref, bookingId: head.bookingId, at: head.at, currency, postings };
}
