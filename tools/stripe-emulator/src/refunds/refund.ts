/** A refund goes pending, succeeded or failed; a succeeded one can still fail. */
import type Stripe from 'stripe';

export interface RefundTerms {
  readonly amount: number;
  readonly reason?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

export function newRefund(id: string, charge: Stripe.Charge, terms: RefundTerms, at: number): Stripe.Refund {
  return {
    id,
    object: 'refund',
    amount: terms.amount,
    balance_transaction: null,
    charge: charge.id,
    created: at,
    currency: charge.currency,
    customer: typeof charge.customer === 'string' ? charge.customer : null,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: terms.metadata ?? {},
    payment_intent: typeof charge.payment_intent === 'string' ? charge.payment_intent : null,
    payment_method: charge.payment_method,
    reason: terms.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'pending',
    transfer_reversal: null,
  };
}

export const refundable = (charge: Stripe.Charge): number => charge.amount_captured - charge.amount_refunded;

/** `charge` after `amount` more (or, negative, less) was refunded. `refunded` is true only when nothing is left. */
export const afterRefund = (charge: Stripe.Charge, amount: number): Stripe.Charge => ({
  ...charge,
  amount_refunded: charge.amount_refunded + amount,
  refunded: charge.amount_refunded + amount === charge.amount_captured,
});

export const dollars = (minor: number, currency: string): string =>
  `${(minor / 100).toFixed(2)} ${currency.toUpperCase()}`;
