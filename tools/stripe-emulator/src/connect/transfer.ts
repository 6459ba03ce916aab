/** Money from the platform's balance to a connected account, and back. */
import type Stripe from 'stripe';
import { BARE } from '../payments/charge.ts';

export interface TransferTerms {
  readonly amount: number;
  readonly currency: string;
  readonly destination: string;
  readonly description?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly sourceTransaction?: string | undefined;
  readonly transferGroup?: string | null | undefined;
}

export const newTransfer = (id: string, terms: TransferTerms, at: number): Stripe.Transfer => ({
  id,
  object: 'transfer',
  amount: terms.amount,
  amount_reversed: 0,
  balance_transaction: null,
  created: at,
  currency: terms.currency,
  description: terms.description ?? null,
  destination: terms.destination,
  livemode: false,
  metadata: terms.metadata ?? {},
  reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
  reversed: false,
  source_transaction: terms.sourceTransaction ?? null,
  source_type: 'card',
  transfer_group: terms.transferGroup ?? null,
});

/** The transfer as the connected account sees it: a payment it received. */
export const newPayment = (id: string, transfer: Stripe.Transfer, at: number): Stripe.Charge => ({
  ...BARE,
  id,
  amount: transfer.amount,
  amount_captured: transfer.amount,
  billing_details: {
    address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
    email: null,
    name: null,
    phone: null,
    tax_id: null,
  },
  calculated_statement_descriptor: null,
  captured: true,
  created: at,
  currency: transfer.currency,
  customer: null,
  description: null,
  failure_code: null,
  failure_message: null,
  metadata: {},
  outcome: null,
  paid: true,
  payment_intent: null,
  payment_method: null,
  payment_method_details: null,
  receipt_email: null,
  source_transfer: transfer.id,
  statement_descriptor_suffix: null,
  status: 'succeeded',
  transfer_group: transfer.transfer_group,
});

export const newReversal = (
  id: string,
  transfer: Stripe.Transfer,
  terms: { amount: number; metadata?: Record<string, string> | undefined },
  at: number,
): Stripe.TransferReversal => ({
  id,
  object: 'transfer_reversal',
  amount: terms.amount,
  balance_transaction: null,
  created: at,
  currency: transfer.currency,
  destination_payment_refund: null,
  metadata: terms.metadata ?? {},
  source_refund: null,
  transfer: transfer.id,
});

export const afterReversal = (transfer: Stripe.Transfer, reversal: Stripe.TransferReversal): Stripe.Transfer => ({
  ...transfer,
  amount_reversed: transfer.amount_reversed + reversal.amount,
  reversed: transfer.amount_reversed + reversal.amount === transfer.amount,
  reversals: { ...transfer.reversals, data: [reversal, ...transfer.reversals.data].slice(0, 10) },
});
