/** /v1/payment_intents */
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
  statementSuffix,
  text,
  webUrl,
  whole,
} from '../wire/params.ts';
import { invalid, missing, StripeProblem, unfit } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { attempt, cancelIntent, capture, declineOf } from './attempt.store.ts';
import { CANCELLABLE, CONFIRMABLE, newIntent } from './intent.ts';
import { methodFor } from './method.store.ts';

const Create = paramsFor<Stripe.PaymentIntentCreateParams>()(
  z.strictObject({
    amount: whole(50).pipe(z.number().max(99_999_999)),
    currency,
    automatic_payment_methods: z
      .strictObject({ enabled: flag, allow_redirects: oneOf('always', 'never').optional() })
      .optional(),
    capture_method: oneOf('automatic', 'automatic_async', 'manual').optional(),
    confirm: flag.optional(),
    confirmation_method: oneOf('automatic', 'manual').optional(),
    customer: text(255).optional(),
    description: text(1_000).optional(),
    error_on_requires_action: flag.optional(),
    metadata: metadata.optional(),
    off_session: flag.optional(),
    payment_method: text(255).optional(),
    allowed_payment_method_types: list(oneOf('card')).optional(),
    receipt_email: z.email().optional(),
    return_url: webUrl.optional(),
    setup_future_usage: oneOf('off_session', 'on_session').optional(),
    statement_descriptor_suffix: statementSuffix.optional(),
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
    error_on_requires_action: flag.optional(),
    payment_method: text(255).optional(),
    return_url: webUrl.optional(),
    off_session: flag.optional(),
    setup_future_usage: oneOf('off_session', 'on_session').optional(),
    ...expand,
  }),
);
const Capture = paramsFor<Stripe.PaymentIntentCaptureParams>()(
  z.strictObject({ amount_to_capture: whole(1).optional(), metadata: metadataChange.optional(), ...expand }),
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
const intent = (call: Call, id: string): Stripe.PaymentIntent => {
  const found = call.store.get('payment_intent', id, call.account);
  if (!found) throw missing('payment_intent', id);
  return found;
};

function create(call: Call, p: z.output<typeof Create>): Stripe.PaymentIntent {
  if (p.customer && !call.store.get('customer', p.customer, call.account))
    throw missing('customer', p.customer, 'customer');
  if (!p.confirm && (p.off_session !== undefined || p.error_on_requires_action !== undefined))
    throw invalid(
      'off_session and error_on_requires_action say how to confirm: pass confirm=true too.',
      p.off_session === undefined ? 'error_on_requires_action' : 'off_session',
    );
  const method = p.payment_method ? methodFor(call, p.payment_method, p.customer ?? null) : null;
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
      capture: p.capture_method,
      confirmation: p.confirmation_method,
      setupFutureUsage: p.setup_future_usage,
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
  p: Pick<
    z.output<typeof Confirm>,
    'payment_method' | 'return_url' | 'off_session' | 'error_on_requires_action' | 'setup_future_usage'
  >,
): Stripe.PaymentIntent {
  const before = intent(call, id);
  if (!CONFIRMABLE.includes(before.status)) throw unexpected(before, 'confirmed');
  const named = p.payment_method ?? idOf(before.payment_method);
  if (!named)
    throw unfit(
      'You cannot confirm this PaymentIntent because it has no payment method. Pass payment_method, or set it first.',
      'payment_intent_unexpected_state',
    );
  const known = p.setup_future_usage ? { ...before, setup_future_usage: p.setup_future_usage } : before;
  const method = methodFor(call, named, idOf(known.customer));
  const unattended = p.off_session === true || p.error_on_requires_action === true;
  const after = attempt(call, known, method, { returnUrl: p.return_url ?? null, unattended });
  const declined = declineOf(after);
  if (declined) throw declined;
  return after;
}

function captureIntent(call: Call, id: string, p: z.output<typeof Capture>): Stripe.PaymentIntent {
  const known = intent(call, id);
  if (known.status !== 'requires_capture') throw unexpected(known, 'captured');
  const amount = p.amount_to_capture ?? known.amount_capturable;
  if (amount > known.amount_capturable)
    throw unfit(`Only ${known.amount_capturable} can be captured.`, 'amount_too_large', 'amount_to_capture');
  return capture(call, { ...known, metadata: changeMetadata(known.metadata, p.metadata) }, amount);
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
  endpoint('POST', '/v1/payment_intents/:id/capture', Capture, (call, p, id) => captureIntent(call, id, p)),
  endpoint('POST', '/v1/payment_intents/:id/cancel', Cancel, (call, p, id) =>
    cancel(call, id, p.cancellation_reason ?? null),
  ),
];
