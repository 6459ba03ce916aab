/** /v1/webhook_endpoints, and the one endpoint that comes from the environment. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { newId, type Store } from '../store/objects.store.ts';
import { type Call, PLATFORM } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { expand, list, metadata, paging, paramsFor, text } from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { API_VERSION } from './event.store.ts';

/** The event names are checked by pattern, not by list: an unknown name never matches and does no harm. */
const Create = z.strictObject({
  url: z.url(),
  enabled_events: list(text(100)),
  description: text(5_000).optional(),
  metadata: metadata.optional(),
  ...expand,
});
const List = paramsFor<Stripe.WebhookEndpointListParams>()(z.strictObject(paging));
const Plain = z.strictObject(expand);

/** The id of the endpoint given by environment or options; its secret is replaced at each start. */
export const CONFIGURED = 'we_configured';

function newEndpoint(id: string, url: string, events: readonly string[], at: number): Stripe.WebhookEndpoint {
  return {
    id,
    object: 'webhook_endpoint',
    api_version: API_VERSION,
    application: null,
    created: at,
    description: null,
    enabled_events: [...events],
    livemode: false,
    metadata: {},
    status: 'enabled',
    url,
  };
}

/** Without a URL the endpoint is removed; what it had not received yet is dropped with it. */
export function configureEndpoint(
  store: Store,
  target: { url: string; secret: string; events: readonly string[] } | null,
  at: number,
): void {
  if (!target) {
    store.remove(CONFIGURED);
    store.run('delete from delivery where endpoint = ? and done = 0', CONFIGURED);
    return;
  }
  store.put(newEndpoint(CONFIGURED, target.url, target.events, at), PLATFORM);
  store.remember(CONFIGURED, { secret: target.secret });
}

const found = (call: Call, id: string): Stripe.WebhookEndpoint => {
  const known = call.store.get('webhook_endpoint', id, call.account);
  if (!known) throw missing('webhook_endpoint', id);
  return known;
};

export const webhookEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/webhook_endpoints', Create, (call, p) => {
    const secret = newId('whsec', 32);
    const made = { ...newEndpoint(newId('we'), p.url, p.enabled_events, call.at), description: p.description ?? null };
    call.store.put({ ...made, metadata: p.metadata ?? {} }, call.account);
    call.store.remember(made.id, { secret });
    return { ...made, secret };
  }),
  endpoint('GET', '/v1/webhook_endpoints', List, (call, p) =>
    pageOf(call, 'webhook_endpoint', '/v1/webhook_endpoints', p),
  ),
  endpoint('GET', '/v1/webhook_endpoints/:id', Plain, (call, _, id) => found(call, id)),
  endpoint('DELETE', '/v1/webhook_endpoints/:id', Plain, (call, _, id) => {
    found(call, id);
    call.store.remove(id);
    call.store.run('delete from delivery where endpoint = ? and done = 0', id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
];
