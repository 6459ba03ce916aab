/**
 * Disputes: the client's bank asks about a charge (an inquiry, which moves no money) or takes it back (a chargeback). Stripe's
 * word moves them forward; who bears a lost one follows from the terms and from what is on record. Pure.
 */
import { commissionKept, commissionOf, isZero, least, type Money, subtract, sum, zero } from '@sounding/money';
import { type KeptBill, termsOfBill } from '../bill/bill.ts';
import { borneBy } from '../earning/earning.ts';
import type { Borne } from '../ledger/ledger.ts';

export type DisputeState = 'inquiry' | 'open' | 'won' | 'lost' | 'withdrawn';
export type Bearer = 'platform' | 'provider';

export interface KeptDispute {
  readonly id: string;
  readonly stripeDisputeId: string;
  readonly paymentId: string;
  readonly bookingId: string;
  readonly what: 'session' | 'tip';
  readonly amount: Money;
  readonly state: DisputeState;
  readonly bearer: Bearer | null;
  readonly evidenceBy: Date | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly traceparent: string | null;
}

/** What Stripe says of a dispute. */
export interface DisputeFacts {
  readonly stripeDisputeId: string;
  readonly chargeId: string;
  readonly amount: Money;
  readonly state: DisputeState;
  readonly evidenceBy: Date | null;
  /** What Stripe took for it, and gave back of that. */
  readonly fee: Money;
  readonly feeBack: Money;
}

/**
 * Stripe's word for how a dispute stands. It has grown new ones before; one we do not know is open when the money was taken
 * and an inquiry when it was not, until we hear better.
 */
export function stateOf(status: string, taken: boolean): DisputeState {
  if (status === 'won' || status === 'lost') return status;
  if (status === 'warning_closed' || status === 'prevented') return 'withdrawn';
  return taken ? 'open' : 'inquiry';
}

export type Happening = 'inquiry' | 'open' | 'won' | 'lost' | 'withdrawn' | 'recovered';

/** What happened since we last knew, in order. Forward only: what Stripe said before is never taken back by an older word. */
export function happenings(known: DisputeState | null, now: DisputeState): readonly Happening[] {
  const begin: readonly Happening[] = known === 'open' ? [] : ['open'];
  switch (known) {
    case null:
      if (now === 'withdrawn') return ['inquiry', 'withdrawn'];
      return now === 'inquiry' ? ['inquiry'] : now === 'open' ? ['open'] : ['open', now];
    case 'inquiry':
    case 'open':
      if (now === 'withdrawn') return [now];
      return now === 'inquiry' ? [] : now === 'open' ? begin : [...begin, now];
    // An appeal may still win what was lost.
    case 'lost':
      return now === 'won' ? ['recovered'] : [];
    case 'won':
    case 'withdrawn':
      return [];
  }
}

/** Endings that put the provider's fault on record. A claim that gave nothing back does not. */
function isProvidersFault(bill: Pick<KeptBill, 'outcome' | 'refunded' | 'undone'>): boolean {
  const upheld = !isZero(bill.refunded.price) || !isZero(bill.undone.price);
  if (bill.outcome === 'claim-decided') return upheld;
  return bill.outcome === 'provider-absent' || bill.outcome === 'provider-cancelled';
}

/** Where a lost dispute's money comes from. What none of it covers is our loss. */
export interface Loss extends Omit<Borne, 'ours'> {
  readonly bearer: Bearer;
  readonly fromHold: Money;
  /** What of the price the bank keeps for good, whoever bears it. */
  readonly lost: Money;
  /** What of the price counts from now on as taken back by the bank. */
  readonly chargedBack: Money;
  /** What of the price the client got beyond what had been decided to go back. */
  readonly beyond: Money;
}

/**
 * `amount`: what the bank took and no unsent refund makes up for, less what other sessions of the package bore; `held`: of this
 * booking; `payable`: of its earning, not transferred.
 */
export function lossOf(bill: KeptBill, on: { amount: Money; held: Money; payable: Money }): Loss {
  const terms = termsOfBill(bill);
  const bearer = terms.afterRelease.chargeback[isProvidersFault(bill) ? 'providersFault' : 'otherwise'];
  const { price } = bill.parts;
  const before = sum([bill.refunded.price, bill.chargedBack, bill.givenBack]);
  const lost = least(on.amount, subtract(price, before));
  const undone = least(bill.undone.price, lost);
  const base = { bearer, lost, beyond: subtract(lost, undone) };
  if (!bill.releasedAt) {
    // Not the provider's fault: their part stays held and is released as ever. We only lose what is ours.
    const fromHold = least(on.held, bearer === 'provider' ? lost : undone);
    const none = zero(price.currency);
    return { ...base, fromHold, chargedBack: fromHold, fromPayable: none, owed: none, commission: none };
  }
  const whole = commissionOf(price, terms.commissionBasisPoints);
  const commission = subtract(commissionKept(price, whole, before), commissionKept(price, whole, sum([before, lost])));
  const { ours: _, ...borne } = borneBy(bearer, { back: lost, commission, payable: on.payable });
  return { ...base, ...borne, fromHold: zero(price.currency), chargedBack: lost };
}
