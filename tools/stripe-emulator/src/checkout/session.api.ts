/** /v1/checkout/sessions */
import type Stripe from 'stripe';
import { z } from 'zod';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import {
  created,
  currency,
  expand,
  list,
  metadata,
  metadataChange,
  oneOf,
  paging,
  paramsFor,
  statementSuffix,
  text,
  whole,
} from '../wire/params.ts';
import { invalid, missing, unfit } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { expireSession, openSession } from './session.store.ts';
import { newSession } from './session.ts';

const LineItem = z.strictObject({
  price_data: z.strictObject({
    currency,
    product_data: z.strictObject({ name: text(), description: text().optional(), metadata: metadata.optional() }),
    unit_amount: whole(0),
  }),
  quantity: whole(1).default(1),
});

const redisplay = oneOf('always', 'limited', 'unspecified');

const Create = paramsFor<Stripe.Checkout.SessionCreateParams>()(
  z.strictObject({
    mode: oneOf('payment'),
    ui_mode: oneOf('hosted_page').optional(),
    line_items: list(LineItem),
    success_url: text(),
    cancel_url: text().optional(),
    client_reference_id: text(200).optional(),
    customer: text(255).optional(),
    customer_email: z.email().max(800).optional(),
    customer_creation: oneOf('always', 'if_required').optional(),
    expires_at: whole().optional(),
    locale: oneOf('auto', 'en').optional(),
    metadata: metadata.optional(),
    allowed_payment_method_types: list(oneOf('card')).optional(),
    payment_intent_data: z
      .strictObject({
        description: text(1_000).optional(),
        metadata: metadata.optional(),
        receipt_email: z.email().optional(),
        setup_future_usage: oneOf('off_session', 'on_session').optional(),
        statement_descriptor_suffix: statementSuffix.optional(),
        transfer_group: text(255).optional(),
      })
      .optional(),
    saved_payment_method_options: z
      .strictObject({
        allow_redisplay_filters: list(redisplay).optional(),
        payment_method_remove: oneOf('enabled', 'disabled').optional(),
        payment_method_save: oneOf('enabled', 'disabled').optional(),
      })
      .optional(),
    submit_type: oneOf('auto', 'book', 'donate', 'pay').optional(),
    ...expand,
  }),
);
const Retrieve = paramsFor<Stripe.Checkout.SessionRetrieveParams>()(z.strictObject(expand));
const Update = paramsFor<Stripe.Checkout.SessionUpdateParams>()(
  z.strictObject({ metadata: metadataChange.optional(), ...expand }),
);
const Expire = paramsFor<Stripe.Checkout.SessionExpireParams>()(z.strictObject(expand));
const List = paramsFor<Stripe.Checkout.SessionListParams>()(
  z.strictObject({
    created: created.optional(),
    customer: text(255).optional(),
    payment_intent: text(255).optional(),
    status: oneOf('open', 'complete', 'expired').optional(),
    ...paging,
  }),
);
const ListItems = paramsFor<Stripe.Checkout.SessionListLineItemsParams>()(z.strictObject(paging));

const HALF_HOUR = 30 * 60;
const DAY = 24 * 60 * 60;
/** Stripe's bounds for a card payment in US dollars; other currencies are held to the same numbers here. */
const LEAST = 50;
const MOST = 99_999_999;

const found = (call: Call, id: string): Stripe.Checkout.Session => {
  const session = call.store.get('checkout.session', id, call.account);
  if (!session) throw missing('checkout.session', id);
  return session;
};

function create(call: Call, p: z.output<typeof Create>): Stripe.Checkout.Session {
  checkUrls(p);
  checkAmounts(p.line_items);
  const expiresAt = p.expires_at ?? call.at + DAY;
  if (expiresAt < call.at + HALF_HOUR)
    throw invalid(
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
      'expires_at',
    );
  if (expiresAt > call.at + DAY)
    throw invalid(
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
      'expires_at',
    );
  if (p.customer && p.customer_creation)
    throw invalid('You may only specify one of these parameters: customer, customer_creation.', 'customer_creation');
  if (p.saved_payment_method_options && !p.customer)
    throw invalid(
      'saved_payment_method_options needs a customer, whose cards they are.',
      'saved_payment_method_options',
    );
  if (p.customer && p.customer_email)
    throw invalid('You may only specify one of these parameters: customer, customer_email.', 'customer');
  if (p.customer && !call.store.get('customer', p.customer, call.account))
    throw missing('customer', p.customer, 'customer');
  const terms = {
    items: p.line_items.map((item) => ({
      name: item.price_data.product_data.name,
      currency: item.price_data.currency,
      unitAmount: item.price_data.unit_amount,
      quantity: item.quantity,
    })),
    successUrl: p.success_url,
    cancelUrl: p.cancel_url,
    clientReferenceId: p.client_reference_id,
    customer: p.customer,
    customerEmail: p.customer_email,
    expiresAt,
    locale: p.locale,
    metadata: p.metadata,
    submitType: p.submit_type,
    createCustomer: p.customer_creation === 'always',
    saved: p.saved_payment_method_options,
  };
  const session = newSession(newId('cs_test', 58), terms, call.origin, call.at, newId);
  const data = p.payment_intent_data;
  return openSession(call, session, {
    description: data?.description,
    metadata: data?.metadata,
    receiptEmail: data?.receipt_email,
    setupFutureUsage: data?.setup_future_usage,
    statementDescriptorSuffix: data?.statement_descriptor_suffix,
    transferGroup: data?.transfer_group,
  });
}

function checkUrls(p: { success_url: string; cancel_url?: string | undefined }): void {
  for (const name of ['success_url', 'cancel_url'] as const) {
    const url = p[name]?.replaceAll('{CHECKOUT_SESSION_ID}', 'cs');
    if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
      throw invalid('Not a valid URL: it begins with http:// or https://.', name, 'url_invalid');
  }
}

function checkAmounts(items: readonly z.output<typeof LineItem>[]): void {
  if (items.length === 0) throw invalid('Missing required param: line_items.', 'line_items', 'parameter_missing');
  if (items.length > 100) throw invalid('At most 100 line items are allowed.', 'line_items');
  const code = items[0]?.price_data.currency;
  if (items.some((item) => item.price_data.currency !== code))
    throw invalid('All line items must have the same currency.', 'line_items');
  const total = items.reduce((sum, item) => sum + item.price_data.unit_amount * item.quantity, 0);
  if (total < LEAST)
    throw invalid("The Checkout Session's total amount must be at least 50 cents.", 'line_items', 'amount_too_small');
  if (total > MOST) throw invalid('The total amount is too large.', 'line_items', 'amount_too_large');
}

function expire(call: Call, id: string): Stripe.Checkout.Session {
  const session = found(call, id);
  if (session.status !== 'open')
    throw unfit(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    );
  return expireSession(call, session);
}

export const sessionEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/checkout/sessions', Create, create),
  endpoint('GET', '/v1/checkout/sessions', List, (call, p) =>
    pageOf(call, 'checkout.session', '/v1/checkout/sessions', p, {
      customer: p.customer,
      payment_intent: p.payment_intent,
      status: p.status,
    }),
  ),
  endpoint('GET', '/v1/checkout/sessions/:id', Retrieve, (call, _, id) => found(call, id)),
  endpoint('POST', '/v1/checkout/sessions/:id', Update, (call, p, id) => {
    const session = found(call, id);
    return call.store.put({ ...session, metadata: changeMetadata(session.metadata ?? {}, p.metadata) }, call.account);
  }),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', Expire, (call, _, id) => expire(call, id)),
  endpoint('GET', '/v1/checkout/sessions/:id/line_items', ListItems, (call, p, id) => {
    const data = found(call, id).line_items?.data ?? [];
    const from = p.starting_after ? data.findIndex((item) => item.id === p.starting_after) + 1 : 0;
    const limit = p.limit ?? 10;
    const url = `/v1/checkout/sessions/${id}/line_items`;
    return { object: 'list', url, has_more: data.length > from + limit, data: data.slice(from, from + limit) };
  }),
];
