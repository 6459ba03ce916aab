/**
 * `npm run bench`: measures a copy of its own, prints the figures beside their floors, and writes them to one JSON file.
 * `npm run bench -- ledger`: postings and webhooks alone, without the platform; `-- search`: the search of ten thousand providers;
 * `-- receipts`: the printing of receipts; `-- sign-in`: whether known addresses can be told from unknown ones by time.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Platform, readBasePort, startPlatform } from '@sounding/tool-dev';
import { countersOf, HANDED_IN_MS, rootsOf, superuserUrl } from './counters.net.ts';
import { costOf, rounded, sum, without } from './figures.ts';
import { hireFloor } from './floor.pg.ts';
import {
  CLIENTS,
  CONCURRENCY,
  copyOf,
  documentsOf,
  freeTimes,
  hireAll,
  lookAgain,
  rendered,
  signUp,
} from './hires.run.ts';
import { measureLedger } from './ledger.run.ts';
import { memoryMb } from './processes.proc.ts';
import { receiptRates, sampleReceipts } from './receipts.browser.ts';
import { measureSearch } from './search.run.ts';
import { tableOfSearch } from './search.table.ts';
import { measureSignIn, tableOfSignIn } from './sign-in.run.ts';
import { type Result, ratios, tableOf, tableOfLedger, tableOfReceipts } from './table.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** All visitors come from one address. */
const UNLIMITED = { SOUNDING_REQUESTS_PER_MINUTE: '1000000' };
/** Two requests with their answers would be the least a hire needs of the bus, two events more. */
const LEAST_BUS_MESSAGES = 4;
/** Enough that one costs the same each time. */
const LOOKS = 200;

const began = performance.now();
const home = mkdtempSync(join(tmpdir(), 'sounding-bench-'));
let platform: Platform | undefined;
let ending: Promise<void> | undefined;

function say(what: string): void {
  console.log(`  ${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${what}`);
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** What can be measured alone. */
type Part = 'ledger' | 'search' | 'receipts' | 'sign-in';
const PARTS: readonly Part[] = ['ledger', 'search', 'receipts', 'sign-in'];
/** Receipts that the two ways of printing take turns with. */
const RECEIPTS = 60;

interface Settings {
  readonly hires: number;
  readonly port: number;
  readonly out: string;
  /** Nothing else is measured. */
  readonly part: Part | null;
}

function settings(): Settings {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { hires: { type: 'string', default: '60' }, out: { type: 'string' } },
  });
  const part = PARTS.find((one) => one === positionals[0]) ?? null;
  if (positionals.length > (part ? 1 : 0)) {
    throw new Error(
      'npm run bench measures the platform; npm run bench -- ledger, -- search, -- receipts, or -- sign-in, measures that alone',
    );
  }
  const hires = Number(values.hires);
  if (!Number.isInteger(hires) || hires < 1 || hires > 2_000) throw new Error('--hires is a number from 1 to 2000');
  const port = readBasePort(process.env.SOUNDING_PORT);
  if (typeof port === 'string') throw new Error(port);
  const file = part ? `.sounding/bench-${part}.json` : '.sounding/bench.json';
  return { hires, port, out: resolve(values.out ?? join(ROOT, file)), part };
}

/** Seconds until every process serves and the free times are on the page. */
async function start(port: number): Promise<number> {
  const begun = performance.now();
  platform = await startPlatform({
    home,
    port,
    quiet: true,
    settings: {},
    env: { gateway: UNLIMITED },
    onStarting: (starting) => {
      platform = starting;
    },
  });
  return (performance.now() - begun) / 1000;
}

function running(): Platform {
  if (!platform) throw new Error('nothing runs');
  return platform;
}

async function bothStarts(port: number): Promise<Result['start']> {
  say('starting in an empty folder');
  const coldSeconds = await start(port);
  await running().stop();
  say('starting again');
  return { coldSeconds, warmSeconds: await start(port) };
}

function memoryAtRest(): Pick<Result['rest'], 'memoryMb' | 'memoryMbByProcess'> {
  const memoryMbByProcess = memoryMb(rootsOf(running()));
  return { memoryMb: sum(Object.values(memoryMbByProcess)), memoryMbByProcess };
}

/** Everything that a hire needs and that is no part of it. */
async function prepare(count: number) {
  say(`${CLIENTS} clients sign up`);
  const clients = await signUp(copyOf(running()));
  const [first] = clients;
  if (!first) throw new Error('nobody signed up');
  const times = await freeTimes(first, count);
  if (times.length < count) say(`there are only ${times.length} free times that do not touch each other`);
  await running().settled();
  // What the sign-ups committed must be handed in before anything is counted.
  await pause(HANDED_IN_MS);
  return { clients, times };
}

/** What a hire takes beyond what the platform takes at rest, and the receipts that the hires left. */
async function underLoad({ clients, times }: Awaited<ReturnType<typeof prepare>>) {
  say('at rest');
  const quiet = await countersOf(running());
  await pause(HANDED_IN_MS);
  const before = await countersOf(running());
  const perSecond = costOf(quiet, before, (before.atMs - quiet.atMs) / 1000);
  say(`${times.length} hires, ${CONCURRENCY} at a time`);
  const load = await hireAll(copyOf(running()), clients, times);
  for (const failure of new Set(load.failures)) say(`failed: ${failure}`);
  if (load.done.length === 0) throw new Error('No hire was confirmed.');
  say('the receipts are printed');
  const seconds = load.seconds + (await rendered(running(), load));
  await pause(HANDED_IN_MS);
  const after = await countersOf(running());
  const looks = load.looks / load.done.length;
  say(`${LOOKS} looks, to know what looking took`);
  const looked = await lookAgain(load, LOOKS);
  await pause(HANDED_IN_MS);
  const look = costOf(after, await countersOf(running()), looked, perSecond);
  const each = without(costOf(before, after, load.done.length, perSecond), look, looks);
  const { p50Ms, p99Ms } = load;
  const counts = { confirmed: load.done.length, failed: load.failures.length, perSecond: load.perSecond };
  const inTheRunPerSecond = load.done.length / seconds;
  return {
    atRest: perSecond,
    hires: { ...counts, p50Ms, p99Ms, each, looks, look },
    documents: await documentsOf(load),
    inTheRunPerSecond,
  };
}

function machine() {
  return {
    cpus: cpus().length,
    model: cpus()[0]?.model.trim() ?? '',
    memoryMb: totalmem() / 1024 / 1024,
    node: process.version,
    load1: loadavg()[0] ?? 0,
  };
}

function tell(out: string, result: { machine: { load1: number } }, table: string): void {
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify(result, null, 2)}\n`);
  say('done');
  console.log(`\n${table}\n\n  Written to ${out}\n`);
  const { load1 } = result.machine;
  if (load1 > cpus().length / 2)
    console.log(`  The machine was busy before (load ${load1}): read these as upper bounds of cost.\n`);
}

async function measureLedgerAlone(out: string): Promise<void> {
  const before = { schema: 2 as const, at: new Date().toISOString(), machine: machine() };
  const result = rounded({ ...before, ledger: await measureLedger(home, say) });
  tell(out, result, tableOfLedger(result.ledger));
}

async function measureSearchAlone(out: string): Promise<void> {
  const before = { schema: 1 as const, at: new Date().toISOString(), machine: machine() };
  const result = rounded({ ...before, search: await measureSearch(home, say) });
  tell(out, result, tableOfSearch(result.search));
}

async function measureReceiptsAlone(out: string): Promise<void> {
  const before = { schema: 1 as const, at: new Date().toISOString(), machine: machine() };
  say(`${RECEIPTS} receipts by the pool and by four bare pages, in turns`);
  const { barePerSecond, ...receipts } = await receiptRates(sampleReceipts(RECEIPTS));
  const floor = { receipts: { perSecond: barePerSecond } };
  const result = rounded({ ...before, receipts, floor, ratio: receipts.perSecond / barePerSecond });
  tell(out, result, tableOfReceipts(result));
}

async function measureSignInAlone(port: number, out: string): Promise<void> {
  const before = { schema: 1 as const, at: new Date().toISOString(), machine: machine() };
  await start(port);
  await running().settled();
  const result = rounded({ ...before, signIn: await measureSignIn(copyOf(running()), say) });
  await running().stop();
  tell(out, result, tableOfSignIn(result.signIn));
}

async function measureAll({ hires: count, port, out }: Settings): Promise<void> {
  const before = { schema: 2 as const, at: new Date().toISOString(), machine: machine() };
  const starts = await bothStarts(port);
  await running().settled();
  const memory = memoryAtRest();
  const { atRest, hires, documents, inTheRunPerSecond } = await underLoad(await prepare(count));
  say('the floor of a hire: its SQL alone');
  const floorOfHire = await hireFloor(superuserUrl(running()), running().postgres?.pid ?? 0);
  await running().stop();
  say(`${documents.length} receipts by the pool and by four bare pages, in turns`);
  const { perSecond, bytes, barePerSecond } = await receiptRates(documents);
  const measured = {
    ...before,
    parameters: { hires: count, concurrency: CONCURRENCY, clients: CLIENTS },
    start: starts,
    rest: { ...memory, perSecond: atRest },
    hires,
    receipts: { perSecond, inTheRunPerSecond, bytes },
    ledger: await measureLedger(home, say),
    floor: {
      hires: { ...floorOfHire, busMessages: LEAST_BUS_MESSAGES },
      receipts: { perSecond: barePerSecond },
    },
  };
  const result: Result = rounded({ ...measured, ratio: ratios(measured) });
  tell(out, result, tableOf(result));
}

async function measure(): Promise<void> {
  const wanted = settings();
  if (wanted.part === 'ledger') await measureLedgerAlone(wanted.out);
  else if (wanted.part === 'search') await measureSearchAlone(wanted.out);
  else if (wanted.part === 'receipts') await measureReceiptsAlone(wanted.out);
  else if (wanted.part === 'sign-in') await measureSignInAlone(wanted.port, wanted.out);
  else await measureAll(wanted);
}

function end(): Promise<void> {
  ending ??= (async () => {
    await platform?.stop();
    rmSync(home, { recursive: true, force: true });
  })();
  return ending;
}

async function stop(): Promise<void> {
  await end();
  process.exit(130);
}

// The bootstrap process holds the other end; when it is gone, so is the person who started us.
process.on('disconnect', () => void stop());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

try {
  await measure();
} catch (error) {
  if (!ending) {
    console.error(`\n  FAILED: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
} finally {
  await end();
  // The channel to the bootstrap process would keep this one alive.
  process.exit();
}
