/** Money leaves an account for its bank: pending, in transit, then paid; failed when the bank sends it back, canceled while it has not left. */
import type Stripe from 'stripe';
import type { PayoutFailure } from '../connect/bank.ts';

const DAY = 86_400;

export interface PayoutTerms {
  readonly amount: number;
  readonly currency: string;
  readonly destination: string;
  readonly automatic: boolean;
  readonly description?: string | undefined;
  readonly statementDescriptor?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

/** Payouts are handed to the bank at the next midnight (UTC) and are there a day later. */
export const leavesAt = (at: number): number => (Math.floor(at / DAY) + 1) * DAY;
export const arrivesAt = (at: number): number => leavesAt(at) + DAY;

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The next midnight (UTC) on which the schedule pays out; never on a manual one. A month without its day pays out on its last. */
export function nextPayoutAt(schedule: Stripe.Account.Settings.Payouts.Schedule, at: number): number | null {
  if (schedule.interval === 'manual') return null;
  for (let midnight = leavesAt(at); ; midnight += DAY) {
    const date = new Date(midnight * 1000);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    const fits =
      schedule.interval === 'daily' ||
      (schedule.interval === 'weekly' && WEEKDAYS[date.getUTCDay()] === (schedule.weekly_anchor ?? 'monday')) ||
      (schedule.interval === 'monthly' && date.getUTCDate() === Math.min(schedule.monthly_anchor ?? 1, last));
    if (fits) return midnight;
  }
}

export const newPayout = (id: string, terms: PayoutTerms, at: number): Stripe.Payout => ({
  id,
  object: 'payout',
  amount: terms.amount,
  application_fee: null,
  application_fee_amount: null,
  arrival_date: arrivesAt(at),
  automatic: terms.automatic,
  balance_transaction: null,
  created: at,
  currency: terms.currency,
  description: terms.description ?? (terms.automatic ? 'STRIPE PAYOUT' : null),
  destination: terms.destination,
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  livemode: false,
  metadata: terms.metadata ?? {},
  method: 'standard',
  original_payout: null,
  payout_method: null,
  reconciliation_status: terms.automatic ? 'completed' : 'not_applicable',
  reversed_by: null,
  source_type: 'card',
  statement_descriptor: terms.statementDescriptor ?? null,
  status: 'pending',
  trace_id: null,
  type: 'bank_account',
});

export const failed = (payout: Stripe.Payout, failure: PayoutFailure, transaction: string): Stripe.Payout => ({
  ...payout,
  status: 'failed',
  failure_code: failure.code,
  failure_message: failure.message,
  failure_balance_transaction: transaction,
});
