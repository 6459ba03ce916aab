/** Says what happened: the event is written in the commit of the change, with a delivery for each endpoint that wants it. */
import type Stripe from 'stripe';
import type { Stored } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import { type Call, PLATFORM } from '../wire/call.ts';

export const API_VERSION: Stripe.LatestApiVersion = '2026-10-28.endive';

export function say(call: Call, type: Stripe.Event.Type, object: Stored, previous?: Record<string, unknown>): void {
  const ours = call.account === PLATFORM;
  const endpoints = ours ? listeners(call, type) : [];
  const id = newId('evt');
  // The SDK's union pairs each type with its object; the pairing is the caller's, one line above each change.
  const event = {
    id,
    object: 'event',
    ...(ours ? {} : { account: call.account }),
    api_version: API_VERSION,
    created: call.at,
    data: { object, ...(previous ? { previous_attributes: previous } : {}) },
    livemode: false,
    pending_webhooks: endpoints.length,
    request: call.request,
    type,
  } as Stripe.Event;
  call.store.put(event, call.account);
  for (const endpoint of endpoints)
    call.store.run('insert into delivery (event, endpoint, attempts, done) values (?, ?, 0, 0)', id, endpoint);
}

/** All endpoints are the platform's, and none of them is a Connect endpoint. */
const listeners = (call: Call, type: string): string[] =>
  call.store
    .rows(`select id, body ->> '$.enabled_events' as wants from object where kind = 'webhook_endpoint'`)
    .filter((row) => wants(JSON.parse(String(row.wants)) as string[], type))
    .map((row) => String(row.id));

/** `*`, a name, or a family: `charge.*`. */
export const wants = (patterns: readonly string[], type: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
