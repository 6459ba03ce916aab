/** A dispute: an inquiry (`warning_*`) moves no money; a chargeback takes amount and fee at once and gives the amount back when it is won. */
import type Stripe from 'stripe';
import { idOf } from '../store/kinds.ts';

const DAY = 86_400;

/** What a chargeback costs, kept by Stripe whoever wins. */
export const DISPUTE_FEE = 1500;
/** How long we may answer. */
const ANSWER_SECONDS = 14 * DAY;
/** An inquiry that nobody escalated is over by then. */
export const INQUIRY_SECONDS = 120 * DAY;

export const REASONS = [
  'bank_cannot_process',
  'check_returned',
  'credit_not_processed',
  'customer_initiated',
  'debit_not_authorized',
  'duplicate',
  'fraudulent',
  'general',
  'incorrect_account_details',
  'insufficient_funds',
  'noncompliant',
  'product_not_received',
  'product_unacceptable',
  'subscription_canceled',
  'unrecognized',
] as const;
export type Reason = (typeof REASONS)[number];

/** Visa's code for the reasons that cards commonly give. */
const NETWORK_CODE: Partial<Record<Reason, string>> = {
  fraudulent: '10.4',
  product_not_received: '13.1',
  product_unacceptable: '13.3',
  credit_not_processed: '13.6',
  subscription_canceled: '13.2',
  duplicate: '12.6',
};

export interface DisputeTerms {
  readonly amount: number;
  readonly reason: Reason;
  readonly inquiry: boolean;
}

export const EVIDENCE_TEXTS = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_tracking_number',
  'uncategorized_text',
] as const;

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

export function newDispute(id: string, charge: Stripe.Charge, terms: DisputeTerms, at: number): Stripe.Dispute {
  const card = charge.payment_method_details?.card;
  const code = NETWORK_CODE[terms.reason] ?? null;
  return {
    id,
    object: 'dispute',
    amount: terms.amount,
    balance_transactions: [],
    charge: charge.id,
    created: at,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: at + ANSWER_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: terms.inquiry,
    livemode: false,
    metadata: {},
    network_reason_code: code,
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: {
      type: 'card',
      card: {
        brand: card?.brand ?? 'visa',
        case_type: terms.inquiry ? 'inquiry' : 'chargeback',
        network: card?.network ?? 'visa',
        network_reason_code: code,
      },
    },
    reason: terms.reason,
    status: terms.inquiry ? 'warning_needs_response' : 'needs_response',
  };
}

const ANSWERABLE: readonly string[] = ['needs_response', 'warning_needs_response', 'appeal_needs_response'];
const OPEN: readonly string[] = [...ANSWERABLE, 'under_review', 'warning_under_review', 'appeal_under_review'];

export const isAnswerable = ({ status }: Stripe.Dispute): boolean => ANSWERABLE.includes(status);
export const isOpen = ({ status }: Stripe.Dispute): boolean => OPEN.includes(status);
export const isInquiry = ({ status }: Stripe.Dispute): boolean => status.startsWith('warning_');

/** Evidence is staged, or with `submit` given to the bank, which thinks about it. */
export function answered(
  dispute: Stripe.Dispute,
  evidence: Partial<Stripe.Dispute.Evidence>,
  submit: boolean,
): Stripe.Dispute {
  const details = dispute.evidence_details;
  return {
    ...dispute,
    evidence: { ...dispute.evidence, ...evidence },
    status: submit
      ? (dispute.status.replace('needs_response', 'under_review') as Stripe.Dispute.Status)
      : dispute.status,
    evidence_details: {
      ...details,
      has_evidence: true,
      submission_count: details.submission_count + (submit ? 1 : 0),
      submission_method: submit ? 'manual' : details.submission_method,
    },
  };
}

/** The inquiry became a chargeback of what was not refunded meanwhile. */
export const escalated = (dispute: Stripe.Dispute, left: number, at: number): Stripe.Dispute => ({
  ...dispute,
  amount: Math.min(dispute.amount, left),
  status: 'needs_response',
  is_charge_refundable: false,
  evidence_details: { ...dispute.evidence_details, due_by: at + ANSWER_SECONDS },
  ...(dispute.payment_method_details?.card
    ? {
        payment_method_details: {
          ...dispute.payment_method_details,
          card: { ...dispute.payment_method_details.card, case_type: 'chargeback' },
        },
      }
    : {}),
});

/** What Stripe's test mode makes of `uncategorized_text`. Anything else stays under review. */
export const VERDICTS: Record<string, 'win' | 'lose' | 'escalate'> = {
  winning_evidence: 'win',
  losing_evidence: 'lose',
  escalate_inquiry_evidence: 'escalate',
};
