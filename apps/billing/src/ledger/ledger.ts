/**
 * The postings of every movement of money, one function per row of the ledger's table. Debit is positive, credit negative:
 * what we own grows by debit, what we owe by credit. A move has a `from` (debited) and a `to` (credited), so an entry sums
 * to zero by construction.
 */
import { type Money, money, subtract, sum } from '@sounding/money';

export type Account =
  | 'stripe'
  | 'refund_clr'
  | 'tax'
  | 'rev.fee'
  | 'rev.commission'
  | 'exp.psp'
  | `hold:${string}`
  | `payable:${string}`
  | `credit_owed:${string}`;

export const hold = (bookingId: string): Account => `hold:${bookingId}`;
export const payable = (providerId: string): Account => `payable:${providerId}`;
export const creditOwed = (clientId: string): Account => `credit_owed:${clientId}`;

export type EntryKind =
  | 'charge'
  | 'processor-fee'
  | 'tip'
  | 'release'
  | 'refund-asked'
  | 'refund-confirmed'
  | 'refund-failed';

export interface Posting {
  readonly account: Account;
  /** Signed; debit positive. Never zero. */
  readonly minor: number;
}

/** `kind` and `ref` together are the entry's key: posting it again is the same entry, not a second one. */
export interface Entry {
  readonly kind: EntryKind;
  readonly ref: string;
  readonly bookingId: string;
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

interface Head {
  readonly ref: string;
  readonly bookingId: string;
  readonly at: string;
}

function entry(kind: EntryKind, head: Head, moves: readonly Move[]): Entry {
  const currency = moves[0]?.amount.currency ?? 'USD';
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

/** What was paid, in its parts. */
export interface Parts {
  readonly price: Money;
  readonly fee: Money;
  readonly tax: Money;
}

/** A charge succeeded: the price waits in the hold, the Handling Fee is ours at capture. */
export function charge(on: { paymentId: string; bookingId: string; at: string } & Parts): Entry {
  return entry('charge', { ref: on.paymentId, bookingId: on.bookingId, at: on.at }, [
    { from: 'stripe', to: hold(on.bookingId), amount: on.price },
    { from: 'stripe', to: 'rev.fee', amount: on.fee },
    { from: 'stripe', to: 'tax', amount: on.tax },
  ]);
}

/** What Stripe keeps of a charge, under the id of its balance transaction. */
export function processorFee(on: { balanceTransactionId: string; bookingId: string; at: string; fee: Money }): Entry {
  return entry('processor-fee', { ref: on.balanceTransactionId, bookingId: on.bookingId, at: on.at }, [
    { from: 'exp.psp', to: 'stripe', amount: on.fee },
  ]);
}

/** A tip is the provider's at once. */
export function tip(on: { tipId: string; bookingId: string; providerId: string; at: string; amount: Money }): Entry {
  return entry('tip', { ref: on.tipId, bookingId: on.bookingId, at: on.at }, [
    { from: 'stripe', to: payable(on.providerId), amount: on.amount },
  ]);
}

/** The guarantee window is over: what is held becomes the provider's, less commission. One release per booking. */
export function release(on: {
  bookingId: string;
  providerId: string;
  at: string;
  toProvider: Money;
  commission: Money;
}): Entry {
  return entry('release', { ref: on.bookingId, bookingId: on.bookingId, at: on.at }, [
    { from: hold(on.bookingId), to: payable(on.providerId), amount: on.toProvider },
    { from: hold(on.bookingId), to: 'rev.commission', amount: on.commission },
  ]);
}

interface RefundHead {
  readonly refundId: string;
  readonly bookingId: string;
  readonly at: string;
}

/** Money is on its way back; until Stripe confirms, it is seen in the clearing account. */
export function refundAsked(on: RefundHead & Parts): Entry {
  return entry('refund-asked', { ref: on.refundId, bookingId: on.bookingId, at: on.at }, [
    { from: hold(on.bookingId), to: 'refund_clr', amount: on.price },
    { from: 'rev.fee', to: 'refund_clr', amount: on.fee },
    { from: 'tax', to: 'refund_clr', amount: on.tax },
  ]);
}

export function refundConfirmed(on: RefundHead & { amount: Money }): Entry {
  return entry('refund-confirmed', { ref: on.refundId, bookingId: on.bookingId, at: on.at }, [
    { from: 'refund_clr', to: 'stripe', amount: on.amount },
  ]);
}

/** A refund came back from the card's bank: Stripe has the money again, and we owe it to the client. */
export function refundFailed(on: RefundHead & { clientId: string; amount: Money; confirmed: boolean }): Entry {
  return entry('refund-failed', { ref: on.refundId, bookingId: on.bookingId, at: on.at }, [
    { from: on.confirmed ? 'stripe' : 'refund_clr', to: creditOwed(on.clientId), amount: on.amount },
  ]);
}
