/**
 * Bad days: processes die at random instants, nats-server is killed or its store emptied, PostgreSQL freezes. Afterwards every
 * event had exactly one effect, in order, and no fault became a dead letter. SOUNDING_PROVE=1 runs all of it; SOUNDING_SEED repeats.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seeded } from '@sounding/testing';
import { eventually, type Pipe, query, startPipe, type Worker } from './pipe.ts';

const PROVE = process.env.SOUNDING_PROVE === '1';
const SEED = Number(process.env.SOUNDING_SEED ?? Date.now() % 1_000_000);
const ROUNDS = PROVE ? 40 : 2;
const FREEZE_MS = PROVE ? 15_000 : 3_000;
const TABLES = {
  said: 'create table said (id bigint generated always as identity, aggregate text)',
  effect: `create table effect (id bigint generated always as identity primary key, aggregate text, seq bigint, event_id uuid);
    create table poison (aggregate text)`,
};

const random = seeded(SEED);
const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let pipe: Pipe;
let workspace: string;
let booking: string;
let workers: (() => Promise<Worker>)[];
let running: Worker[];

beforeAll(async () => {
  process.stdout.write(`bus chaos: seed ${SEED}, ${ROUNDS} rounds of each fault, freeze ${FREEZE_MS} ms\n`);
  pipe = await startPipe();
  workspace = await pipe.database('workspace', TABLES.said);
  booking = await pipe.database('booking', TABLES.effect);
  const aggregates = Array.from({ length: 12 }, () => randomUUID());
  const talker = () =>
    pipe.spawn({
      name: 'workspace',
      database: workspace,
      talks: { aggregates, total: 1_000_000, pauseMs: PROVE ? 25 : 4 },
    });
  const hearer = () => pipe.spawn({ name: 'booking', database: booking, hears: true });
  workers = [talker, hearer, talker, hearer];
  running = await Promise.all(workers.map((start) => start()));
});
afterAll(async () => {
  await pipe.stop();
});

async function killOne(): Promise<void> {
  const index = between(0, workers.length - 1);
  await running[index]?.kill();
  await pause(between(0, 400));
  running[index] = await (workers[index] as () => Promise<Worker>)();
}

/** Lets the talkers fall silent, waits until all is heard, and compares. Talking starts again afterwards. */
async function nothingLostNothingTwice(): Promise<void> {
  await Promise.all([running[0], running[2]].map((talker) => talker?.kill()));
  const quiet = () => pipe.spawn({ name: 'workspace', database: workspace });
  const relay = await quiet();
  await eventually(
    async () => {
      const [said] = await query<{ n: number }>(workspace, 'select count(*)::int as n from said');
      const [heard] = await query<{ n: number }>(booking, 'select count(*)::int as n from effect');
      expect(heard?.n).toBe(said?.n);
    },
    PROVE ? 240_000 : 60_000,
  );
  await relay.stop();
  const events = await query(
    workspace,
    `select id::text, aggregate, seq from bus.outbox where name = 'workspace.joined' order by id`,
  );
  const effects = await query(booking, 'select event_id::text as id, aggregate, seq from effect order by event_id');
  expect(effects).toEqual(events);
  const disorder = await query(
    booking,
    `select * from (select aggregate, seq, lag(seq) over (partition by aggregate order by id) as before from effect) as e where seq <= before`,
  );
  expect(disorder).toEqual([]);
  expect(await query(booking, 'select * from bus.dead_letter')).toEqual([]);
  expect(await query(booking, 'select * from bus.inbox_early')).toEqual([]);
  const [first, third] = await Promise.all([workers[0], workers[2]].map((start) => (start as () => Promise<Worker>)()));
  [running[0], running[2]] = [first as Worker, third as Worker];
}

test(`relays and hearers are killed at random points, ${ROUNDS * 3} times`, async () => {
  for (let round = 0; round < ROUNDS * 3; round++) {
    await pause(between(50, 600));
    await killOne();
  }
  await nothingLostNothingTwice();
}, 2_400_000);

test(`nats-server is killed and started again, ${ROUNDS} times`, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await pause(between(200, 1_500));
    await pipe.nats.kill();
    await pause(between(0, 2_000));
    await pipe.nats.start();
  }
  await nothingLostNothingTwice();
}, 2_400_000);

test(`the store of nats-server is emptied while all runs, ${Math.ceil(ROUNDS / 4)} times`, async () => {
  for (let round = 0; round < Math.ceil(ROUNDS / 4); round++) {
    await pause(between(500, 2_000));
    await pipe.emptyStore();
  }
  await nothingLostNothingTwice();
}, 2_400_000);

test(`PostgreSQL freezes for ${FREEZE_MS / 1_000} s`, async () => {
  await pause(between(500, 1_500));
  process.kill(pipe.postgres.pid, 'SIGSTOP');
  const children = await childrenOf(pipe.postgres.pid);
  for (const pid of children) signal(pid, 'SIGSTOP');
  await pause(FREEZE_MS);
  for (const pid of [...children, pipe.postgres.pid]) signal(pid, 'SIGCONT');
  await nothingLostNothingTwice();
}, 2_400_000);

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // A backend may have ended by itself in between.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The backends of the server: freezing the postmaster alone would let open sessions go on. */
async function childrenOf(pid: number): Promise<number[]> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}
