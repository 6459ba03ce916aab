/** /v1/payouts, of the platform and, with the Stripe-Account header, of connected accounts. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { differences, say } from '../events/event.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import {
  created,
  currency,
  expand,
  metadata,
  metadataChange,
  oneOf,
  paging,
  paramsFor,
  text,
  whole,
} from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { cancelPayout, payOut } from './payout.store.ts';

const Create = paramsFor<Stripe.PayoutCreateParams>()(
  z.strictObject({
    amount: whole(1),
    currency,
    description: text(1_000).optional(),
    destination: text(255).optional(),
    metadata: metadata.optional(),
    method: oneOf('standard').optional(),
    source_type: oneOf('card').optional(),
    statement_descriptor: text(22).optional(),
    ...expand,
  }),
);
const Update = paramsFor<Stripe.PayoutUpdateParams>()(
  z.strictObject({ metadata: metadataChange.optional(), ...expand }),
);
const List = paramsFor<Stripe.PayoutListParams>()(
  z.strictObject({
    created: created.optional(),
    destination: text(255).optional(),
    status: oneOf('pending', 'in_transit', 'paid', 'failed', 'canceled').optional(),
    ...paging,
  }),
);
const Plain = z.strictObject(expand);

const payout = (call: Call, id: string): Stripe.Payout => {
  const found = call.store.get('payout', id, call.account);
  if (!found) throw missing('payout', id);
  return found;
};

export const payoutEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payouts', Create, (call, p) =>
    payOut(call, {
      amount: p.amount,
      currency: p.currency,
      automatic: false,
      destination: p.destination,
      description: p.description,
      statementDescriptor: p.statement_descriptor,
      metadata: p.metadata,
    }),
  ),
  endpoint('GET', '/v1/payouts', List, (call, p) =>
    pageOf(call, 'payout', '/v1/payouts', p, { destination: p.destination, status: p.status }),
  ),
  endpoint('GET', '/v1/payouts/:id', Plain, (call, _, id) => payout(call, id)),
  endpoint('POST', '/v1/payouts/:id', Update, (call, p, id) => {
    const before = payout(call, id);
    const changed = { ...before, metadata: changeMetadata(before.metadata ?? {}, p.metadata) };
    say(call, 'payout.updated', call.store.put(changed, call.account), differences(before, changed));
    return changed;
  }),
  endpoint('POST', '/v1/payouts/:id/cancel', Plain, (call, _, id) => cancelPayout(call, payout(call, id))),
];
