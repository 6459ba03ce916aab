/**
 * Idempotency keys as Stripe keeps them for v1: status and body of the first call that began to execute are repeated for 24 hours of business
 * time; malformed requests and conflicts are not kept; other parameters or another path under the same key are an error. Only POST is covered.
 */
import { createHash } from 'node:crypto';
import type { Store } from '../store/objects.store.ts';
import { StripeProblem } from './problem.ts';

export const KEPT_SECONDS = 24 * 60 * 60;

export interface Keyed {
  readonly account: string;
  readonly key: string;
  readonly path: string;
  readonly body: string;
}

export interface Kept {
  readonly status: number;
  readonly answer: string;
  readonly requestId: string;
}

/** Order of parameters does not matter. */
const digest = (body: string): string => createHash('sha256').update(body.split('&').sort().join('&')).digest('hex');

/** The first call's answer, or nothing when the key is new or too old. Throws when the key was used for something else. */
export function recallAnswer(store: Store, { account, key, path, body }: Keyed, at: number): Kept | undefined {
  const [row] = store.rows(
    'select * from idempotency where account = ? and key = ? and created > ?',
    account,
    key,
    at - KEPT_SECONDS,
  );
  if (!row) return undefined;
  if (row.path !== path)
    throw misused(`Idempotent key '${key}' was first used for '${row.path}'; use another key for '${path}'.`);
  if (row.params !== digest(body))
    throw misused(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    );
  return { status: Number(row.status), answer: String(row.answer), requestId: String(row.request_id) };
}

/** To be called in the write of the effect, so that the two cannot part. Also forgets old keys. */
export function keepAnswer(store: Store, keyed: Keyed, kept: Kept, at: number): void {
  store.run('delete from idempotency where created <= ?', at - KEPT_SECONDS);
  store.run(
    'insert into idempotency (account, key, path, params, status, answer, request_id, created) values (?, ?, ?, ?, ?, ?, ?, ?)',
    keyed.account,
    keyed.key,
    keyed.path,
    digest(keyed.body),
    kept.status,
    kept.answer,
    kept.requestId,
    at,
  );
}

export const inUse = (key: string): StripeProblem =>
  new StripeProblem(
    409,
    {
      type: 'invalid_request_error',
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice): ${key}`,
    },
    'nothing',
  );

const misused = (message: string): StripeProblem =>
  new StripeProblem(400, { type: 'idempotency_error', message }, 'nothing');
