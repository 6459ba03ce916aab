/** /v1/customers and /v1/payment_methods */
import type Stripe from 'stripe';
import { z } from 'zod';
import { say } from '../events/event.store.ts';
import { methodNamed } from '../payments/method.store.ts';
import { flawOf, newMethod } from '../payments/method.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import { created, expand, metadata, metadataChange, oneOf, paging, paramsFor, text, whole } from '../wire/params.ts';
import { missing, StripeProblem } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { newCustomer } from './customer.ts';

const person = {
  email: z.email().max(512).optional(),
  name: text(256).optional(),
  phone: text(20).optional(),
  description: text(350).optional(),
};
const Create = paramsFor<Stripe.CustomerCreateParams>()(
  z.strictObject({ ...person, metadata: metadata.optional(), ...expand }),
);
const Update = paramsFor<Stripe.CustomerUpdateParams>()(
  z.strictObject({ ...person, metadata: metadataChange.optional(), ...expand }),
);
const List = paramsFor<Stripe.CustomerListParams>()(
  z.strictObject({ email: text(512).optional(), created: created.optional(), ...paging }),
);
const Plain = z.strictObject(expand);
const CreateMethod = paramsFor<Stripe.PaymentMethodCreateParams>()(
  z.strictObject({
    type: oneOf('card'),
    card: z.union([
      z.strictObject({ token: text(255) }),
      z.strictObject({ number: text(30), exp_month: whole(1), exp_year: whole(), cvc: text(4).optional() }),
    ]),
    billing_details: z.strictObject({ name: text(256).optional(), email: z.email().optional() }).optional(),
    metadata: metadata.optional(),
    ...expand,
  }),
);
const Attach = paramsFor<Stripe.PaymentMethodAttachParams>()(z.strictObject({ customer: text(255), ...expand }));
const ListMethods = paramsFor<Stripe.PaymentMethodListParams>()(
  z.strictObject({ customer: text(255), type: oneOf('card').optional(), ...paging }),
);

const found = (call: Call, id: string): Stripe.Customer => {
  const customer = call.store.get('customer', id, call.account);
  if (!customer) throw missing('customer', id);
  return customer;
};

const method = (call: Call, id: string): Stripe.PaymentMethod => {
  const known = call.store.get('payment_method', id, call.account);
  if (!known) throw missing('PaymentMethod', id);
  return known;
};

export const customerEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/customers', Create, (call, p) => {
    const made = call.store.put(newCustomer(newId('cus', 14), p, call.at), call.account);
    say(call, 'customer.created', made);
    return made;
  }),
  endpoint('GET', '/v1/customers', List, (call, p) => pageOf(call, 'customer', '/v1/customers', p, { email: p.email })),
  endpoint('GET', '/v1/customers/:id', Plain, (call, _, id) => found(call, id)),
  endpoint('POST', '/v1/customers/:id', Update, (call, p, id) => {
    const known = found(call, id);
    const { email = known.email, name = known.name, phone = known.phone, description = known.description } = p;
    const changed = { ...known, email, name, phone, description, metadata: changeMetadata(known.metadata, p.metadata) };
    say(call, 'customer.updated', call.store.put(changed, call.account), { email: known.email });
    return changed;
  }),
  endpoint('DELETE', '/v1/customers/:id', Plain, (call, _, id) => {
    say(call, 'customer.deleted', found(call, id));
    call.store.remove(id);
    return { id, object: 'customer', deleted: true };
  }),
];

function createMethod(call: Call, p: z.output<typeof CreateMethod>): Stripe.PaymentMethod {
  if ('token' in p.card) return methodNamed(call, p.card.token);
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
  return call.store.put({ ...made, metadata: p.metadata ?? {} }, call.account);
}

export const methodEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payment_methods', CreateMethod, createMethod),
  endpoint('GET', '/v1/payment_methods', ListMethods, (call, p) =>
    pageOf(call, 'payment_method', '/v1/payment_methods', p, { customer: p.customer, type: p.type }),
  ),
  endpoint('GET', '/v1/payment_methods/:id', Plain, (call, _, id) => method(call, id)),
  endpoint('POST', '/v1/payment_methods/:id/attach', Attach, (call, p, id) => {
    const customer = call.store.get('customer', p.customer, call.account);
    if (!customer) throw missing('customer', p.customer, 'customer');
    const known = id.startsWith('pm_card_') ? methodNamed(call, id) : method(call, id);
    const attached = call.store.put({ ...known, customer: customer.id }, call.account);
    say(call, 'payment_method.attached', attached);
    return attached;
  }),
  endpoint('POST', '/v1/payment_methods/:id/detach', Plain, (call, _, id) => {
    const known = method(call, id);
    const detached = call.store.put({ ...known, customer: null }, call.account);
    say(call, 'payment_method.detached', detached, { customer: known.customer });
    return detached;
  }),
];
