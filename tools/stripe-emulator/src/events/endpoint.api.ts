/** /v1/webhook_endpoints, and the one endpoint that comes from the environment. */
import type Stripe from 'stripe';
import { z } from 'zod';
import { newId, type Store } from '../store/objects.store.ts';
import { type Call, PLATFORM } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import { expand, flag, list, metadata, metadataChange, paging, paramsFor, text } from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { API_VERSION } from './event.store.ts';

/** The event names are checked by pattern, not by list: an unknown name never matches and does no harm. */
const Create = z.strictObject({
  url: z.url(),
  enabled_events: list(text(100)),
  connect: flag.optional(),
  description: text(5_000).optional(),
  metadata: metadata.optional(),
  ...expand,
});
const Update = z.strictObject({
  url: z.url().optional(),
  enabled_events: list(text(100)).optional(),
  disabled: flag.optional(),
  description: z.string().max(5_000).optional(),
  metadata: metadataChange.optional(),
  ...expand,
});
const List = paramsFor<Stripe.WebhookEndpointListParams>()(z.strictObject(paging));
const Plain = z.strictObject(expand);

/** The endpoints given by environment or options, one for the account and one for Connect; their secrets are replaced at each start. */
export const CONFIGURED = 'we_configured';
const CONFIGURED_CONNECT = 'we_configured_connect';

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

export interface Target {
  readonly url: string;
  readonly secret: string;
  readonly connectSecret: string;
  readonly events: readonly string[];
}

/** As the Stripe CLI forwards: events of the account and of all connected accounts go to one URL. Without a target both endpoints are removed, and what they had not received yet is dropped. */
export function configureEndpoint(store: Store, target: Target | null, at: number): void {
  for (const id of [CONFIGURED, CONFIGURED_CONNECT]) {
    if (!target) {
      store.remove(id);
      store.run('delete from delivery where endpoint = ? and done = 0', id);
      continue;
    }
    const connect = id === CONFIGURED_CONNECT;
    store.put(newEndpoint(id, target.url, target.events, at), PLATFORM);
    store.remember(id, { secret: connect ? target.connectSecret : target.secret, connect });
  }
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
    call.store.remember(made.id, { secret, connect: p.connect ?? false });
    return { ...made, secret };
  }),
  endpoint('GET', '/v1/webhook_endpoints', List, (call, p) =>
    pageOf(call, 'webhook_endpoint', '/v1/webhook_endpoints', p),
  ),
  endpoint('GET', '/v1/webhook_endpoints/:id', Plain, (call, _, id) => found(call, id)),
  endpoint('POST', '/v1/webhook_endpoints/:id', Update, (call, p, id) => {
    const before = found(call, id);
    return call.store.put(
      {
        ...before,
        url: p.url ?? before.url,
        enabled_events: p.enabled_events ?? before.enabled_events,
        status: p.disabled === undefined ? before.status : p.disabled ? 'disabled' : 'enabled',
        description: p.description ?? before.description,
        metadata: changeMetadata(before.metadata, p.metadata),
      },
      call.account,
    );
  }),
  endpoint('DELETE', '/v1/webhook_endpoints/:id', Plain, (call, _, id) => {
    found(call, id);
    call.store.remove(id);
    call.store.run('delete from delivery where endpoint = ? and done = 0', id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
];
