/** The PaymentIntent and its states. A decline leads back to `requires_payment_method`; there is no "failed". */
import type Stripe from 'stripe';
import type { Decline } from './cards.ts';

export interface IntentTerms {
  readonly amount: number;
  readonly currency: string;
  readonly customer?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly receiptEmail?: string | null | undefined;
  readonly statementDescriptorSuffix?: string | null | undefined;
  readonly transferGroup?: string | null | undefined;
  readonly automatic?: boolean;
  readonly capture?: 'automatic' | 'automatic_async' | 'manual' | undefined;
  readonly confirmation?: 'automatic' | 'manual' | undefined;
  readonly setupFutureUsage?: 'off_session' | 'on_session' | undefined;
}

export function newIntent(id: string, secret: string, terms: IntentTerms, at: number): Stripe.PaymentIntent {
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: terms.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: terms.automatic ? { allow_redirects: 'always', enabled: true } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: terms.capture ?? 'automatic_async',
    client_secret: `${id}_secret_${secret}`,
    confirmation_method: terms.confirmation ?? 'automatic',
    created: at,
    currency: terms.currency,
    customer: terms.customer ?? null,
    customer_account: null,
    description: terms.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: terms.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: terms.receiptEmail ?? null,
    review: null,
    setup_future_usage: terms.setupFutureUsage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: terms.statementDescriptorSuffix ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: terms.transferGroup ?? null,
  };
}

export const CONFIRMABLE: readonly string[] = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
export const CANCELLABLE: readonly string[] = [...CONFIRMABLE, 'requires_capture', 'processing'];

export const succeeded = (intent: Stripe.PaymentIntent, charge: Stripe.Charge): Stripe.PaymentIntent => ({
  ...intent,
  status: 'succeeded',
  amount_capturable: 0,
  amount_received: charge.amount_captured,
  latest_charge: charge.id,
  payment_method: charge.payment_method,
  last_payment_error: null,
  next_action: null,
});

/** The bank keeps the money for us for a week; until it is captured nothing moved. */
export const authorized = (intent: Stripe.PaymentIntent, charge: Stripe.Charge): Stripe.PaymentIntent => ({
  ...succeeded(intent, charge),
  status: 'requires_capture',
  amount_capturable: charge.amount,
  amount_received: 0,
});

/** Authenticated, and waiting for the server to confirm again: confirmation is manual. */
export const reconfirm = (intent: Stripe.PaymentIntent): Stripe.PaymentIntent => ({
  ...intent,
  status: 'requires_confirmation',
  next_action: null,
});

export const declined = (
  intent: Stripe.PaymentIntent,
  decline: Decline,
  method: Stripe.PaymentMethod,
  charge: string,
): Stripe.PaymentIntent => ({
  ...intent,
  status: 'requires_payment_method',
  latest_charge: charge,
  payment_method: null,
  next_action: null,
  last_payment_error: {
    type: 'card_error',
    code: decline.code,
    ...(decline.declineCode ? { decline_code: decline.declineCode } : {}),
    charge,
    doc_url: `https://docs.stripe.com/error-codes/${decline.code.replaceAll('_', '-')}`,
    message: decline.message,
    payment_method: method,
  },
});

export const mustAuthenticate = (
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  page: string,
  returnUrl: string | null,
): Stripe.PaymentIntent => ({
  ...intent,
  status: 'requires_action',
  payment_method: method.id,
  last_payment_error: null,
  next_action: { type: 'redirect_to_url', redirect_to_url: { url: page, return_url: returnUrl } },
});

export const authenticationFailed = (
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent => ({
  ...intent,
  status: 'requires_payment_method',
  payment_method: null,
  next_action: null,
  last_payment_error: {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    doc_url: 'https://docs.stripe.com/error-codes/payment-intent-authentication-failure',
    message: 'The card could not be authenticated. Try again, or use another card.',
    payment_method: method,
  },
});

export const canceled = (intent: Stripe.PaymentIntent, reason: string | null, at: number): Stripe.PaymentIntent => ({
  ...intent,
  status: 'canceled',
  amount_capturable: 0,
  canceled_at: at,
  cancellation_reason: reason,
  next_action: null,
});
