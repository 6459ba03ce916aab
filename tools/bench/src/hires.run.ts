/** The load: people who signed up before, each hire with a provider's time of its own, so that nobody waits for another's lock. */
import type { Hit, Receipt } from '@sounding/contracts';
import type { Platform } from '@sounding/tool-dev';
import { onDatabase } from './counters.net.ts';
import { inLanes, percentile } from './figures.ts';
import { type Copy, confirmed, newClient, pay, receiptOf, reserve } from './hire.ts';
import { until, type Visitor } from './visitor.ts';

export const CONCURRENCY = 8;
export const CLIENTS = 20;
/** Nothing is begun after this; a slow machine gets fewer hires, not a longer run. */
const LIMIT_MS = 45_000;

export interface Time {
  listingId: string;
  startsAt: string;
}

export function copyOf(platform: Platform): Copy {
  const { site, stripe, mail } = platform.urls;
  return { site, stripe, mail };
}

export function signUp(copy: Copy): Promise<Visitor[]> {
  return inLanes(Array(CLIENTS).fill(copy), 4, LIMIT_MS, newClient);
}

/** One listing of each provider that has a free time. */
async function oneOfEach(visitor: Visitor): Promise<Hit[]> {
  const found = new Map<string, Hit>();
  for (let page = 1; page <= 10; page += 1) {
    const { hits } = await visitor.get<{ hits: Hit[] }>(`/api/v1/search?mode=advice&page=${page}`);
    for (const hit of hits) {
      if (hit.nextStart && !found.has(hit.listing.providerId)) found.set(hit.listing.providerId, hit);
    }
    if (hits.length === 0) break;
  }
  return [...found.values()];
}

/** The free starts of a listing, one a day: two sessions of a day could touch each other. */
async function startsOf(visitor: Visitor, hit: Hit): Promise<string[]> {
  const from = new Date(hit.nextStart as string);
  const to = new Date(from.getTime() + 21 * 86_400_000);
  const query = `from=${from.toISOString()}&to=${to.toISOString()}`;
  const { starts } = await visitor.get<{ starts: string[] }>(`/api/v1/listings/${hit.listing.id}/slots?${query}`);
  const days = new Map<string, string>();
  for (const start of starts) if (!days.has(start.slice(0, 10))) days.set(start.slice(0, 10), start);
  return [...days.values()];
}

/** `count` free times, the first of every provider before the second of any. */
export async function freeTimes(visitor: Visitor, count: number): Promise<Time[]> {
  const hits = await oneOfEach(visitor);
  if (hits.length === 0) throw new Error('No listing has a free start.');
  const offers = await inLanes(hits, 4, LIMIT_MS, async (hit) => ({
    listingId: hit.listing.id,
    starts: await startsOf(visitor, hit),
  }));
  const rounds = Math.max(...offers.map((offer) => offer.starts.length));
  const times = Array.from({ length: rounds }, (_, round) =>
    offers.flatMap(({ listingId, starts }) => (starts[round] ? [{ listingId, startsAt: starts[round] }] : [])),
  ).flat();
  return times.slice(0, count);
}

export interface Load {
  done: { bookingId: string; client: Visitor }[];
  failures: string[];
  /** How often somebody looked whether their booking was confirmed. */
  looks: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Hires until confirmed. What fails is counted and named, not thrown: a benchmark that stops at the first says nothing. */
export async function hireAll(copy: Copy, clients: readonly Visitor[], times: readonly Time[]): Promise<Load> {
  const took: number[] = [];
  const failures: string[] = [];
  const done: Load['done'] = [];
  let looks = 0;
  const begun = performance.now();
  await inLanes(times, CONCURRENCY, LIMIT_MS, async (time, at) => {
    const client = clients[at % clients.length] as Visitor;
    const start = performance.now();
    try {
      const { booking } = await reserve(client, time.listingId, time.startsAt);
      await pay(copy, client, booking.id);
      await confirmed(client, booking.id, () => {
        looks += 1;
      });
      took.push(performance.now() - start);
      done.push({ bookingId: booking.id, client });
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
    if (at % 10 === 9) console.log(`    ${at + 1} of ${times.length}`);
  });
  const seconds = (performance.now() - begun) / 1000;
  const [p50Ms, p99Ms] = [percentile(took, 0.5), percentile(took, 0.99)];
  return { done, failures, looks, seconds, perSecond: took.length / seconds, p50Ms, p99Ms };
}

/** Looks at bookings that are confirmed, as everybody did while they waited; answers how often. */
export async function lookAgain(load: Load, count: number): Promise<number> {
  const at = Array.from({ length: count }, (_, n) => load.done[n % load.done.length]);
  const seen = await inLanes(at, CONCURRENCY, LIMIT_MS, async (one) => {
    if (one) await confirmed(one.client, one.bookingId);
  });
  return seen.length;
}

const RENDERED = `
  SELECT count(*)::int AS n FROM rendering JOIN receipt ON receipt.id = rendering.receipt_id
   WHERE receipt.booking_id = ANY($1::uuid[]) AND rendering.object IS NOT NULL`;

/** Seconds, from now, until each hire has its receipt as PDF. It looks in one transaction and rolls it back, which adds no commit. */
export function rendered(platform: Platform, load: Load): Promise<number> {
  const begun = performance.now();
  const bookings = load.done.map((one) => one.bookingId);
  return onDatabase(platform.owners.receipts ?? '', async (client) => {
    await client.query('BEGIN');
    const all = async () => {
      const { rows } = await client.query<{ n: number }>(RENDERED, [bookings]);
      return rows[0]?.n === bookings.length ? true : null;
    };
    await until('the rendering of all receipts', all, LIMIT_MS);
    await client.query('ROLLBACK');
    return (performance.now() - begun) / 1000;
  });
}

export function documentsOf(load: Load): Promise<Receipt[]> {
  return inLanes(load.done, 4, LIMIT_MS, ({ client, bookingId }) => receiptOf(client, bookingId));
}
