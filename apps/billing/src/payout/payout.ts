/** Payouts from Stripe to a bank: forward only, on facts read from Stripe. Pure. */
import type { Money } from '@sounding/money';

export type PayoutState = 'under-way' | 'arrived' | 'failed';

export interface PayoutFacts {
  readonly stripePayoutId: string;
  readonly amount: Money;
  readonly state: PayoutState;
  readonly madeAt: Date;
}

export interface KeptPayout extends PayoutFacts {
  /** Null when it is our own. */
  readonly providerId: string | null;
}

const ORDER: Record<PayoutState, number> = { 'under-way': 0, arrived: 1, failed: 2 };

/** Whether Stripe tells something new. A payout that had arrived may still come back; one that came back stays back. */
export function isNews(known: PayoutState | null, told: PayoutState): boolean {
  return known === null || ORDER[told] > ORDER[known];
}
