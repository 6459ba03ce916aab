/** /v1/refunds */
import type Stripe from 'stripe';
import { z } from 'zod';
import type { Control } from '../control/control.ts';
import { say } from '../events/event.store.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import { created, expand, metadata, metadataChange, oneOf, paging, paramsFor, text, whole } from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { chargeToRefund, refund } from './refund.store.ts';

const Create = paramsFor<Stripe.RefundCreateParams>()(
  z.strictObject({
    amount: whole(1).optional(),
    charge: text(255).optional(),
    payment_intent: text(255).optional(),
    reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer').optional(),
    metadata: metadata.optional(),
    ...expand,
  }),
);
const Update = paramsFor<Stripe.RefundUpdateParams>()(
  z.strictObject({ metadata: metadataChange.optional(), ...expand }),
);
const Retrieve = paramsFor<Stripe.RefundRetrieveParams>()(z.strictObject(expand));
const List = paramsFor<Stripe.RefundListParams>()(
  z.strictObject({
    charge: text(255).optional(),
    payment_intent: text(255).optional(),
    created: created.optional(),
    ...paging,
  }),
);

export const refundEndpoints = (control: Control): Endpoint[] => [
  endpoint('POST', '/v1/refunds', Create, (call, p) =>
    refund(
      call,
      chargeToRefund(call, p),
      { amount: p.amount, reason: p.reason, metadata: p.metadata },
      control.refunds,
    ),
  ),
  endpoint('GET', '/v1/refunds', List, (call, p) =>
    pageOf(call, 'refund', '/v1/refunds', p, { charge: p.charge, payment_intent: p.payment_intent }),
  ),
  endpoint('GET', '/v1/refunds/:id', Retrieve, (call, _, id) => {
    const found = call.store.get('refund', id, call.account);
    if (!found) throw missing('refund', id);
    return found;
  }),
  endpoint('POST', '/v1/refunds/:id', Update, (call, p, id) => {
    const found = call.store.get('refund', id, call.account);
    if (!found) throw missing('refund', id);
    const changed = call.store.put(
      { ...found, metadata: changeMetadata(found.metadata ?? {}, p.metadata) },
      call.account,
    );
    say(call, 'refund.updated', changed, { metadata: found.metadata });
    return changed;
  }),
];
