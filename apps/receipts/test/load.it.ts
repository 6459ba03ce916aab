/** Many documents at once while what prints them is killed. `SOUNDING_PROVE=1` queues a thousand, otherwise 60. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Receipt } from '@sounding/contracts';
import { spawnKept, startWorld, stopChild, type World } from '@sounding/testing';
import { PdfPool } from '../src/receipt/receipt.pdf.ts';
import { ReceiptsModule } from '../src/receipts.module.ts';
import { queued, rendered, rowsOf, stored } from './queued.ts';

const MAIN = resolve(import.meta.dirname, '../dist/main.js');
const COUNT = process.env.SOUNDING_PROVE === '1' ? 1_000 : 60;
const LIMIT_MS = process.env.SOUNDING_PROVE === '1' ? 300_000 : 240_000;

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

async function done(receipts: readonly Receipt[]): Promise<number> {
  return (await rowsOf(world, receipts)).filter(({ object }) => object !== null).length;
}

/** Waits until so many are there. */
async function reached(receipts: readonly Receipt[], count: number): Promise<void> {
  while ((await done(receipts)) < count) await after(20);
}

/** None lost, none doubled: as many keys as documents, and in the store exactly those. */
async function expectEachOnce(receipts: readonly Receipt[]): Promise<void> {
  const objects = await rendered(world, receipts, LIMIT_MS);
  expect(new Set(objects).size).toBe(receipts.length);
  expect((await stored(world)).sort()).toEqual([...objects].sort());
}

it(
  `${COUNT} documents queued at once are all rendered, each once, while the browser is killed three times`,
  async () => {
    const receipts = await queued(world, COUNT, 'Robin #');
    const service = await world.service('receipts', ReceiptsModule);
    const pool = service.app.get(PdfPool);
    const killed = new Set<number>();
    for (const share of [0.2, 0.4, 0.6]) {
      await reached(receipts, COUNT * share);
      const leader = await pool.processId().catch(() => null);
      if (leader === null) continue;
      process.kill(leader, 'SIGKILL');
      killed.add(leader);
    }
    await expectEachOnce(receipts);
    expect(killed.size).toBe(3);
    // Each has a second try in the next browser, so that no kill costs a place in the queue.
    expect((await rowsOf(world, receipts)).filter(({ tries }) => tries !== 1)).toEqual([]);
  },
  LIMIT_MS + 30_000,
);

it(
  `a service that is killed in the middle of ${COUNT} documents and started again finishes the rest`,
  async () => {
    const receipts = await queued(world, COUNT, 'Robin #');
    const environment = await world.environment('receipts');
    const { NODE_OPTIONS: _ours, ...surroundings } = process.env;
    const start = (): ChildProcess => {
      const log = openSync(join(world.home, 'receipts-process.log'), 'a');
      const child = spawnKept(process.execPath, [MAIN], {
        env: { ...surroundings, ...environment },
        stdio: ['ignore', log, log],
      });
      closeSync(log);
      return child;
    };
    const first = start();
    await reached(receipts, COUNT * 0.3);
    await stopChild(first, 'SIGKILL');
    const before = await done(receipts);
    expect(before).toBeLessThan(COUNT);
    const second = start();
    try {
      await world.eventually(async () => expect(await done(receipts)).toBeGreaterThan(before), 30_000);
      // What the dead one had taken is free again after its lease.
      await world.clock.move({ seconds: 31 });
      await expectEachOnce(receipts);
    } finally {
      await stopChild(second, 'SIGTERM');
    }
  },
  LIMIT_MS + 60_000,
);
