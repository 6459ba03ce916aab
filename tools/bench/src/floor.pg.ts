/** The floor of a hire: what it writes, written by `pg` alone, on the same server in a scratch database. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { onDatabase } from './counters.net.ts';
import { inLanes, percentile } from './figures.ts';
import { FLOOR_COMMITS, FLOOR_TABLES } from './floor.schema.ts';
import { CONCURRENCY } from './hires.run.ts';
import { cpuMs } from './processes.proc.ts';

const SCRATCH = 'bench_floor';
const LIMIT_MS = 10_000;
/** More than the hires: a floor of a tenth of a second would measure the start of it. */
const HIRES = 1_000;
/** As long as an offer or a receipt is. */
const DOCUMENT = JSON.stringify({ document: 'x'.repeat(900) });

export interface Floor {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  commits: number;
  cpuMs: number;
}

async function hire(pool: pg.Pool): Promise<number> {
  const begun = performance.now();
  const values = { booking: randomUUID(), bill: randomUUID(), payment: randomUUID(), json: DOCUMENT };
  for (const { name, text, takes } of FLOOR_COMMITS) {
    await pool.query({ name, text, values: takes.map((one) => values[one]) });
  }
  return performance.now() - begun;
}

async function measure(url: string, postgresPid: number): Promise<Floor> {
  const pool = new pg.Pool({ connectionString: url, max: CONCURRENCY });
  try {
    await pool.query(FLOOR_TABLES);
    // Connections and prepared statements are there before the clock runs.
    await Promise.all(Array.from({ length: CONCURRENCY * 2 }, () => hire(pool)));
    const server = new Map([['postgres', postgresPid]]);
    const used = () => {
      const { user, system } = process.cpuUsage();
      return (cpuMs(server).postgres ?? 0) + (user + system) / 1000;
    };
    const cpuBefore = used();
    const begun = performance.now();
    const took = await inLanes(Array(HIRES).fill(pool), CONCURRENCY, LIMIT_MS, hire);
    const seconds = (performance.now() - begun) / 1000;
    return {
      perSecond: took.length / seconds,
      p50Ms: percentile(took, 0.5),
      p99Ms: percentile(took, 0.99),
      commits: FLOOR_COMMITS.length,
      cpuMs: (used() - cpuBefore) / Math.max(1, took.length),
    };
  } finally {
    await pool.end();
  }
}

export async function hireFloor(superuser: string, postgresPid: number): Promise<Floor> {
  const drop = `DROP DATABASE IF EXISTS ${SCRATCH} WITH (FORCE)`;
  const run = (sql: string) => onDatabase(superuser, (client) => client.query(sql));
  await run(drop);
  await run(`CREATE DATABASE ${SCRATCH}`);
  const url = new URL(superuser);
  url.pathname = `/${SCRATCH}`;
  try {
    return await measure(url.href, postgresPid);
  } finally {
    await run(drop);
  }
}
