/** One attempt at a card, approved or declined. */
import type Stripe from 'stripe';
import { idOf } from '../store/kinds.ts';
import type { Decline } from './cards.ts';

export interface Attempt {
  readonly intent: Stripe.PaymentIntent;
  readonly method: Stripe.PaymentMethod;
  readonly decline: Decline | null;
  /** Approved and taken, not only approved. */
  readonly captured: boolean;
  readonly authenticated: boolean;
  readonly at: number;
}

/** What no charge here has. */
export const BARE = {
  object: 'charge',
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  transfer_data: null,
} satisfies Partial<Stripe.Charge>;

export function newCharge(id: string, attempt: Attempt): Stripe.Charge {
  const { intent, method, decline, captured, at } = attempt;
  const suffix = intent.statement_descriptor_suffix;
  return {
    ...BARE,
    id,
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    billing_details: method.billing_details,
    calculated_statement_descriptor: suffix ? `SOUNDING* ${suffix}`.slice(0, 22) : 'SOUNDING',
    captured,
    created: at,
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: { ...intent.metadata },
    outcome: outcomeOf(decline),
    paid: !decline,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card', card: cardOf(attempt) },
    receipt_email: intent.receipt_email,
    statement_descriptor_suffix: suffix,
    status: decline ? 'failed' : 'succeeded',
    transfer_group: intent.transfer_group,
  };
}

/** Declined before the bank was asked. */
const blocked = (decline: Decline | null): boolean => decline?.declineCode === 'fraudulent';

const outcomeOf = (decline: Decline | null): Stripe.Charge.Outcome => ({
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: blocked(decline) ? 'not_sent_to_network' : decline ? 'declined_by_network' : 'approved_by_network',
  reason: decline ? (decline.declineCode ?? decline.code) : null,
  risk_level: blocked(decline) ? 'highest' : 'normal',
  risk_score: blocked(decline) ? 90 : 20,
  seller_message: decline ? 'The bank did not approve this payment.' : 'Payment complete.',
  type: blocked(decline) ? 'blocked' : decline ? 'issuer_declined' : 'authorized',
});

function cardOf({ intent, method, decline, authenticated }: Attempt): Stripe.Charge.PaymentMethodDetails.Card {
  const card = method.card;
  const cvcCheck = decline?.code === 'incorrect_cvc' ? 'fail' : card?.checks?.cvc_check ? 'pass' : null;
  return {
    amount_authorized: decline ? null : intent.amount,
    authorization_code: null,
    brand: card?.brand ?? null,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: cvcCheck },
    country: card?.country ?? null,
    electronic_commerce_indicator: null,
    exp_month: card?.exp_month ?? 0,
    exp_year: card?.exp_year ?? 0,
    extended_authorization: { status: 'disabled' },
    fingerprint: card?.fingerprint ?? null,
    funding: card?.funding ?? null,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card?.last4 ?? null,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card?.brand ?? null,
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    regulated_status: card?.regulated_status ?? null,
    three_d_secure: authenticated ? threeDSecure : null,
    transaction_link_id: null,
    wallet: null,
  };
}

const threeDSecure: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
};
