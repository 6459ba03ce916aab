/** A Checkout session in mode `payment`, its line items and its end. */
import type Stripe from 'stripe';
import { idOf } from '../store/kinds.ts';

export interface Item {
  readonly name: string;
  readonly currency: string;
  readonly unitAmount: number;
  readonly quantity: number;
}

export interface SessionTerms {
  readonly items: readonly Item[];
  readonly successUrl: string;
  readonly cancelUrl?: string | undefined;
  readonly clientReferenceId?: string | undefined;
  readonly customer?: string | undefined;
  readonly customerEmail?: string | undefined;
  readonly expiresAt: number;
  readonly locale?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly submitType?: string | undefined;
  /** A person without a customer becomes one when they have paid. */
  readonly createCustomer?: boolean;
  readonly saved?:
    | {
        allow_redisplay_filters?: Stripe.Checkout.Session.SavedPaymentMethodOptions.AllowRedisplayFilter[] | undefined;
        payment_method_remove?: 'enabled' | 'disabled' | undefined;
        payment_method_save?: 'enabled' | 'disabled' | undefined;
      }
    | undefined;
}

export const HOSTED_PATH = '/c/pay/';

/** `ids` makes identifiers: `ids('li')`. */
export function newSession(
  id: string,
  terms: SessionTerms,
  origin: string,
  at: number,
  ids: (prefix: string) => string,
): Stripe.Checkout.Session {
  const total = terms.items.reduce((sum, item) => sum + item.unitAmount * item.quantity, 0);
  return {
    ...QUIET,
    id,
    amount_subtotal: total,
    amount_total: total,
    cancel_url: terms.cancelUrl ?? null,
    client_reference_id: terms.clientReferenceId ?? null,
    created: at,
    currency: terms.items[0]?.currency ?? null,
    customer: terms.customer ?? null,
    customer_creation: terms.customer ? null : terms.createCustomer ? 'always' : 'if_required',
    customer_details: terms.customerEmail ? detailsOf(terms.customerEmail, null) : null,
    customer_email: terms.customerEmail ?? null,
    expires_at: terms.expiresAt,
    line_items: {
      object: 'list',
      data: terms.items.map((item) => newLineItem(item, at, ids)),
      has_more: false,
      url: `/v1/checkout/sessions/${id}/line_items`,
    },
    locale: terms.locale ?? null,
    metadata: terms.metadata ?? {},
    saved_payment_method_options: terms.customer
      ? {
          allow_redisplay_filters: terms.saved?.allow_redisplay_filters ?? ['always'],
          payment_method_remove: terms.saved?.payment_method_remove ?? 'disabled',
          payment_method_save: terms.saved?.payment_method_save ?? null,
        }
      : null,
    status: 'open',
    submit_type: terms.submitType ?? null,
    success_url: terms.successUrl,
    url: `${origin}${HOSTED_PATH}${id}`,
  };
}

const QUIET = {
  object: 'checkout.session',
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: {
    enabled: false,
    invoice_data: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: null,
      metadata: {},
      rendering_options: null,
    },
  },
  livemode: false,
  managed_payments: null,
  mode: 'payment',
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: { card: { request_three_d_secure: 'automatic' } },
  payment_method_types: ['card'],
  payment_status: 'unpaid',
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: 'hosted_page',
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;

const detailsOf = (email: string | null, name: string | null): Stripe.Checkout.Session.CustomerDetails => ({
  address: null,
  business_name: null,
  email,
  individual_name: null,
  name,
  phone: null,
  tax_exempt: 'none',
  tax_ids: [],
});

function newLineItem(item: Item, at: number, ids: (prefix: string) => string): Stripe.LineItem {
  const amount = item.unitAmount * item.quantity;
  return {
    id: ids('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: item.currency,
    description: item.name,
    metadata: {},
    price: {
      id: ids('price'),
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created: at,
      currency: item.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: ids('prod'),
      recurring: null,
      tax_behavior: 'unspecified',
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: item.unitAmount,
      // On the wire a decimal is text; the SDK makes its Decimal of it when it reads.
      unit_amount_decimal: String(item.unitAmount) as unknown as Stripe.Price['unit_amount_decimal'],
    },
    quantity: item.quantity,
  };
}

export const completed = (
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  person: { email: string | null; name: string | null },
): Stripe.Checkout.Session => ({
  ...session,
  status: 'complete',
  payment_status: 'paid',
  payment_intent: intent.id,
  customer: idOf(intent.customer),
  customer_details: detailsOf(person.email ?? session.customer_email, person.name),
  url: null,
});

export const expired = (session: Stripe.Checkout.Session): Stripe.Checkout.Session => ({
  ...session,
  status: 'expired',
  url: null,
});

export const successUrlOf = (session: Stripe.Checkout.Session): string =>
  (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id);
