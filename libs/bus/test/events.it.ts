/** Events between two services on a real PostgreSQL and nats-server, when nothing breaks. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, type Pipe, query, startPipe, type Worker } from './pipe.ts';

const SAID = 'create table said (id bigint generated always as identity, aggregate text)';
const EFFECT = `create table effect (id bigint generated always as identity primary key, aggregate text, seq bigint, event_id uuid)`;

let pipe: Pipe;
let workspace: string;
let booking: string;

beforeAll(async () => {
  pipe = await startPipe();
  workspace = await pipe.database('workspace', SAID);
  booking = await pipe.database('booking', EFFECT);
});
afterAll(async () => {
  await pipe.stop();
});

async function counts() {
  const [row] = await query<{ effects: number; events: number; letters: number }>(
    booking,
    `select count(*)::int as effects, count(distinct event_id)::int as events,
       (select count(*)::int from bus.dead_letter) as letters from effect`,
  );
  return row;
}

async function orderHolds() {
  const wrong = await query(
    booking,
    `select aggregate, seq, lag(seq) over (partition by aggregate order by id) as before from effect`,
  );
  for (const row of wrong as { seq: string; before: string | null }[]) {
    expect(Number(row.seq)).toBeGreaterThan(Number(row.before ?? 0));
  }
}

test('200 parallel events at one aggregate have 200 effects, in order, by two copies of the hearer', async () => {
  const aggregates = [randomUUID()];
  const hearers: Worker[] = [];
  for (let i = 0; i < 2; i++) hearers.push(await pipe.spawn({ name: 'booking', database: booking, hears: true }));
  const talkers: Worker[] = [];
  for (let i = 0; i < 2; i++) {
    talkers.push(
      await pipe.spawn({ name: 'workspace', database: workspace, talks: { aggregates, total: 200, pauseMs: 0 } }),
    );
  }
  await eventually(async () => {
    const [said] = await query<{ n: number }>(workspace, 'select count(*)::int as n from said');
    const now = await counts();
    expect(said?.n).toBeGreaterThanOrEqual(200);
    expect(now).toEqual({ effects: said?.n, events: said?.n, letters: 0 });
  });
  await orderHolds();
  await Promise.all([...hearers, ...talkers].map((worker) => worker.stop()));
});
