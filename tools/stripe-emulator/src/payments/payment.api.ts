/** /v1/payment_intents, /v1/charges, /v1/payment_methods */
import type Stripe from 'stripe';
import { z } from 'zod';
import { say } from '../events/event.store.ts';
import { idOf } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import {
  created,
  currency,
  expand,
  flag,
  list,
  metadata,
  metadataChange,
  oneOf,
  paging,
  paramsFor,
  text,
  whole,
} from '../wire/params.ts';
import { missing, StripeProblem, unfit } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { attempt, cancelIntent, declineOf } from './attempt.store.ts';
import { CANCELLABLE, CONFIRMABLE, newIntent } from './intent.ts';
import { methodNamed } from './method.store.ts';

const Create = paramsFor<Stripe.PaymentIntentCreateParams>()(
  z.strictObject({
    amount: whole(50).pipe(z.number().max(99_999_999)),
    currency,
    automatic_payment_methods: z
      .strictObject({ enabled: flag, allow_redirects: oneOf('always', 'never').optional() })
      .optional(),
    confirm: flag.optional(),
    customer: text(255).optional(),
    description: text(1_000).optional(),
    metadata: metadata.optional(),
    off_session: flag.optional(),
    payment_method: text(255).optional(),
    allowed_payment_method_types: list(oneOf('card')).optional(),
    receipt_email: z.email().optional(),
    return_url: text().optional(),
    statement_descriptor_suffix: text(22).optional(),
    transfer_group: text(255).optional(),
    ...expand,
  }),
);
const Update = paramsFor<Stripe.PaymentIntentUpdateParams>()(
  z.strictObject({
    description: text(1_000).optional(),
    metadata: metadataChange.optional(),
    transfer_group: text(255).optional(),
    ...expand,
  }),
);
const Confirm = paramsFor<Stripe.PaymentIntentConfirmParams>()(
  z.strictObject({
    payment_method: text(255).optional(),
    return_url: text().optional(),
    off_session: flag.optional(),
    ...expand,
  }),
);
const Cancel = paramsFor<Stripe.PaymentIntentCancelParams>()(
  z.strictObject({
    cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer').optional(),
    ...expand,
  }),
);
const Retrieve = z.strictObject(expand);
const ListIntents = paramsFor<Stripe.PaymentIntentListParams>()(
  z.strictObject({ customer: text(255).optional(), created: created.optional(), ...paging }),
);
const ListCharges = paramsFor<Stripe.ChargeListParams>()(
  z.strictObject({
    customer: text(255).optional(),
    created: created.optional(),
    payment_intent: text(255).optional(),
    transfer_group: text(255).optional(),
    ...paging,
  }),
);
const UpdateCharge = paramsFor<Stripe.ChargeUpdateParams>()(
  z.strictObject({ description: text(1_000).optional(), metadata: metadataChange.optional(), ...expand }),
);

const intent = (call: Call, id: string): Stripe.PaymentIntent => {
  const found = call.store.get('payment_intent', id, call.account);
  if (!found) throw missing('payment_intent', id);
  return found;
};

const charge = (call: Call, id: string): Stripe.Charge => {
  const found = call.store.get('charge', id, call.account);
  if (!found) throw missing('charge', id);
  return found;
};

function create(call: Call, p: z.output<typeof Create>): Stripe.PaymentIntent {
  if (p.customer && !call.store.get('customer', p.customer, call.account))
    throw missing('customer', p.customer, 'customer');
  const method = p.payment_method ? methodNamed(call, p.payment_method) : null;
  const fresh = newIntent(
    newId('pi'),
    newId('s'),
    {
      amount: p.amount,
      currency: p.currency,
      customer: p.customer,
      description: p.description,
      metadata: p.metadata,
      receiptEmail: p.receipt_email,
      statementDescriptorSuffix: p.statement_descriptor_suffix,
      transferGroup: p.transfer_group,
      automatic: p.automatic_payment_methods?.enabled ?? !p.allowed_payment_method_types,
    },
    call.at,
  );
  const made = call.store.put<Stripe.PaymentIntent>(
    method ? { ...fresh, status: 'requires_confirmation', payment_method: method.id } : fresh,
    call.account,
  );
  say(call, 'payment_intent.created', made);
  return p.confirm ? confirm(call, made.id, p) : made;
}

function confirm(
  call: Call,
  id: string,
  p: { payment_method?: string | undefined; return_url?: string | undefined },
): Stripe.PaymentIntent {
  const known = intent(call, id);
  if (!CONFIRMABLE.includes(known.status)) throw unexpected(known, 'confirmed');
  const named = p.payment_method ?? idOf(known.payment_method);
  if (!named)
    throw unfit(
      'You cannot confirm this PaymentIntent because it has no payment method. Pass payment_method, or set it first.',
      'payment_intent_unexpected_state',
    );
  const after = attempt(call, known, methodNamed(call, named), p.return_url ?? null);
  const declined = declineOf(after);
  if (declined) throw declined;
  return after;
}

const unexpected = (known: Stripe.PaymentIntent, wish: string): StripeProblem => {
  const problem = unfit(
    `This PaymentIntent could not be ${wish} because it has a status of ${known.status}.`,
    'payment_intent_unexpected_state',
  );
  return new StripeProblem(problem.status, { ...problem.body, payment_intent: known }, 'answer');
};

function cancel(call: Call, id: string, reason: string | null): Stripe.PaymentIntent {
  const known = intent(call, id);
  if (!CANCELLABLE.includes(known.status)) throw unexpected(known, 'canceled');
  return cancelIntent(call, known, reason);
}

export const intentEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payment_intents', Create, create),
  endpoint('GET', '/v1/payment_intents', ListIntents, (call, p) =>
    pageOf(call, 'payment_intent', '/v1/payment_intents', p, { customer: p.customer }),
  ),
  endpoint('GET', '/v1/payment_intents/:id', Retrieve, (call, _, id) => intent(call, id)),
  endpoint('POST', '/v1/payment_intents/:id', Update, (call, p, id) => {
    const known = intent(call, id);
    const { description = known.description, transfer_group = known.transfer_group } = p;
    return call.store.put(
      { ...known, description, transfer_group, metadata: changeMetadata(known.metadata, p.metadata) },
      call.account,
    );
  }),
  endpoint('POST', '/v1/payment_intents/:id/confirm', Confirm, (call, p, id) => confirm(call, id, p)),
  endpoint('POST', '/v1/payment_intents/:id/cancel', Cancel, (call, p, id) =>
    cancel(call, id, p.cancellation_reason ?? null),
  ),
];

export const chargeEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/charges', ListCharges, (call, p) =>
    pageOf(call, 'charge', '/v1/charges', p, {
      customer: p.customer,
      payment_intent: p.payment_intent,
      transfer_group: p.transfer_group,
    }),
  ),
  endpoint('GET', '/v1/charges/:id', Retrieve, (call, _, id) => charge(call, id)),
  endpoint('POST', '/v1/charges/:id', UpdateCharge, (call, p, id) => {
    const known = charge(call, id);
    const { description = known.description } = p;
    const changed = { ...known, description, metadata: changeMetadata(known.metadata, p.metadata) };
    say(call, 'charge.updated', call.store.put(changed, call.account), { metadata: known.metadata });
    return changed;
  }),
];
