/** Money on its way back. Stripe's word moves it forward: asked, made; or failed, at any time. */
import { equals, type Money } from '@sounding/money';

/** `void`: the client's bank took the charge back before Stripe had made it. */
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

/** Each attempt has its own key; a new one is used only after Stripe answered and a look found nothing. */
export function keyOf(refundId: string, attempt: number): string {
  return `refund:${refundId}:${attempt}`;
}
