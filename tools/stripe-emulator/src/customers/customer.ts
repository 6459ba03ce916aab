import type Stripe from 'stripe';

export interface CustomerTerms {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

export const newCustomer = (id: string, terms: CustomerTerms, at: number): Stripe.Customer => ({
  id,
  object: 'customer',
  address: null,
  balance: 0,
  created: at,
  currency: null,
  customer_account: null,
  default_source: null,
  delinquent: false,
  description: terms.description ?? null,
  discount: null,
  email: terms.email ?? null,
  invoice_prefix: id.slice(-8).toUpperCase(),
  invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
  livemode: false,
  metadata: terms.metadata ?? {},
  name: terms.name ?? null,
  next_invoice_sequence: 1,
  phone: terms.phone ?? null,
  preferred_locales: [],
  shipping: null,
  tax_exempt: 'none',
  test_clock: null,
});
