/**
 * `node tools/bench/dist/slots.cli.js [--out file]`: thirty days of free starts for one provider with 200 bookings, computed by
 * booking's engine, beside one SQL statement by `pg` that computes the same and one that only reads the bookings. Needs a build
 * and nothing that runs; the three ways take turns in each round.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import { cloneDatabase } from '@sounding/testing';
import pg from 'pg';
import { built } from './built.ts';
import { percentile, rounded } from './figures.ts';
import { withPostgres } from './scratch.process.ts';
import { BOOKING, FREE_STARTS, PROVIDER, READ_TAKEN } from './slots.floor.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const DAY = 86_400_000;
const ROUNDS = 300;
/** The first rounds open connections, prepare statements and warm the compiler. */
const WARM = 50;
const BOOKINGS = 200;
/** A Monday; the days include the end of summer time in Paris. */
const FROM = Date.parse('2027-10-11T00:00:00Z');
const TO = FROM + 30 * DAY;
const MEASURES = { listingId: randomUUID(), durationMinutes: 50, stepMinutes: 30, noticeMinutes: 120 };

interface Engine {
  readonly AROUND_MS: number;
  planOf(schedule: unknown, listing: typeof MEASURES): unknown;
  freeStarts(plan: unknown, taken: readonly unknown[], now: number, from: number, to: number): number[];
}
interface Store {
  schedule(provider: string): Promise<unknown>;
  taken(provider: string, from: number, to: number, now: number): Promise<unknown[]>;
}
interface Client {
  $disconnect(): Promise<void>;
}

/** Six days a week from eight to eight, and 200 hours of it booked: every day has some, and few have none left. */
async function fill(pool: pg.Pool, provider: string): Promise<void> {
  const weekly = [1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '08:00', to: '20:00' }));
  const times = [{ listingId: MEASURES.listingId, bufferBeforeMinutes: 5, bufferAfterMinutes: 5, horizonDays: 90 }];
  await pool.query(PROVIDER, [provider, 'Europe/Paris', JSON.stringify(weekly), JSON.stringify(times)]);
  for (let n = 0; n < BOOKINGS; n += 1) {
    const start = FROM + Math.floor(n / 7) * DAY + (6 + (n % 7) * 2) * 3_600_000;
    const ids = [randomUUID(), randomUUID(), provider, MEASURES.listingId];
    await pool.query(BOOKING, [...ids, new Date(start), new Date(start + 50 * 60_000)]);
  }
  await pool.query('analyze booking');
}

const ms = (took: readonly number[]) => ({ p50Ms: percentile(took, 0.5), p99Ms: percentile(took, 0.99) });

async function race<W extends string>(ways: Record<W, () => Promise<number[]>>): Promise<Record<W, number[]>> {
  const names = Object.keys(ways) as W[];
  const took = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<W, number[]>;
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    for (const name of names) {
      const begun = performance.now();
      await ways[name]();
      if (round >= WARM) took[name].push(performance.now() - begun);
    }
  }
  return took;
}

async function measure(url: string, superUrl: string) {
  const engine = await built<Engine>('booking', 'slots/slots.js');
  const { SlotsStore } = await built<{ SlotsStore: new (client: Client) => Store }>('booking', 'slots/slots.store.js');
  const { PrismaClient } = await built<{ PrismaClient: new (on: object) => Client }>(
    'booking',
    'generated/prisma/client.js',
  );
  const [ours, bare] = [url, superUrl].map((address) => new pg.Pool({ connectionString: address, max: 1 })) as [
    pg.Pool,
    pg.Pool,
  ];
  const client = new PrismaClient({ adapter: new PrismaPg(ours) });
  const store = new SlotsStore(client);
  const provider = randomUUID();
  await fill(bare, provider);
  const plan = engine.planOf(await store.schedule(provider), MEASURES);
  const known = await store.taken(provider, FROM - engine.AROUND_MS, TO + engine.AROUND_MS, FROM);
  const values = [provider, new Date(FROM), new Date(TO), MEASURES.durationMinutes, MEASURES.stepMinutes, 5, 120];
  const ways = {
    engine: async () => engine.freeStarts(plan, known, FROM, FROM, TO),
    page: async () => {
      const schedule = await store.schedule(provider);
      const taken = await store.taken(provider, FROM - engine.AROUND_MS, TO + engine.AROUND_MS, FROM);
      return engine.freeStarts(engine.planOf(schedule, MEASURES), taken, FROM, FROM, TO);
    },
    statement: async () => {
      const { rows } = await bare.query<{ start: Date }>({ name: 'free', text: FREE_STARTS, values });
      return rows.map(({ start }) => start.getTime());
    },
    read: async () => {
      const on = [provider, new Date(FROM - engine.AROUND_MS), new Date(TO + engine.AROUND_MS), new Date(FROM)];
      const { rows } = await bare.query({ name: 'read', text: READ_TAKEN, values: on });
      return rows.map(({ from }) => from.getTime());
    },
  };
  try {
    const starts = await ways.page();
    const same = JSON.stringify(starts) === JSON.stringify(await ways.statement());
    const took = await race(ways);
    return { starts: starts.length, same, taken: known.length, took };
  } finally {
    await client.$disconnect();
    await Promise.all([ours.end(), bare.end()]);
  }
}

function tableOf({ slots, floor, ratio }: { slots: Figures; floor: Floors; ratio: Record<string, number> }): string {
  const line = (what: string, { p50Ms, p99Ms }: Times, of = '') =>
    `  ${what.padEnd(44)}${String(p50Ms).padStart(8)} ms${String(p99Ms).padStart(8)} ms${of.padStart(9)}`;
  return [
    `  ${`30 days, ${slots.taken} bookings, ${slots.starts} free starts`.padEnd(44)}${'half of'.padStart(11)}${'99 of 100'.padStart(11)}`,
    line('As a page asks: schedule, bookings, engine', slots.page, `x${ratio.page}`),
    line('  the engine alone', slots.engine, `x${ratio.engine}`),
    line('Floor: one statement that computes the same', floor.statement),
    line('  one statement that reads the bookings', floor.read),
  ].join('\n');
}

interface Times {
  p50Ms: number;
  p99Ms: number;
}
interface Figures {
  taken: number;
  starts: number;
  page: Times;
  engine: Times;
}
interface Floors {
  /** Whether the statement found the same starts as the engine. */
  same: boolean;
  statement: Times;
  read: Times;
}

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(ROOT, '.sounding/bench-slots.json') } },
});
const load1 = loadavg()[0] ?? 0;
const home = mkdtempSync(join(tmpdir(), 'sounding-bench-'));
try {
  const { took, same, taken, starts } = await withPostgres(home, 'slots', async () => {
    const database = await cloneDatabase('booking', 'bench_slots');
    return measure(database.url, database.superUrl);
  });
  const slots = { taken, starts, page: ms(took.page), engine: ms(took.engine) };
  const floor = { same, statement: ms(took.statement), read: ms(took.read) };
  const ratio = {
    page: slots.page.p50Ms / floor.statement.p50Ms,
    engine: slots.engine.p50Ms / floor.statement.p50Ms,
    pageToRead: slots.page.p50Ms / floor.read.p50Ms,
  };
  const machine = { cpus: cpus().length, model: cpus()[0]?.model.trim() ?? '', node: process.version, load1 };
  const result = rounded({ schema: 1, at: new Date().toISOString(), machine, rounds: ROUNDS, slots, floor, ratio });
  mkdirSync(dirname(resolve(values.out)), { recursive: true });
  writeFileSync(resolve(values.out), `${JSON.stringify(result, null, 2)}\n`);
  console.log(
    `\n${tableOf(result)}\n\n  The statement found ${same ? 'the same starts' : 'OTHER starts'}. Load before: ${load1.toFixed(1)}. Written to ${resolve(values.out)}\n`,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
