/** /v1/payment_methods */
import type Stripe from 'stripe';
import { z } from 'zod';
import { differences, say } from '../events/event.store.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import { expand, metadata, metadataChange, oneOf, paging, paramsFor, text, whole } from '../wire/params.ts';
import { missing, StripeProblem, unfit } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { attachMethod, detachMethod, methodNamed } from './method.store.ts';
import { flawOf, newMethod } from './method.ts';

const billing = z.strictObject({ name: text(256).optional(), email: z.email().optional() });
const CreateMethod = paramsFor<Stripe.PaymentMethodCreateParams>()(
  z.strictObject({
    type: oneOf('card'),
    card: z.union([
      z.strictObject({ token: text(255) }),
      z.strictObject({ number: text(30), exp_month: whole(1), exp_year: whole(), cvc: text(4).optional() }),
    ]),
    allow_redisplay: oneOf('always', 'limited', 'unspecified').optional(),
    billing_details: billing.optional(),
    metadata: metadata.optional(),
    ...expand,
  }),
);
const UpdateMethod = paramsFor<Stripe.PaymentMethodUpdateParams>()(
  z.strictObject({
    allow_redisplay: oneOf('always', 'limited', 'unspecified').optional(),
    billing_details: billing.optional(),
    card: z.strictObject({ exp_month: whole(1).pipe(z.number().max(12)), exp_year: whole(2000) }).optional(),
    metadata: metadataChange.optional(),
    ...expand,
  }),
);
const Attach = paramsFor<Stripe.PaymentMethodAttachParams>()(z.strictObject({ customer: text(255), ...expand }));
const ListMethods = paramsFor<Stripe.PaymentMethodListParams>()(
  z.strictObject({ customer: text(255), type: oneOf('card').optional(), ...paging }),
);

const Plain = z.strictObject(expand);

const method = (call: Call, id: string): Stripe.PaymentMethod => {
  const known = call.store.get('payment_method', id, call.account);
  if (!known) throw missing('PaymentMethod', id);
  return known;
};

function createMethod(call: Call, p: z.output<typeof CreateMethod>): Stripe.PaymentMethod {
  const redisplay = p.allow_redisplay ?? 'unspecified';
  if ('token' in p.card) {
    const made = methodNamed(call, p.card.token);
    return call.store.put({ ...made, allow_redisplay: redisplay, metadata: p.metadata ?? {} }, call.account);
  }
  const card = {
    number: p.card.number.replaceAll(' ', ''),
    expMonth: p.card.exp_month,
    expYear: p.card.exp_year,
    cvc: p.card.cvc,
  };
  const flaw = flawOf(card, call.at);
  if (flaw)
    throw new StripeProblem(
      402,
      { type: 'card_error', code: flaw.code, message: flaw.message, param: flaw.field },
      'answer',
    );
  const made = newMethod(newId('pm'), card, p.billing_details ?? {}, call.at);
  return call.store.put({ ...made, allow_redisplay: redisplay, metadata: p.metadata ?? {} }, call.account);
}

function updateMethod(call: Call, p: z.output<typeof UpdateMethod>, id: string): Stripe.PaymentMethod {
  const before = method(call, id);
  if (!before.customer) throw unfit('A payment method can be changed when a customer has it. Attach it first.');
  const changed: Stripe.PaymentMethod = {
    ...before,
    allow_redisplay: p.allow_redisplay ?? before.allow_redisplay ?? 'unspecified',
    billing_details: { ...before.billing_details, ...p.billing_details },
    ...(before.card ? { card: { ...before.card, ...p.card } } : {}),
    metadata: changeMetadata(before.metadata ?? {}, p.metadata),
  };
  say(call, 'payment_method.updated', call.store.put(changed, call.account), differences(before, changed));
  return changed;
}

export const methodEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payment_methods', CreateMethod, createMethod),
  endpoint('GET', '/v1/payment_methods', ListMethods, (call, p) =>
    pageOf(call, 'payment_method', '/v1/payment_methods', p, { customer: p.customer, type: p.type }),
  ),
  endpoint('GET', '/v1/payment_methods/:id', Plain, (call, _, id) => method(call, id)),
  endpoint('POST', '/v1/payment_methods/:id', UpdateMethod, updateMethod),
  endpoint('POST', '/v1/payment_methods/:id/attach', Attach, (call, p, id) => {
    const customer = call.store.get('customer', p.customer, call.account);
    if (!customer) throw missing('customer', p.customer, 'customer');
    return attachMethod(call, id.startsWith('pm_card_') ? methodNamed(call, id) : method(call, id), customer.id);
  }),
  endpoint('POST', '/v1/payment_methods/:id/detach', Plain, (call, _, id) => detachMethod(call, method(call, id))),
];
