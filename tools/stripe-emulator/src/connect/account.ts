/** A connected account in its first form: everything it needs to receive transfers is there from the start. */
import type Stripe from 'stripe';

export interface AccountTerms {
  readonly type: 'express' | 'custom' | 'standard';
  readonly country: string;
  readonly email?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

export const newAccount = (id: string, terms: AccountTerms, at: number): Stripe.Account => ({
  id,
  object: 'account',
  business_profile: null,
  business_type: null,
  capabilities: { card_payments: 'active', transfers: 'active' },
  charges_enabled: true,
  controller: { type: 'application' },
  country: terms.country,
  created: at,
  default_currency: 'usd',
  details_submitted: true,
  email: terms.email ?? null,
  metadata: terms.metadata ?? {},
  payouts_enabled: true,
  type: terms.type,
});
