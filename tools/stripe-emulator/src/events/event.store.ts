/** Says what happened: the event is written in the commit of the change, with a delivery for each endpoint that wants it. */
import type Stripe from 'stripe';
import type { Stored } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import { type Call, PLATFORM } from '../wire/call.ts';

export const API_VERSION: Stripe.LatestApiVersion = '2026-10-28.endive';

export function say(
  call: Call,
  type: Stripe.Event.Type,
  object: Stored | Stripe.Capability,
  previous?: Record<string, unknown>,
): void {
  const ours = call.account === PLATFORM;
  const endpoints = listeners(call, type);
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

/** All endpoints are the platform's. An account endpoint hears of the platform's own account, a Connect endpoint of all others. */
const listeners = (call: Call, type: string): string[] =>
  call.store
    .rows(
      `select o.id, o.body ->> '$.enabled_events' as wants from object o join note n on n.id = o.id
        where o.kind = 'webhook_endpoint' and o.body ->> '$.status' = 'enabled' and coalesce(n.body ->> '$.connect', 0) = ?`,
      call.account === PLATFORM ? 0 : 1,
    )
    .filter((row) => wants(JSON.parse(String(row.wants)) as string[], type))
    .map((row) => String(row.id));

/** What `previous_attributes` shows: the old values of the fields that changed. */
export function differences<T extends object>(before: T, after: T): Record<string, unknown> {
  const old = before as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name]))
      .map(([name]) => [name, old[name] ?? null]),
  );
}

/** `*`, a name, or a family: `charge.*`. */
export const wants = (patterns: readonly string[], type: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
