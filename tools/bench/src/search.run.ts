/**
 * The search of ten thousand providers, without the platform: catalog as a process of its own, asked as the gateway asks it,
 * beside a plain statement by `pg` that counts the ids. Then booking beside it: how long after a hire the search knows.
 */
import { randomUUID } from 'node:crypto';
import { FindSlots, HasConsent, OpenBill, Reserve, Search } from '@sounding/contracts';
import { startWorld, stopChild, type World } from '@sounding/testing';
import pg from 'pg';
import { billOf } from './bill.ts';
import { inLanes, percentile, sum } from './figures.ts';
import { cpuMs } from './processes.proc.ts';
import { withPostgres } from './scratch.process.ts';
import { fill, LISTINGS, listingId, NARROW, ownWord, PROVIDERS } from './search.fill.ts';
import { floorSql, type Kind, kinds } from './search.kinds.ts';
import type { Freshness, SearchFigures, Times } from './search.table.ts';
import { serviceProcess } from './service.process.ts';

const SEED = 10_000;
const ROUNDS = 40;
/** Enough that the ticks in which CPU is counted say something. */
const COUNTED = 20;
/** The first rounds open connections, prepare statements and fill caches. */
const WARM = 5;
const HIRES = 40;
/** People who hire at once. */
const LANES = 4;
const PATIENCE_MS = 60_000;
const DAY = 86_400_000;

const timesOf = (took: readonly number[]): Times => ({
  p50Ms: percentile(took, 0.5),
  p95Ms: percentile(took, 0.95),
  p99Ms: percentile(took, 0.99),
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** One at a time, every kind in each round, the search and its floor by turns. */
async function race(
  world: World,
  pool: pg.Pool,
  all: readonly Kind[],
  cpu: (work: () => Promise<unknown>) => Promise<number>,
): Promise<SearchFigures['kinds']> {
  const took = all.map((kind) => ({ kind, search: [] as number[], floor: [] as number[], found: 0, counted: 0 }));
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    for (const one of took) {
      const [conditions, values] = one.kind.floor;
      const search = await timed(async () => {
        one.found = (await world.visitor().ask(Search, one.kind.wish)).total;
      });
      const floor = await timed(async () => {
        const asked = { name: one.kind.what, text: floorSql(conditions), values: [...values] };
        one.counted = (await pool.query<{ count: number }>(asked)).rows[0]?.count ?? 0;
      });
      if (round < WARM) continue;
      one.search.push(search);
      one.floor.push(floor);
    }
  }
  const figures: SearchFigures['kinds'] = [];
  for (const { kind, search, floor, found, counted } of took) {
    const each = await cpu(() => world.visitor().ask(Search, kind.wish));
    figures.push({ what: kind.what, found, counted, search: timesOf(search), cpuMs: each, floor: timesOf(floor) });
  }
  return figures;
}

/** What one of `work` takes of PostgreSQL and catalog, which hardly depends on how busy the machine is. */
async function cpuOf(roots: ReadonlyMap<string, number>, work: () => Promise<unknown>): Promise<number> {
  const before = sum(Object.values(cpuMs(roots)));
  for (let n = 0; n < COUNTED; n += 1) await work();
  return (sum(Object.values(cpuMs(roots))) - before) / COUNTED;
}

/** From the answer to the hire, which comes after its commit, until the search no longer finds the listing on that day. */
async function freshness(world: World, first: number): Promise<Freshness> {
  const looked: number[] = [];
  const items = Array.from({ length: HIRES }, (_, n) => first + n);
  const took = await inLanes(items, LANES, PATIENCE_MS * 4, async (n) => {
    const now = world.clock.now().getTime();
    const range = { from: new Date(now + DAY).toISOString(), to: new Date(now + 9 * DAY).toISOString() };
    const [startsAt = ''] = (await world.visitor().ask(FindSlots, { listingId: listingId(n), ...range })).starts;
    const day = startsAt.slice(0, 10);
    const wish = { text: ownWord(n), from: day, to: day };
    if ((await world.visitor().ask(Search, wish)).total !== 1) throw new Error(`listing ${n} is not found on ${day}`);
    await world.as(randomUUID()).ask(Reserve, { listingId: listingId(n), startsAt, place: 'DE' });
    const begun = performance.now();
    for (;;) {
      let total = 0;
      looked.push(
        await timed(async () => {
          total = (await world.visitor().ask(Search, wish)).total;
        }),
      );
      if (total === 0) return performance.now() - begun;
      if (performance.now() - begun > PATIENCE_MS) throw new Error(`listing ${n} was still found a minute later`);
      await new Promise((done) => setTimeout(done, 20));
    }
  });
  return { hires: took.length, ...timesOf(took), lookP50Ms: percentile(looked, 0.5) };
}

/** How many providers' runs are yet to be published again. */
async function ageing(world: World): Promise<number> {
  const [row] = await world.sql<{ n: number }>(
    'booking',
    'select count(*)::int as n from provider where published_until < $1',
    [new Date(world.clock.now().getTime() + 91 * DAY)],
  );
  return row?.n ?? 0;
}

async function hiresBesideRenewal(world: World): Promise<SearchFigures['freshness']> {
  const atRest = await freshness(world, 0);
  // A day later everybody's runs are published anew, and hires go on.
  await world.clock.move({ hours: 25 });
  const before = await ageing(world);
  const begun = performance.now();
  const whileRenewing = await freshness(world, NARROW / 2);
  const renewed = before - (await ageing(world));
  return { atRest, whileRenewing, renewedPerSecond: renewed / ((performance.now() - begun) / 1000) };
}

/** @param home an empty folder, or one whose `search` does not exist */
export function measureSearch(home: string, say: (what: string) => void): Promise<SearchFigures> {
  return withPostgres(home, 'search', async (postgres) => {
    const world = await startWorld();
    const children = [];
    const pools: pg.Pool[] = [];
    try {
      for (const service of ['catalog', 'booking']) {
        const { superUrl } = await world.database(service);
        pools.push(new pg.Pool({ connectionString: superUrl, max: 2 }));
      }
      const [catalog, booking] = pools as [pg.Pool, pg.Pool];
      say(`${PROVIDERS} providers with ${LISTINGS} listings`);
      const runs = await fill(catalog, booking, SEED);
      world.answer(HasConsent, () => ({ given: true }));
      world.answer(OpenBill, (asked, { account }) => billOf(asked, account ?? '', world.clock.now()));
      const finder = await serviceProcess(world, 'catalog');
      children.push(finder);
      await world.eventually(() => world.visitor().ask(Search, {}), PATIENCE_MS);
      say(`searches, each beside a statement that counts its ids (${runs} runs of free times)`);
      const roots = new Map([
        ['postgres', postgres],
        ['catalog', finder.pid ?? 0],
      ] as const);
      const all = kinds(world.clock.now().getTime());
      const figures = await race(world, catalog, all, (work) => cpuOf(roots, work));
      children.push(await serviceProcess(world, 'booking'));
      await world.eventually(() => ready(world), PATIENCE_MS);
      say('hires, until the search knows: at rest, and while a day has passed for everybody');
      const fresh = await hiresBesideRenewal(world);
      return {
        parameters: { providers: PROVIDERS, listings: LISTINGS, runs, rounds: ROUNDS },
        kinds: figures,
        worstP95Ms: Math.max(...figures.map(({ search }) => search.p95Ms)),
        freshness: fresh,
      };
    } finally {
      for (const child of children) await stopChild(child);
      await Promise.all(pools.map((pool) => pool.end()));
      await world.stop();
    }
  });
}

/** Booking answers what it must ask catalog for. */
function ready(world: World) {
  const now = world.clock.now().getTime();
  const range = { from: new Date(now).toISOString(), to: new Date(now + DAY).toISOString() };
  return world.visitor().ask(FindSlots, { listingId: listingId(0), ...range });
}
