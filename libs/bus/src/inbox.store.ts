/** The inbox: one effect per event, in order per aggregate. Everything here is SQL of the `bus` schema. */
import type { Database } from './database.ts';
import type { Step, Tx } from './messages.ts';

/** An event as it arrived, from the stream, from the store of early ones, or from its owner. */
export interface Heard {
  readonly owner: string;
  readonly aggregate: string;
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  readonly traceparent: string | null;
  readonly saidAt: Date;
}

export type Verdict = 'next' | 'known' | 'early' | 'strange';

/** Another copy of this service moved the inbox first: nothing of ours committed. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

function isMoved(error: unknown): boolean {
  for (let at = error, depth = 0; depth < 8 && typeof at === 'object' && at !== null; depth++) {
    const shape = at as {
      code?: unknown;
      originalCode?: unknown;
      cause?: unknown;
      meta?: { driverAdapterError?: unknown };
    };
    if (shape.code === 'BUS01' || shape.originalCode === 'BUS01') return true;
    at = shape.cause ?? shape.meta?.driverAdapterError;
  }
  return false;
}

export async function arrive(database: Database, heard: Heard): Promise<Verdict> {
  const { rows } = await database.pool.query('select bus.arrive($1, $2, $3, $4, $5, $6, $7, $8) as verdict', [
    heard.owner,
    heard.aggregate,
    heard.seq,
    heard.id,
    heard.name,
    JSON.stringify(heard.data),
    heard.traceparent,
    heard.saidAt,
  ]);
  return (rows[0] as { verdict: Verdict }).verdict;
}

/** Runs the effect and moves the inbox in one commit. `more`: the next event of the aggregate is stored already. */
export async function commitStep<R>(
  database: Database,
  heard: Heard,
  work: (tx: Tx) => Promise<R>,
): Promise<{ result: R; more: boolean }> {
  try {
    return await database.transaction(async (tx) => {
      const rows = await tx.$queryRawUnsafe<{ more: boolean }[]>(
        'select bus.step($1::text, $2::text, $3::bigint, $4::uuid) as more',
        heard.owner,
        heard.aggregate,
        heard.seq,
        heard.id,
      );
      return { result: await work(tx), more: rows[0]?.more === true };
    });
  } catch (error) {
    if (isMoved(error)) throw new Moved('another copy handled it', { cause: error });
    throw error;
  }
}

/** The same, when one statement does both; it answers whether the next event of the aggregate is stored already. */
export async function stepInOne(heard: Heard, statement: (step: Step) => Promise<boolean>): Promise<boolean> {
  const { owner, aggregate, seq, id } = heard;
  try {
    return await statement({ owner, aggregate, seq, id });
  } catch (error) {
    if (isMoved(error)) throw new Moved('another copy handled it', { cause: error });
    throw error;
  }
}

/** Counts past an event that this service does not hear, or whose handler has no effect. */
export async function pass(database: Database, heard: Heard): Promise<{ verdict: Verdict; more: boolean }> {
  try {
    const { rows } = await database.pool.query('select verdict, more from bus.pass($1, $2, $3, $4, $5, $6, $7)', [
      heard.owner,
      heard.aggregate,
      heard.seq,
      heard.id,
      heard.name,
      JSON.stringify(heard.data),
      heard.saidAt,
    ]);
    return rows[0] as { verdict: Verdict; more: boolean };
  } catch (error) {
    if (isMoved(error)) return { verdict: 'known', more: true };
    throw error;
  }
}

/** Records a failed try. Answers the tries so far, or null when the event's turn is over. */
export async function tryFailed(
  database: Database,
  heard: Heard,
  error: string,
  traceId: string | null,
  most: number,
): Promise<number | null> {
  const { rows } = await database.pool.query(
    'select bus.try_failed($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as tries',
    [
      heard.owner,
      heard.aggregate,
      heard.seq,
      heard.id,
      heard.name,
      JSON.stringify(heard.data),
      heard.traceparent,
      heard.saidAt,
      error,
      traceId,
      most,
    ],
  );
  return (rows[0] as { tries: number | null }).tries;
}

/** Keeps a message that fits no rule, without blocking anything. The same event is kept once. */
export async function keepUnexpected(database: Database, heard: Heard, error: string): Promise<void> {
  await database.pool.query(
    `insert into bus.dead_letter
       (event_id, owner, aggregate, seq, name, data, traceparent, said_at, reason, tries, first_error, last_error, blocks)
     select $1, $2, $3, $4, $5, $6, $7, $8, 'unexpected', 1, $9, $9, false
     where not exists (select 1 from bus.dead_letter where event_id = $1)`,
    [
      heard.id,
      heard.owner,
      heard.aggregate,
      heard.seq,
      heard.name,
      JSON.stringify(heard.data ?? {}),
      heard.traceparent,
      heard.saidAt,
      error,
    ],
  );
}

interface EarlyRow {
  readonly owner: string;
  readonly aggregate: string;
  readonly seq: string;
  readonly event_id: string;
  readonly name: string;
  readonly data: unknown;
  readonly traceparent: string | null;
  readonly said_at: Date;
}

function heardOf(row: EarlyRow): Heard {
  return {
    owner: row.owner,
    aggregate: row.aggregate,
    seq: Number(row.seq),
    id: row.event_id,
    name: row.name,
    data: row.data,
    traceparent: row.traceparent,
    saidAt: row.said_at,
  };
}

const READY = `from bus.inbox_early e join bus.inbox_position p using (owner, aggregate)
  where e.seq = p.seq + 1 and p.blocked_by is null`;

/** The stored event whose turn it is now, if any. */
export async function nextEarly(database: Database, owner: string, aggregate: string): Promise<Heard | null> {
  const { rows } = await database.pool.query(`select e.* ${READY} and e.owner = $1 and e.aggregate = $2`, [
    owner,
    aggregate,
  ]);
  return rows[0] ? heardOf(rows[0] as EarlyRow) : null;
}

/** Whether an event waits for its turn, or its turn has come; one behind a dead letter waits for a person. */
export async function anyEarly(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select exists (select 1 from bus.inbox_early e join bus.inbox_position p using (owner, aggregate)
       where p.blocked_by is null) as yes`,
  );
  return (rows[0] as { yes: boolean }).yes;
}

/** Stored events whose turn has come and that nobody may be handling: after a crash, a replay or a discard. */
export async function readyEarly(database: Database, limit: number): Promise<Heard[]> {
  const { rows } = await database.pool.query(`select e.* ${READY} limit $1`, [limit]);
  return (rows as EarlyRow[]).map(heardOf);
}

export interface Hole {
  readonly owner: string;
  readonly aggregate: string;
  /** The last event that was handled; 0 when this service never heard of the aggregate. */
  readonly after: number;
}

/** Aggregates with a stored event that has waited for a missing one: longer than `seconds`, or 2 s for a new hearer. */
export async function holes(database: Database, seconds: number, limit: number): Promise<Hole[]> {
  const { rows } = await database.pool.query(
    `select p.owner, p.aggregate, p.seq as after
     from bus.inbox_early e join bus.inbox_position p using (owner, aggregate)
     where p.blocked_by is null
     group by p.owner, p.aggregate, p.seq
     having min(e.seq) > p.seq + 1
       and min(e.arrived_at) < clock_timestamp() - make_interval(secs => case when p.seq = 0 then least(2, $1) else $1 end)
     limit $2`,
    [seconds, limit],
  );
  return (rows as { owner: string; aggregate: string; after: string }[]).map((row) => ({
    ...row,
    after: Number(row.after),
  }));
}

/** The owner keeps nothing before `firstKept`: a new hearer begins there; an old one gets a dead letter. */
export async function missing(database: Database, hole: Hole, firstKept: number): Promise<'begun' | 'lost' | 'moved'> {
  if (hole.after === 0) {
    const { rows } = await database.pool.query('select bus.begin_at($1, $2, $3) as yes', [
      hole.owner,
      hole.aggregate,
      firstKept,
    ]);
    if ((rows[0] as { yes: boolean }).yes) return 'begun';
  }
  const { rows } = await database.pool.query('select bus.lost($1, $2, $3, $4) as yes', [
    hole.owner,
    hole.aggregate,
    hole.after,
    firstKept,
  ]);
  return (rows[0] as { yes: boolean }).yes ? 'lost' : 'moved';
}

/** Forgets what is older than 90 days (inbox, settled dead letters) and 24 hours (idempotency keys). */
export async function forgetOld(database: Database): Promise<void> {
  await database.pool.query(`delete from bus.inbox where handled_at < clock_timestamp() - interval '90 days'`);
  await database.pool.query(
    `delete from bus.dead_letter where state <> 'open' and settled_at < clock_timestamp() - interval '90 days'`,
  );
  await database.pool.query(`delete from bus.idempotency where made_at < clock_timestamp() - interval '24 hours'`);
}
