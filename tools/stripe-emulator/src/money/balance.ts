/** What Stripe keeps and when the rest can be used. Amounts in minor units. */
import type Stripe from 'stripe';

const DAY = 24 * 60 * 60;

/** Card money of a US account settles after two business days: Saturday and Sunday (UTC) do not count. */
export function settlesAt(at: number): number {
  let then = at;
  for (let left = 2; left > 0; ) {
    then += DAY;
    if (!isWeekend(then)) left--;
  }
  return then;
}

const isWeekend = (at: number): boolean => [0, 6].includes(new Date(at * 1000).getUTCDay());

/** 2.9 % and 30 cents, half up. */
export const cardFee = (amount: number): number => Math.floor((amount * 29 + 500) / 1000) + 30;

export interface Movement {
  readonly type:
    | 'charge'
    | 'refund'
    | 'refund_failure'
    | 'transfer'
    | 'transfer_refund'
    | 'payment'
    | 'payment_refund'
    | 'payout'
    | 'payout_failure'
    | 'payout_cancel'
    | 'adjustment';
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly source: string;
  readonly description: string | null;
  /** Where reports count it, when the type does not say. */
  readonly category?: string;
  readonly availableOn: number;
}

export const newTransaction = (id: string, movement: Movement, at: number): Stripe.BalanceTransaction => ({
  id,
  object: 'balance_transaction',
  amount: movement.amount,
  available_on: movement.availableOn,
  balance_type: 'payments',
  created: at,
  currency: movement.currency,
  description: movement.description,
  exchange_rate: null,
  fee: movement.fee,
  fee_details: movement.fee
    ? [
        {
          amount: movement.fee,
          application: null,
          currency: movement.currency,
          description: movement.type === 'charge' ? 'Stripe processing fees' : 'Dispute fee',
          type: 'stripe_fee',
        },
      ]
    : [],
  net: movement.amount - movement.fee,
  reporting_category: movement.category ?? REPORTED_AS[movement.type],
  source: movement.source,
  status: movement.availableOn <= at ? 'available' : 'pending',
  type: movement.type,
});

const REPORTED_AS: Record<Movement['type'], string> = {
  charge: 'charge',
  payment: 'charge',
  payment_refund: 'refund',
  payout: 'payout',
  payout_failure: 'payout_reversal',
  payout_cancel: 'payout_reversal',
  adjustment: 'other_adjustment',
  refund: 'refund',
  refund_failure: 'refund_failure',
  transfer: 'transfer',
  transfer_refund: 'transfer_reversal',
};
