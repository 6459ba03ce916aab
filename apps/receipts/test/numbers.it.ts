/** Receipts as a process of its own, ended by SIGKILL between giving a number and the commit: no number is lost and none given twice. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FundsHeld, RefundMade } from '@sounding/contracts';
import { signalGroup, spawnKept, startWorld, type World } from '@sounding/testing';
import { hire, paidBill, refund, standInForCatalog, standInForIdentity } from './cast.ts';

const MAIN = resolve(import.meta.dirname, '../dist/main.js');

let world: World;
let environment: Record<string, string>;
let child: ChildProcess;
let deaths = 0;
let stopping = false;

/** As a supervisor would: it is started again whenever it dies. */
function keepAlive(): void {
  const log = openSync(join(world.home, 'receipts-process.log'), 'a');
  const { NODE_OPTIONS: _ours, ...surroundings } = process.env;
  child = spawnKept(process.execPath, [MAIN], {
    env: { ...surroundings, ...environment },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.once('exit', () => {
    if (stopping) return;
    deaths += 1;
    keepAlive();
  });
}

beforeAll(async () => {
  world = await startWorld();
  standInForIdentity(world);
  standInForCatalog(world);
});
afterAll(async () => {
  stopping = true;
  const gone = new Promise((done) => child.once('exit', done));
  signalGroup(child, 'SIGKILL');
  await gone;
  await world.stop();
});

it('a service that dies after it took a number takes it again when it is back', async () => {
  const marks = mkdtempSync(join(world.home, 'marks-'));
  environment = await world.environment('receipts', {
    SOUNDING_CRASH_AT: 'receipts.number-given',
    SOUNDING_CRASH_MARKS: marks,
  });
  keepAlive();
  const count = 12;
  for (let made = 0; made < count; made += 1) {
    const one = hire();
    await world.say('billing', FundsHeld, paidBill(one));
    await world.say('billing', RefundMade, refund(one, 3_000));
  }
  const sequences = (series: string) =>
    world.sql<{ sequence: number }>('receipts', 'SELECT sequence FROM receipt WHERE series = $1 ORDER BY sequence', [
      series,
    ]);
  await world.eventually(async () => {
    expect(await sequences('R')).toHaveLength(count);
    expect(await sequences('C')).toHaveLength(count);
  }, 60_000);
  const gapless = Array.from({ length: count }, (_, index) => ({ sequence: index + 1 }));
  expect(await sequences('R')).toEqual(gapless);
  expect(await sequences('C')).toEqual(gapless);
  expect([existsSync(join(marks, 'receipts.number-given')), deaths]).toEqual([true, 1]);
}, 90_000);
