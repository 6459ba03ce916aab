/** /v1/customers and the cards they have */
import type Stripe from 'stripe';
import { z } from 'zod';
import { say } from '../events/event.store.ts';
import { detachMethod, methodsOf } from '../payments/method.store.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import { created, expand, metadata, metadataChange, oneOf, paging, paramsFor, text } from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
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
const ListMethods = paramsFor<Stripe.CustomerListPaymentMethodsParams>()(
  z.strictObject({
    allow_redisplay: oneOf('always', 'limited', 'unspecified').optional(),
    type: oneOf('card').optional(),
    ...paging,
  }),
);
const EVERY = ['always', 'limited', 'unspecified'];

const found = (call: Call, id: string): Stripe.Customer => {
  const customer = call.store.get('customer', id, call.account);
  if (!customer) throw missing('customer', id);
  return customer;
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
    for (const method of methodsOf(call, id, EVERY)) detachMethod(call, method);
    call.store.remove(id);
    return { id, object: 'customer', deleted: true };
  }),
  endpoint('GET', '/v1/customers/:id/payment_methods', ListMethods, (call, p, id) =>
    pageOf(call, 'payment_method', `/v1/customers/${found(call, id).id}/payment_methods`, p, {
      customer: id,
      type: p.type,
      allow_redisplay: p.allow_redisplay,
    }),
  ),
  endpoint('GET', '/v1/customers/:id/payment_methods/:method', Plain, (call, _, id, method) => {
    const known = call.store.get('payment_method', method, call.account);
    if (known?.customer !== found(call, id).id) throw missing('PaymentMethod', method);
    return known;
  }),
];
