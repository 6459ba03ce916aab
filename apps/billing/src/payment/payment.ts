/** How a payment moves: forward only, on facts read from Stripe, so that order and repetition of webhooks do not matter. */
import { equals, type Money } from '@sounding/money';

/** `failed`: Stripe has certainly made no session. It is not an end: a charge that turns up later is still taken in. */
export type PaymentState = 'intended' | 'open' | 'expired' | 'failed' | 'paid';

export interface KeptPayment {
  readonly id: string;
  readonly billId: string | null;
  readonly tipId: string | null;
  readonly bookingId: string;
  readonly amount: Money;
  readonly idempotencyKey: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly sessionExpiresAt: Date;
  readonly state: PaymentState;
  readonly sessionId: string | null;
  readonly sessionUrl: string | null;
  readonly intentId: string | null;
  readonly chargeId: string | null;
  readonly feePosted: boolean;
  readonly closeWanted: boolean;
  /** The client asked us to keep the card of this payment. */
  readonly keepCard: boolean;
  /** Stripe's customer, when the card is kept for one that is known, or is a kept one. */
  readonly customerId: string | null;
  /** The kept card that is charged; null when the client pays on Stripe's page. */
  readonly paymentMethodId: string | null;
  readonly madeAt: Date;
  readonly tries: number;
  readonly traceparent: string | null;
}

/** What Stripe says of a charge. `processor` is unknown until Stripe has booked it. */
export interface Charged {
  readonly intentId: string;
  readonly chargeId: string;
  readonly amount: Money;
  readonly brand: string;
  readonly last4: string;
  /** Where Stripe keeps the card for its owner; null when it does not. */
  readonly kept: { readonly customerId: string; readonly paymentMethodId: string } | null;
  readonly processor: { readonly balanceTransactionId: string; readonly fee: Money } | null;
}

/** What Stripe says of a Checkout session, or of a charge without one. `processing`: finished by the person, not yet by the bank. */
export type SessionFacts = {
  /** Null when a kept card was charged. */
  readonly sessionId: string | null;
  /** Our own id, as the session's metadata carries it. */
  readonly paymentId: string | null;
  readonly url: string | null;
} & (
  | { readonly state: 'open' | 'processing' | 'expired'; readonly charged: null }
  | { readonly state: 'paid'; readonly charged: Charged }
);

export type Step =
  /** Nothing new. */
  | 'nothing'
  /** The session is known: people can pay there. */
  | 'open'
  /** It can never be paid any more. */
  | 'expire'
  /** The money arrived: hold it (or, for a tip, hand it on). */
  | 'take'
  /** The money of a bill that another payment had paid: back it goes, fee included. */
  | 'give-back'
  /** Only the processor's fee was still unknown. */
  | 'post-fee';

/** `paidBy` is the payment that paid the bill or tip, null while none did. Throws when Stripe charged another amount. */
export function step(payment: KeptPayment, paidBy: string | null, facts: SessionFacts): Step {
  if (facts.state === 'paid') {
    if (!equals(facts.charged.amount, payment.amount)) {
      throw new Error(
        `payment ${payment.id}: Stripe charged ${facts.charged.amount.minor}, not ${payment.amount.minor}`,
      );
    }
    if (payment.state === 'paid') return !payment.feePosted && facts.charged.processor ? 'post-fee' : 'nothing';
    return paidBy === null ? 'take' : 'give-back';
  }
  if (payment.state === 'paid') return 'nothing';
  if (facts.state === 'expired') return payment.state === 'expired' ? 'nothing' : 'expire';
  return payment.state === 'intended' ? 'open' : 'nothing';
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After which time an unknown outcome is looked at again, by the number of looks already taken; then daily. */
export const LOOK_DELAYS_MS: readonly number[] = [5 * SECOND, 30 * SECOND, 5 * MINUTE, HOUR, 24 * HOUR];

export function firstLook(madeAt: Date): Date {
  return new Date(madeAt.getTime() + 5 * SECOND);
}

/** Stripe may forget an idempotency key after 24 hours; an hour before that, people must know. */
export function isOverdue(madeAt: Date, now: Date): boolean {
  return now.getTime() - madeAt.getTime() >= 23 * HOUR;
}

/** Stripe's sessions live at least 30 minutes; a minute more, because its clock is not ours. */
export function sessionExpiry(now: Date): Date {
  return new Date(now.getTime() + 31 * MINUTE);
}

/** When an open session is looked at although no webhook came. */
export function repairLook(payment: { sessionExpiresAt: Date }): Date {
  return new Date(payment.sessionExpiresAt.getTime() + MINUTE);
}

/** Webhooks and signatures may be this old, or this far ahead of our clock. Stripe's own library accepts any future. */
export const SIGNATURE_TOLERANCE_MS = 5 * MINUTE;

export function isStale(signedAt: number, now: Date): boolean {
  return Math.abs(now.getTime() - signedAt) > SIGNATURE_TOLERANCE_MS;
}

/**
 * What an event of Stripe is about, for us; `connected` says that it is of a provider's account. Unknown kinds are nothing,
 * never an error: Stripe adds some every month.
 */
export function concerns(
  type: string,
  connected = false,
): 'payment' | 'refund' | 'dispute' | 'account' | 'payout' | 'nothing' {
  if (type.startsWith('payout.')) return 'payout';
  if (connected) return type.startsWith('account.') || type === 'capability.updated' ? 'account' : 'nothing';
  if (type.startsWith('checkout.session.')) return 'payment';
  if (type === 'payment_intent.succeeded' || type === 'charge.updated') return 'payment';
  if (type === 'refund.created' || type === 'refund.updated' || type === 'refund.failed') return 'refund';
  return type.startsWith('charge.dispute.') ? 'dispute' : 'nothing';
}
