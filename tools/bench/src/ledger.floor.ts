/**
 * The floor of the ledger and of Stripe's webhooks: the rows that billing writes, written by `pg` alone with prepared statements
 * in plain transactions, into copies of the same tables with the same keys and indexes and without a check, a trigger or a function.
 */
import { randomUUID } from 'node:crypto';
import { CURRENCY } from '@sounding/money';
import pg from 'pg';

/** An entry as billing posts it. */
export interface Entry {
  readonly kind: string;
  readonly ref: string;
  readonly bookingId: string | null;
  readonly at: string;
  readonly currency: string;
  readonly postings: readonly { readonly account: string; readonly minor: number }[];
}

const COPIES = [
  'ledger_entry',
  'ledger_posting',
  'account_balance',
  'statement_day',
  'stripe_event',
  'payment',
  'bill',
];

const copy = (table: string) => `CREATE TABLE floor.${table} (LIKE ${table} INCLUDING INDEXES INCLUDING IDENTITY);`;

export const FLOOR_TABLES = `
CREATE SCHEMA floor;
${COPIES.map(copy).join('\n')}
ALTER TABLE floor.ledger_posting ADD FOREIGN KEY (entry_id) REFERENCES floor.ledger_entry;
CREATE TABLE floor.aggregate (LIKE bus.aggregate INCLUDING INDEXES);
CREATE TABLE floor.outbox (LIKE bus.outbox INCLUDING INDEXES INCLUDING IDENTITY INCLUDING DEFAULTS);`;

const ENTRIES = `
INSERT INTO floor.ledger_entry (kind, ref, booking_id, at)
SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[]) RETURNING id, kind, ref`;

const BALANCES = `
INSERT INTO floor.account_balance AS had (account, currency, minor, last_at)
SELECT account, '${CURRENCY}', minor, $3::timestamptz FROM unnest($1::text[], $2::bigint[]) AS line (account, minor)
ON CONFLICT (account) DO UPDATE SET minor = had.minor + excluded.minor, last_at = excluded.last_at
RETURNING account, minor`;

const POSTINGS = `
INSERT INTO floor.ledger_posting (entry_id, account, currency, minor, at, balance)
SELECT entry_id, account, '${CURRENCY}', minor, $4::timestamptz, balance
  FROM unnest($1::bigint[], $2::text[], $3::bigint[], $5::bigint[]) AS line (entry_id, account, minor, balance)`;

const DAYS = `
INSERT INTO floor.statement_day AS had (account, day, kind, count, minor, commission)
VALUES ($1, ($2::timestamptz AT TIME ZONE 'UTC')::date, $3, 1, $4, $5)
ON CONFLICT (account, day, kind) DO UPDATE
  SET count = had.count + 1, minor = had.minor + excluded.minor, commission = had.commission + excluded.commission`;

const by = (client: pg.ClientBase, name: string, text: string, values: unknown[]) =>
  client.query({ name: `floor-${name}`, text, values });

/** The entries of one commit, inside a transaction that is open. */
async function write(client: pg.ClientBase, entries: readonly Entry[]): Promise<void> {
  const at = entries[0]?.at;
  const heads = [entries.map(({ kind }) => kind), entries.map(({ ref }) => ref), entries.map((one) => one.bookingId)];
  const { rows: ids } = await by(client, 'entries', ENTRIES, [...heads, entries.map((one) => one.at)]);
  const lines = entries.flatMap(({ kind, ref, postings }) => {
    const { id } = ids.find((row) => row.kind === kind && row.ref === ref);
    return postings.map((posting) => ({ ...posting, id, kind }));
  });
  const sums = new Map<string, number>();
  for (const { account, minor } of lines) sums.set(account, (sums.get(account) ?? 0) + minor);
  // In one order everywhere, so that two commits never wait for each other in a circle.
  const accounts = [...sums.keys()].sort();
  const moved = accounts.map((account) => sums.get(account));
  const { rows } = await by(client, 'balances', BALANCES, [accounts, moved, at]);
  const balance = new Map(rows.map(({ account, minor }) => [account, Number(minor) - (sums.get(account) ?? 0)]));
  const after = lines.map(({ account, minor }) => {
    const now = (balance.get(account) ?? 0) + minor;
    balance.set(account, now);
    return now;
  });
  const columns = [lines.map(({ id }) => id), lines.map(({ account }) => account), lines.map(({ minor }) => minor)];
  await by(client, 'postings', POSTINGS, [...columns, at, after]);
  for (const { account, kind, minor, id } of lines.filter((line) => line.account.startsWith('payable:'))) {
    const commission = lines.find((line) => line.id === id && line.account === 'rev.commission')?.minor ?? 0;
    await by(client, 'days', DAYS, [account, at, kind, minor, commission]);
  }
}

async function commit(pool: pg.Pool, work: (client: pg.ClientBase) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

export function post(pool: pg.Pool, entries: readonly Entry[]): Promise<void> {
  return commit(pool, (client) => write(client, entries));
}

const KEEP = `
INSERT INTO floor.stripe_event (id, type, object_id, hint, occurred_at, stored_at, state, next_look_at, tries)
VALUES ($1, $2, $3, $4, now(), now(), 'stored', now(), 0)`;

export interface Kept {
  readonly id: string;
  readonly type: string;
  readonly objectId: string;
}

/** A webhook is kept: one statement, one commit. */
export async function keep(pool: pg.Pool, { id, type, objectId }: Kept): Promise<void> {
  await pool.query({ name: 'floor-keep', text: KEEP, values: [id, type, objectId, null] });
}

const PAID = `
UPDATE floor.payment SET state = 'paid', intent_id = 'pi_' || id, charge_id = 'ch_' || id, brand = 'visa', last4 = '4242',
  fee_posted = true, next_look_at = NULL WHERE id = $1 RETURNING bill_id`;
const BILLED = `UPDATE floor.bill SET paid_at = now(), paid_by = $2, provider_minor = 1 WHERE id = $1`;
const SAID = `
WITH counted AS (INSERT INTO floor.aggregate (id, last_seq) VALUES ($1, 1) RETURNING last_seq)
INSERT INTO floor.outbox (id, name, aggregate, seq, data) SELECT $2, 'billing.funds-held', $1, last_seq, $3 FROM counted`;
const DONE = `UPDATE floor.stripe_event SET state = 'done', next_look_at = NULL, tries = 1 WHERE id = ANY ($1)`;
/** As long as the event is. */
const HELD = JSON.stringify({ document: 'x'.repeat(700) });

/** What one payment's webhooks come to: the payment and its bill are paid, the money is held, the event is said, the webhooks are done. */
export function settle(
  pool: pg.Pool,
  on: { paymentId: string; bookingId: string; entries: readonly Entry[]; events: readonly string[] },
): Promise<void> {
  return commit(pool, async (client) => {
    const { rows } = await by(client, 'paid', PAID, [on.paymentId]);
    await by(client, 'billed', BILLED, [rows[0]?.bill_id, on.paymentId]);
    await write(client, on.entries);
    await by(client, 'said', SAID, [`booking:${on.bookingId}`, randomUUID(), HELD]);
    await by(client, 'done', DONE, [on.events]);
  });
}
