/** A balance transaction of Stripe as a fact of ours. */
import type Stripe from 'stripe';
import { amountOf } from '../payment/amount.stripe.ts';
import type { Booked, BookedKind } from './comparison.ts';

const KINDS: Partial<Record<Stripe.BalanceTransaction.Type, BookedKind>> = {
  charge: 'charge',
  payment: 'charge',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund-failure',
  payment_failure_refund: 'refund-failure',
  transfer: 'transfer',
  transfer_refund: 'transfer-return',
  transfer_cancel: 'transfer-return',
  transfer_failure: 'transfer-return',
  payout: 'payout',
  payout_failure: 'payout-return',
  payout_cancel: 'payout-return',
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Stripe books a dispute as an adjustment; what it adjusts is told by the reporting category alone. */
function kindOf(transaction: Stripe.BalanceTransaction): BookedKind {
  if (transaction.reporting_category === 'dispute') return 'dispute';
  if (transaction.reporting_category === 'dispute_reversal') return 'dispute-return';
  return KINDS[transaction.type] ?? 'other';
}

export function bookedOf(transaction: Stripe.BalanceTransaction): Booked {
  const { id, source, amount, fee, currency, created } = transaction;
  const object = typeof source === 'object' ? source : null;
  const metadata = object && 'metadata' in object ? (object.metadata ?? {}) : {};
  return {
    id,
    kind: kindOf(transaction),
    source: typeof source === 'string' ? source : (source?.id ?? null),
    // Our own ids, as the object's metadata carries them; written by hand they name no row of ours.
    hints: Object.values(metadata).filter((value) => UUID.test(value)),
    amount: amountOf(amount, currency).minor,
    fee: amountOf(fee, currency).minor,
    at: new Date(created * 1_000),
  };
}
