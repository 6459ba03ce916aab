/** The postings of every movement of money, one function per row of the ledger's table. */
import { type Money, subtract, sum } from '@sounding/money';
import { creditOwed, disputed, type Entry, entry, type Head, hold, payable, receivable } from './entry.ts';

/** What was paid, in its parts. */
export interface Parts {
  readonly price: Money;
  readonly fee: Money;
  readonly tax: Money;
}

/** What of a price waits for one booking. */
export interface Held {
  readonly bookingId: string;
  readonly price: Money;
}

/**
 * A charge succeeded: each booking's price waits in its hold, the Handling Fee is ours at capture. `price` is that of the first
 * booking, whose entry it is; `more` are the others of its package.
 */
export function charge(
  on: { paymentId: string; bookingId: string; at: string } & Parts,
  more: readonly Held[] = [],
): Entry {
  return entry('charge', { ref: on.paymentId, bookingId: on.bookingId, at: on.at }, [
    { from: 'stripe', to: hold(on.bookingId), amount: on.price },
    ...more.map(({ bookingId, price }) => ({ from: 'stripe' as const, to: hold(bookingId), amount: price })),
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

/** What a provider owes is kept back from what becomes payable. One debt, one earning: set off once. */
export function setOff(on: {
  debtId: string;
  earningId: string;
  bookingId: string;
  providerId: string;
  at: string;
  amount: Money;
}): Entry {
  return entry('set-off', { ref: `${on.debtId}:${on.earningId}`, bookingId: on.bookingId, at: on.at }, [
    { from: payable(on.providerId), to: receivable(on.providerId), amount: on.amount },
  ]);
}

/** A debt that is too old to be recovered becomes our loss. */
export function writtenOff(on: Omit<Head, 'ref'> & { debtId: string; providerId: string; amount: Money }): Entry {
  return entry('written-off', { ref: on.debtId, bookingId: on.bookingId, at: on.at }, [
    { from: 'exp.guarantee', to: receivable(on.providerId), amount: on.amount },
  ]);
}

interface TransferHead {
  readonly transferId: string;
  readonly bookingId: string;
  readonly providerId: string;
  readonly at: string;
  readonly amount: Money;
}

/** Money is on its way to the provider's account; until Stripe confirms, it is seen in the clearing account. */
export function transferAsked(on: TransferHead): Entry {
  return entry('transfer-asked', { ref: on.transferId, bookingId: on.bookingId, at: on.at }, [
    { from: payable(on.providerId), to: 'transfer_clr', amount: on.amount },
  ]);
}

export function transferConfirmed(on: TransferHead): Entry {
  return entry('transfer-confirmed', { ref: on.transferId, bookingId: on.bookingId, at: on.at }, [
    { from: 'transfer_clr', to: 'stripe', amount: on.amount },
  ]);
}

/** Stripe certainly did not make it: payable again. */
export function transferFailed(on: TransferHead): Entry {
  return entry('transfer-failed', { ref: on.transferId, bookingId: on.bookingId, at: on.at }, [
    { from: 'transfer_clr', to: payable(on.providerId), amount: on.amount },
  ]);
}

/** Stripe took a transfer back for what its provider owes. */
export function transferReturned(on: Omit<TransferHead, 'transferId'> & { returnId: string }): Entry {
  return entry('transfer-returned', { ref: on.returnId, bookingId: on.bookingId, at: on.at }, [
    { from: 'stripe', to: receivable(on.providerId), amount: on.amount },
  ]);
}

interface RefundHead {
  readonly refundId: string;
  readonly bookingId: string;
  readonly at: string;
}

/** One attempt at a refund has one outcome; another one after a failure has its own. */
interface AttemptHead extends RefundHead {
  readonly attempt: number;
}

function attemptRef({ refundId, attempt }: AttemptHead): string {
  return `${refundId}:${attempt}`;
}

/** Money is on its way back; until Stripe confirms, it is seen in the clearing account. */
export function refundAsked(on: RefundHead & Parts): Entry {
  return entry('refund-asked', { ref: on.refundId, bookingId: on.bookingId, at: on.at }, [
    { from: hold(on.bookingId), to: 'refund_clr', amount: on.price },
    { from: 'rev.fee', to: 'refund_clr', amount: on.fee },
    { from: 'tax', to: 'refund_clr', amount: on.tax },
  ]);
}

export function refundConfirmed(on: AttemptHead & { amount: Money }): Entry {
  return entry('refund-confirmed', { ref: attemptRef(on), bookingId: on.bookingId, at: on.at }, [
    { from: 'refund_clr', to: 'stripe', amount: on.amount },
  ]);
}

/** A refund came back from the card's bank: Stripe has the money again, and we owe it to the client. */
export function refundFailed(on: AttemptHead & { clientId: string; amount: Money; confirmed: boolean }): Entry {
  return entry('refund-failed', { ref: attemptRef(on), bookingId: on.bookingId, at: on.at }, [
    { from: on.confirmed ? 'stripe' : 'refund_clr', to: creditOwed(on.clientId), amount: on.amount },
  ]);
}

/** A refund that had failed is sent once more: what we owed the client is on its way again. */
export function refundAgain(on: AttemptHead & { clientId: string; amount: Money }): Entry {
  return entry('refund-again', { ref: attemptRef(on), bookingId: on.bookingId, at: on.at }, [
    { from: creditOwed(on.clientId), to: 'refund_clr', amount: on.amount },
  ]);
}

/** Staff sent what we owed from our own bank. Once per refund: who was paid by hand is paid. */
export function refundByHand(on: RefundHead & { clientId: string; amount: Money }): Entry {
  return entry('refund-by-hand', { ref: on.refundId, bookingId: on.bookingId, at: on.at }, [
    { from: creditOwed(on.clientId), to: 'bank', amount: on.amount },
  ]);
}

/** Where money that went back after the release comes from. The three add up to what went back. */
export interface Borne {
  /** Not transferred yet: it was payable, and is not any more. */
  readonly fromPayable: Money;
  /** Transferred already: the provider owes it. */
  readonly owed: Money;
  /** Our loss. */
  readonly ours: Money;
  /** Our commission on what went back, which we do not keep in any case. */
  readonly commission: Money;
}

/** After the release staff gave part of the price back. */
export function givenBack(on: RefundHead & { providerId: string; tax: Money } & Borne): Entry {
  return entry('given-back', { ref: on.refundId, bookingId: on.bookingId, at: on.at }, [
    { from: payable(on.providerId), to: 'refund_clr', amount: on.fromPayable },
    { from: receivable(on.providerId), to: 'refund_clr', amount: on.owed },
    { from: 'exp.guarantee', to: 'refund_clr', amount: on.ours },
    { from: 'rev.commission', to: 'refund_clr', amount: on.commission },
    { from: 'tax', to: 'refund_clr', amount: on.tax },
  ]);
}

interface DisputeHead {
  readonly disputeId: string;
  readonly bookingId: string;
  readonly at: string;
  readonly amount: Money;
}

/** The bank took a charge back for now, and Stripe its fee. The amount is ours to win or to lose. */
export function disputeOpened(on: DisputeHead & { fee: Money }): Entry {
  return entry('dispute-opened', { ref: on.disputeId, bookingId: on.bookingId, at: on.at }, [
    { from: disputed(on.disputeId), to: 'stripe', amount: on.amount },
    { from: 'exp.dispute', to: 'stripe', amount: on.fee },
  ]);
}

/** The bank gave it back; of the fees, what Stripe returned. */
export function disputeWon(on: DisputeHead & { feeBack: Money }): Entry {
  return entry('dispute-won', { ref: on.disputeId, bookingId: on.bookingId, at: on.at }, [
    { from: 'stripe', to: disputed(on.disputeId), amount: on.amount },
    { from: 'stripe', to: 'exp.dispute', amount: on.feeBack },
  ]);
}

/** What was to go back to the client and never arrived: the bank was faster. */
export interface NotSent {
  /** Of refunds that Stripe never made. */
  readonly fromRefunds: Money;
  /** Of refunds that failed, which we owed the client. */
  readonly fromOwed: Money;
}

/** Lost for good. What is borne by nobody else is our loss. `holds` are of the bookings that the charge paid. */
export function disputeLost(
  on: DisputeHead & { clientId: string; providerId: string; holds: readonly Held[] } & NotSent & Omit<Borne, 'ours'>,
): Entry {
  const held = on.holds.map(({ price }) => price);
  const theirs = [on.fromRefunds, on.fromOwed, ...held, on.fromPayable, on.owed, on.commission];
  const covered = sum(theirs, on.amount.currency);
  const to = disputed(on.disputeId);
  return entry('dispute-lost', { ref: on.disputeId, bookingId: on.bookingId, at: on.at }, [
    { from: 'refund_clr', to, amount: on.fromRefunds },
    { from: creditOwed(on.clientId), to, amount: on.fromOwed },
    ...on.holds.map(({ bookingId, price }) => ({ from: hold(bookingId), to, amount: price })),
    { from: payable(on.providerId), to, amount: on.fromPayable },
    { from: receivable(on.providerId), to, amount: on.owed },
    { from: 'rev.commission', to, amount: on.commission },
    { from: 'exp.chargeback', to, amount: subtract(on.amount, covered) },
  ]);
}

/** What had been lost came back on appeal. */
export function disputeRecovered(on: DisputeHead): Entry {
  return entry('dispute-recovered', { ref: on.disputeId, bookingId: on.bookingId, at: on.at }, [
    { from: 'stripe', to: 'exp.chargeback', amount: on.amount },
  ]);
}

/** A refund was decided of money that the client's bank had taken back before: what we hold for it makes up for our loss. */
export function bankWasFirst(on: { decisionId: string; bookingId: string; at: string; amount: Money }): Entry {
  return entry('bank-was-first', { ref: on.decisionId, bookingId: on.bookingId, at: on.at }, [
    { from: hold(on.bookingId), to: 'exp.chargeback', amount: on.amount },
  ]);
}

interface PayoutHead {
  /** Stripe's own id: nobody but Stripe begins a payout to our bank. */
  readonly payoutId: string;
  readonly at: string;
  readonly amount: Money;
}

/** Stripe sends our own money to our bank. */
export function payoutAsked(on: PayoutHead): Entry {
  return entry('payout-asked', { ref: on.payoutId, bookingId: null, at: on.at }, [
    { from: 'payout_clr', to: 'stripe', amount: on.amount },
  ]);
}

export function payoutConfirmed(on: PayoutHead): Entry {
  return entry('payout-confirmed', { ref: on.payoutId, bookingId: null, at: on.at }, [
    { from: 'bank', to: 'payout_clr', amount: on.amount },
  ]);
}

/** Our bank sent it back, whether or not it had been taken as arrived. */
export function payoutFailed(on: PayoutHead & { confirmed: boolean }): Entry {
  return entry('payout-failed', { ref: on.payoutId, bookingId: null, at: on.at }, [
    { from: 'stripe', to: on.confirmed ? 'bank' : 'payout_clr', amount: on.amount },
  ]);
}
