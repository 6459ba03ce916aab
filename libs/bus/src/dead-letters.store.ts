/** Dead letters as staff and operators see them: look, replay, discard. The service notices by itself, at once. */
import type { Queryable } from './outbox.store.ts';

export interface DeadLetter {
  readonly id: string;
  readonly eventId: string;
  readonly owner: string;
  readonly aggregate: string;
  readonly seq: number;
  readonly name: string;
  readonly data: unknown;
  readonly reason: 'bug' | 'unexpected' | 'lost';
  readonly tries: number;
  readonly firstError: string;
  readonly lastError: string;
  readonly traceId: string | null;
  readonly traceparent: string | null;
  /** Whether later events of the aggregate wait for it. */
  readonly blocks: boolean;
  /** How many events wait behind it. */
  readonly waiting: number;
  readonly saidAt: Date;
  readonly deadAt: Date;
  readonly state: 'open' | 'replayed' | 'discarded';
}

const COLUMNS = `l.id, l.event_id as "eventId", l.owner, l.aggregate, l.seq::float8 as seq, l.name, l.data, l.reason, l.tries,
  l.first_error as "firstError", l.last_error as "lastError", l.trace_id as "traceId", l.traceparent, l.blocks,
  (select count(*)::int from bus.inbox_early e where e.owner = l.owner and e.aggregate = l.aggregate and l.blocks) as waiting,
  l.said_at as "saidAt", l.dead_at as "deadAt", l.state`;

/** The open letters, or all of the last 90 days, oldest first, at most 500. */
export async function listDeadLetters(client: Queryable, settledToo = false): Promise<DeadLetter[]> {
  const { rows } = await client.query(
    `select ${COLUMNS} from bus.dead_letter l where ($1 or l.state = 'open')
       and l.dead_at > clock_timestamp() - interval '90 days' order by l.dead_at limit 500`,
    [settledToo],
  );
  return rows as DeadLetter[];
}

/** Letters whose id begins so; more than one when the beginning is too short. */
export async function findDeadLetters(client: Queryable, idBegins: string): Promise<DeadLetter[]> {
  const { rows } = await client.query(
    `select ${COLUMNS} from bus.dead_letter l where l.id::text like $1 || '%' order by l.dead_at limit 10`,
    [idBegins.replaceAll(/[^0-9a-f-]/gi, '').toLowerCase()],
  );
  return rows as DeadLetter[];
}

/** Has the event tried again, and then those that waited behind it. False when it is settled, or cannot be tried again. */
export async function replayDeadLetter(client: Queryable, id: string): Promise<boolean> {
  const { rows } = await client.query('select bus.replay($1) as yes', [id]);
  return (rows[0] as { yes: boolean }).yes;
}

/** Gives the event up: it counts as handled, without effect. False when it is settled. */
export async function discardDeadLetter(client: Queryable, id: string): Promise<boolean> {
  const { rows } = await client.query('select bus.discard($1) as yes', [id]);
  return (rows[0] as { yes: boolean }).yes;
}
