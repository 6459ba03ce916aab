/** The policy: who gets what of a price, given how the booking ended. Booking decides with it, billing checks with it. */
import {
  add,
  commissionKept,
  commissionOf,
  compare,
  least,
  type Money,
  portion,
  shares,
  subtract,
  zero,
} from '@sounding/money';
import { freeCancelUntil } from './deadlines.ts';
import { type GivenBack, type Outcome, type Payer, type Rule, type Terms, toMs, type When } from './terms.ts';

/** `toClient + toProvider + commission` is the price, less what had gone back before; `feeToClient + feeKept` is the fee. */
export interface Settlement {
  /** Of the price, by this decision. */
  readonly toClient: Money;
  readonly feeToClient: Money;
  readonly feeKept: Money;
  readonly toProvider: Money;
  readonly commission: Money;
}

export interface Settled {
  readonly price: Money;
  /** The Handling Fee that was paid; that of the terms unless told otherwise. */
  readonly fee?: Money;
  /** What staff (or the clock) give back of the price; required for `claim-decided`, meaningless otherwise. */
  readonly decided?: Money;
  /** What of the price went back before this decision. */
  readonly already?: Money;
}

/** Of the price, by this decision: what is decided, or what the row gives and has not gone back before. */
function goesBack({ priceBack }: Rule, { price, decided }: Settled, already: Money): Money | undefined {
  if (priceBack === 'decided') return decided;
  const due = portion(price, priceBack, 10_000);
  return subtract(due, least(due, already));
}

/** Throws RangeError when a decided amount is missing, below zero or above what is left: callers refuse those first. */
export function settle(terms: Terms, outcome: Outcome, on: Settled): Settlement {
  const rule = terms.rules[outcome];
  const none = zero(on.price.currency);
  const fee = on.fee ?? terms.handlingFee;
  const already = on.already ?? none;
  const left = subtract(on.price, already);
  const toClient = goesBack(rule, on, already);
  if (!toClient) throw new RangeError(`${outcome} needs a decided amount`);
  if (toClient.minor < 0 || compare(toClient, left) > 0) {
    throw new RangeError(`decided ${toClient.minor}, but ${left.minor} is left`);
  }
  const refunded = add(already, toClient);
  const commission = commissionKept(on.price, commissionOf(on.price, terms.commissionBasisPoints), refunded);
  return {
    toClient,
    feeToClient: rule.feeBack ? fee : none,
    feeKept: rule.feeBack ? none : fee,
    toProvider: subtract(subtract(on.price, refunded), commission),
    commission,
  };
}

/** Who wants to cancel which booking, and when. */
export interface CancellingNow {
  readonly by: 'client' | 'provider';
  readonly startsAt: When;
  readonly bookedAt: When;
  readonly now: When;
  /** The provider moved the session to its present time. */
  readonly movedByProvider?: boolean;
}

/** The rows that a cancellation can fall under. */
export type Cancelled = Extract<Outcome, 'client-cancelled-early' | 'client-cancelled-late' | 'provider-cancelled'>;

/**
 * The row under which a cancellation at `now` falls; null once the session has begun, when nobody can cancel.
 * `bookedAt` is the instant the booking was confirmed.
 */
export function outcomeOfCancelling(terms: Terms, on: CancellingNow): Cancelled | null {
  const now = toMs(on.now);
  if (now >= toMs(on.startsAt)) return null;
  if (on.by === 'provider' || on.movedByProvider) return 'provider-cancelled';
  return now <= toMs(freeCancelUntil(terms, on)) ? 'client-cancelled-early' : 'client-cancelled-late';
}

/**
 * Who bears what goes back after the release. `providersFault` is what staff recorded with a refund; for a chargeback it is
 * true when the attendance or an upheld claim shows it. What the provider bears is owed to us, see `receivableUntil`.
 */
export function payerOf(terms: Terms, what: GivenBack, on: { readonly providersFault: boolean }): Payer {
  const { otherwise, providersFault } = terms.afterRelease[what];
  return on.providersFault ? providersFault : otherwise;
}

/**
 * Whose money it is that goes back after the release: what had become the provider's of it, and what our commission. The two
 * add up to `back`; over any row of refunds they add up to what each had. `already` went back before.
 */
export function partsOfGivenBack(
  terms: Terms,
  on: { readonly price: Money; readonly already: Money; readonly back: Money },
): { fromProvider: Money; fromCommission: Money } {
  const before = shares(on.price, terms.commissionBasisPoints, on.already);
  const after = shares(on.price, terms.commissionBasisPoints, add(on.already, on.back));
  return {
    fromProvider: subtract(before.toProvider, after.toProvider),
    fromCommission: subtract(before.commission, after.commission),
  };
}
