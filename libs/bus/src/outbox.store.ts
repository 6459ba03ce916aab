/** The outbox: events leave in the commit of the state change. Everything here is SQL of the `bus` schema. */
import { randomUUID } from 'node:crypto';
import type { Data, Event, KeptEvent } from '@sounding/contracts';
import type { Pool } from 'pg';
import type { Database } from './database.ts';
import type { Tx } from './messages.ts';
import { saying, traceparent } from './trace.otel.ts';

export interface OutboxRow {
  readonly position: string;
  readonly id: string;
  readonly name: string;
  readonly aggregate: string;
  readonly seq: string;
  readonly data: Record<string, unknown>;
  readonly traceparent: string | null;
  readonly said_at: Date;
}

/** What `bus.emit` takes. */
export interface Saying {
  readonly id: string;
  readonly name: string;
  readonly aggregate: string;
  readonly data: Record<string, unknown>;
  readonly traceparent: string | null;
}

/**
 * An event as `bus.emit` takes it, for a service whose commit is one function of its own database. The data must fit the
 * contract; that it does not is a bug.
 */
export async function sayingOf<E extends Event>(event: E, data: Data<E>): Promise<Saying> {
  const fit = event.data.parse(data) as Record<string, unknown>;
  const [id, aggregate] = [randomUUID(), String(fit[event.of])];
  return saying(event.subject, async () => ({
    id,
    name: event.name,
    aggregate,
    data: fit,
    traceparent: traceparent(),
  }));
}

/** Says an event in the caller's transaction. */
export async function emit<E extends Event>(tx: Tx, event: E, data: Data<E>): Promise<void> {
  const { id, name, aggregate, data: fit, traceparent: trace } = await sayingOf(event, data);
  await tx.$executeRawUnsafe(
    'select bus.emit($1::uuid, $2::text, $3::text, $4::jsonb, $5::text)',
    id,
    name,
    aggregate,
    JSON.stringify(fit),
    trace,
  );
}

export type Queryable = Pick<Pool, 'query'>;

/**
 * Marks rows that JetStream acknowledged and moves what is known of the stream forward; answers the rows that wait to be
 * published, in the order they were said; those that go out again come after the fresh ones.
 */
export async function markAndTake(
  client: Queryable,
  acked: readonly string[],
  lastSeq: number,
  limit: number,
): Promise<OutboxRow[]> {
  const { rows } = await client.query(
    `with known as (update bus.relay_state set last_seq = $2 where last_seq < $2),
       marked as (update bus.outbox set published_at = clock_timestamp() where position = any($1::bigint[]))
     select position, id, name, aggregate, seq, data, traceparent, said_at from bus.outbox
     where published_at is null and position <> all($1::bigint[]) order by again, position limit $3`,
    [acked, lastSeq, limit],
  );
  return rows as OutboxRow[];
}

/** Tells the database what the stream looks like; answers how many rows will be published again. */
export async function seeStream(client: Queryable, created: string, lastSeq: number): Promise<number> {
  const { rows } = await client.query('select bus.see_stream($1, $2) as n', [created, lastSeq]);
  return Number((rows[0] as { n: string }).n);
}

/** Takes the rows of the last `seconds` up again: a server that died may have lost what it had acknowledged. */
export async function doubtRecent(client: Queryable, seconds: number): Promise<number> {
  const { rowCount } = await client.query(
    `update bus.outbox set published_at = null, again = true
     where published_at > clock_timestamp() - make_interval(secs => $1)`,
    [seconds],
  );
  return rowCount ?? 0;
}

/** Forgets published rows after seven days. */
export async function forgetPublished(client: Queryable): Promise<void> {
  await client.query(`delete from bus.outbox where published_at < clock_timestamp() - interval '7 days'`);
}

/** Answers `<owner>.events-since` from the kept rows. */
export async function keptSince(
  database: Database,
  aggregate: string,
  after: number,
  limit: number,
): Promise<{ events: KeptEvent[]; last: number }> {
  const { rows } = await database.pool.query(
    `select o.id, o.name, o.seq, o.data, o.traceparent, o.said_at from bus.outbox o
     where o.aggregate = $1 and o.seq > $2 order by o.seq limit $3`,
    [aggregate, after, limit],
  );
  const { rows: counts } = await database.pool.query('select last_seq from bus.aggregate where id = $1', [aggregate]);
  return {
    events: (rows as OutboxRow[]).map((row) => ({
      id: row.id,
      name: row.name,
      seq: Number(row.seq),
      data: row.data,
      at: row.said_at.toISOString(),
      traceparent: row.traceparent,
    })),
    last: Number((counts[0] as { last_seq: string } | undefined)?.last_seq ?? 0),
  };
}
