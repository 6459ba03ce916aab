/** /v1/charges */
import type Stripe from 'stripe';
import { z } from 'zod';
import { say } from '../events/event.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import { created, expand, metadataChange, paging, paramsFor, text } from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';

const Retrieve = z.strictObject(expand);
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

const charge = (call: Call, id: string): Stripe.Charge => {
  const found = call.store.get('charge', id, call.account);
  if (!found) throw missing('charge', id);
  return found;
};

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
