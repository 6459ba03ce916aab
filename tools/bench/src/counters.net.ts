/** What the servers under the platform count: commits and log of PostgreSQL, messages of NATS, CPU of every process. */
import type { Platform } from '@sounding/tool-dev';
import pg from 'pg';
import { z } from 'zod';
import { type ByProcess, cpuMs } from './processes.proc.ts';

export interface Counters {
  atMs: number;
  /** All transactions, those that only read too. */
  commits: number;
  /** Transactions that wrote: each of them took a number. */
  writes: number;
  walSyncs: number;
  walKb: number;
  busMessages: number;
  cpuMs: ByProcess;
}

const COUNTED = `
  SELECT (SELECT sum(xact_commit) FROM pg_stat_database WHERE datname LIKE 'sounding\\_%')::float8 AS commits,
         pg_snapshot_xmax(pg_current_snapshot())::text::float8 AS writes,
         (SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal')::float8 AS syncs,
         (SELECT wal_bytes FROM pg_stat_wal)::float8 AS bytes`;

/** An idle connection hands in what it counted after ten seconds; earlier a count would miss the last commits. */
export const HANDED_IN_MS = 11_000;

export function superuserUrl(platform: Platform): string {
  if (!platform.postgres) throw new Error('The benchmark needs the PostgreSQL that it starts itself.');
  return platform.postgres.url;
}

/** The processes of the platform by name, the servers too. */
export function rootsOf(platform: Platform): Map<string, number> {
  const roots = new Map<string, number>();
  for (const [name, one] of platform.processes) if (one.pid) roots.set(name, one.pid);
  if (platform.postgres) roots.set('postgres', platform.postgres.pid);
  if (platform.nats) roots.set('nats', platform.nats.pid());
  return roots;
}

/** `work` on a connection of its own, closed afterwards. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const Varz = z.object({ in_msgs: z.number() });

export async function countersOf(platform: Platform): Promise<Counters> {
  const answer = await fetch(`http://127.0.0.1:${platform.ports.natsMonitor}/varz`);
  const { in_msgs } = Varz.parse(await answer.json());
  const row = await onDatabase(superuserUrl(platform), async (client) => {
    const { rows } = await client.query<{ commits: number; writes: number; syncs: number; bytes: number }>(COUNTED);
    return rows[0];
  });
  if (!row) throw new Error('PostgreSQL counts nothing');
  return {
    atMs: performance.now(),
    commits: row.commits,
    writes: row.writes,
    walSyncs: row.syncs,
    walKb: row.bytes / 1024,
    busMessages: in_msgs,
    cpuMs: cpuMs(rootsOf(platform)),
  };
}
