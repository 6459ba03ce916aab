/** /v1/events: what happened, for those who missed a webhook. */
import type Stripe from 'stripe';
import { z } from 'zod';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { created, expand, paging, paramsFor, text } from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';

const List = paramsFor<Stripe.EventListParams>()(
  z.strictObject({ type: text(100).optional(), created: created.optional(), ...paging }),
);

/** `pending_webhooks` is counted when read. */
function counted(call: Call, event: Stripe.Event): Stripe.Event {
  const [row] = call.store.rows('select count(*) as open from delivery where event = ? and done = 0', event.id);
  return { ...event, pending_webhooks: Number(row?.open ?? 0) };
}

export const eventEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/events', List, (call, p) => {
    const page = pageOf(call, 'event', '/v1/events', p, { type: p.type });
    return { ...page, data: page.data.map((event) => counted(call, event as Stripe.Event)) };
  }),
  endpoint('GET', '/v1/events/:id', z.strictObject(expand), (call, _, id) => {
    const found = call.store.get('event', id, call.account);
    if (!found) throw missing('event', id);
    return counted(call, found);
  }),
];
