/** Money on its way back. Stripe's word moves it forward: asked, made; or failed, at any time. */
import { compare, equals, type Money, subtract } from '@sounding/money';

/** `void`: the client's bank took the charge back before it had reached the client. */
export type RefundState = 'intended' | 'asked' | 'made' | 'failed' | 'void';

export interface KeptRefund {
  readonly id: string;
  readonly bookingId: string;
  readonly billId: string;
  readonly paymentId: string;
  /** The event that decided it; null for a duplicate charge that we found ourselves. */
  readonly decisionId: string | null;
  readonly reason: string;
  readonly price: Money;
  readonly fee: Money;
  readonly tax: Money;
  readonly amount: Money;
  readonly attempt: number;
  readonly idempotencyKey: string;
  readonly state: RefundState;
  readonly stripeRefundId: string | null;
  readonly tries: number;
  readonly attemptedAt: Date;
  /** When Stripe first said that it was made. */
  readonly refundedAt: Date | null;
  readonly madeAt: Date;
  readonly traceparent: string | null;
}

export type RefundStep = 'nothing' | 'asked' | 'made' | 'failed';

/** Throws when Stripe refunded another amount than we asked for. */
export function refundStep(
  refund: Pick<KeptRefund, 'id' | 'state' | 'amount'>,
  facts: { state: 'pending' | 'made' | 'failed'; amount: Money },
): RefundStep {
  if (!equals(refund.amount, facts.amount)) {
    throw new Error(`refund ${refund.id}: Stripe says ${facts.amount.minor}, we asked for ${refund.amount.minor}`);
  }
  if (refund.state === 'failed' || refund.state === 'void') return 'nothing';
  if (facts.state === 'failed') return 'failed';
  if (refund.state === 'made') return 'nothing';
  if (facts.state === 'made') return 'made';
  return refund.state === 'intended' ? 'asked' : 'nothing';
}

/** Of refunds that have not reached the client, the oldest first: those that `amount` from the client's bank makes up for, whole. */
export function madeUpFor<R extends Pick<KeptRefund, 'amount'>>(oldestFirst: readonly R[], amount: Money): R[] {
  let left = amount;
  return oldestFirst.filter((refund) => {
    if (compare(refund.amount, left) > 0) return false;
    left = subtract(left, refund.amount);
    return true;
  });
}

/** Each attempt has its own key; a new one is used only after Stripe answered and a look found nothing. */
export function keyOf(refundId: string, attempt: number): string {
  return `refund:${refundId}:${attempt}`;
}
