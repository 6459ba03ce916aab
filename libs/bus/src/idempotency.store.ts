/** (account, key) names one effect for 24 hours: its answer is stored in the commit of the effect and repeated from there. */
import { createHash } from 'node:crypto';
import type { Database } from './database.ts';
import type { Tx } from './messages.ts';

export interface Key {
  readonly account: string;
  readonly key: string;
  readonly hash: string;
}

export type Claim = { readonly state: 'mine' | 'mismatch' } | { readonly state: 'answered'; readonly answer: unknown };

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, canonical(inner)]),
  );
}

/** The same request with the same input has the same hash, however its fields are ordered. */
export function requestHash(request: string, input: unknown): string {
  return createHash('sha256')
    .update(request)
    .update('\n')
    .update(JSON.stringify(canonical(input)))
    .digest('hex');
}

/** Looks before the handler runs. */
export async function lookUp(database: Database, key: Key): Promise<Claim> {
  const { rows } = await database.pool.query(
    'select hash, answer from bus.idempotency where account = $1 and key = $2',
    [key.account, key.key],
  );
  const kept = rows[0] as { hash: string; answer: unknown } | undefined;
  if (kept && kept.hash !== key.hash) return { state: 'mismatch' };
  return kept && kept.answer !== null ? { state: 'answered', answer: kept.answer } : { state: 'mine' };
}

/** Claims the key in the transaction of the effect; waits for a claim that is being committed elsewhere. */
export async function claim(tx: Tx, key: Key): Promise<Claim> {
  const rows = await tx.$queryRawUnsafe<{ state: Claim['state']; answer: unknown }[]>(
    'select state, answer from bus.claim_key($1::text, $2::text, $3::text)',
    key.account,
    key.key,
    key.hash,
  );
  return rows[0] as Claim;
}

export async function storeAnswer(tx: Tx, key: Key, answer: unknown): Promise<void> {
  await tx.$executeRawUnsafe(
    'update bus.idempotency set answer = $3::jsonb where account = $1 and key = $2',
    key.account,
    key.key,
    JSON.stringify(answer),
  );
}

/** Stores what the handler finally said, when its commit did not carry it. */
export async function keepAnswer(database: Database, key: Key, answer: unknown): Promise<void> {
  await database.pool.query(
    'update bus.idempotency set answer = $3::jsonb where account = $1 and key = $2 and hash = $4',
    [key.account, key.key, JSON.stringify(answer), key.hash],
  );
}

/** Forgets what this account was answered, before its 24 hours are over: for somebody who is erased. */
export async function forgetAnswers(tx: Tx, account: string): Promise<void> {
  await tx.$executeRawUnsafe('delete from bus.idempotency where account = $1', account);
}

/**
 * Forgets answers to anybody in which one of these ids stands: what staff or the other side was told about somebody who is erased. A
 * request of theirs that is repeated afterwards is done again, or refused by what has become of its subject.
 */
export async function forgetAnswersAbout(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRawUnsafe(
    'delete from bus.idempotency i where exists (select from unnest($1::text[]) as id where position(id in i.answer::text) > 0)',
    ids,
  );
}
