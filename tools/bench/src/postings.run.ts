/** Postings per second: billing's own code through Prisma, the ledger's function by `pg` alone, and the same rows by plain SQL. */
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { type Money, money } from '@sounding/money';
import type { TestDatabase } from '@sounding/testing';
import pg from 'pg';
import { built } from './built.ts';
import { inLanes } from './figures.ts';
import { type Entry, post } from './ledger.floor.ts';

const PROVIDERS = 20;
/** Each way has its turn in each round, so that a busy minute of the machine strikes all of them. */
const ROUNDS = 3;
/** A hire is paid in one commit and released in another. */
const HIRES_A_ROUND = 400;
const LIMIT_MS = 8_000;

interface Rules {
  charge(on: { paymentId: string; bookingId: string; at: string; price: Money; fee: Money; tax: Money }): Entry;
  processorFee(on: { balanceTransactionId: string; bookingId: string; at: string; fee: Money }): Entry;
  release(on: { bookingId: string; providerId: string; at: string; toProvider: Money; commission: Money }): Entry;
}

interface Prisma {
  $transaction<R>(work: (tx: unknown) => Promise<R>, options: { maxWait: number; timeout: number }): Promise<R>;
  $disconnect(): Promise<void>;
}

interface Store {
  post(tx: unknown, entries: readonly Entry[]): Promise<number>;
}

export const rules = (): Promise<Rules> => built<Rules>('billing', 'ledger/ledger.js');

/** What is posted when a hire of $60.00 is paid, and when it is released. */
export function paid({ charge, processorFee }: Rules, bookingId: string, at: string): Entry[] {
  const parts = { price: money(6000), fee: money(349), tax: money(0) };
  const fee = { balanceTransactionId: `txn_${bookingId}`, bookingId, at, fee: money(214) };
  return [charge({ paymentId: bookingId, bookingId, at, ...parts }), processorFee(fee)];
}

/** The two commits of each hire. */
function hiresOf(of: Rules, providers: readonly string[], at: string): Entry[][][] {
  return Array.from({ length: HIRES_A_ROUND }, (_, n) => {
    const bookingId = randomUUID();
    const providerId = providers[n % providers.length] as string;
    const released = { bookingId, providerId, at, toProvider: money(5700), commission: money(300) };
    return [paid(of, bookingId, at), [of.release(released)]];
  });
}

type Way = 'billing' | 'function' | 'floor';

export interface Postings {
  /** `LedgerStore.post` in a transaction of Prisma, as billing calls it. */
  readonly perSecond: number;
  /** `ledger_post` in one statement by `pg` alone. */
  readonly byPgPerSecond: number;
  readonly floorPerSecond: number;
}

/** As many hires as there are connections are under way at once, in one way after the other. */
async function race(
  ways: Record<Way, (entries: Entry[]) => Promise<unknown>>,
  make: () => Entry[][][],
  connections: number,
): Promise<Record<Way, number>> {
  const total = { billing: [0, 0], function: [0, 0], floor: [0, 0] } satisfies Record<Way, [number, number]>;
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const way of ['floor', 'function', 'billing'] as const) {
      const hires = make();
      const begun = performance.now();
      const done = await inLanes(hires, connections, LIMIT_MS, async (commits) => {
        for (const entries of commits) await ways[way](entries);
        return commits.flat().reduce((all, { postings }) => all + postings.length, 0);
      });
      // The first round opens connections and prepares statements.
      if (round === 0) continue;
      total[way][0] += done.reduce((all, count) => all + count, 0);
      total[way][1] += (performance.now() - begun) / 1000;
    }
  }
  const rate = (way: Way) => total[way][0] / total[way][1];
  return { billing: rate('billing'), function: rate('function'), floor: rate('floor') };
}

/** @param connections of each way, all in use */
export async function postingsPerSecond({ url, superUrl }: TestDatabase, connections: number): Promise<Postings> {
  const of = await rules();
  const { PrismaClient } = await built<{ PrismaClient: new (on: object) => Prisma }>(
    'billing',
    'generated/prisma/client.js',
  );
  const { LedgerStore } = await built<{ LedgerStore: new (on: unknown) => Store }>('billing', 'ledger/ledger.store.js');
  const pools = [url, url, superUrl].map((address) => new pg.Pool({ connectionString: address, max: connections }));
  const [ours, plain, bare] = pools as [pg.Pool, pg.Pool, pg.Pool];
  const client = new PrismaClient({ adapter: new PrismaPg(ours) });
  const store = new LedgerStore(client);
  const providers = Array.from({ length: PROVIDERS }, () => randomUUID());
  const text = 'SELECT ledger_post($1::jsonb)';
  try {
    const rates = await race(
      {
        billing: (entries) => client.$transaction((tx) => store.post(tx, entries), { maxWait: 5_000, timeout: 15_000 }),
        function: (entries) => plain.query({ name: 'ledger-post', text, values: [JSON.stringify(entries)] }),
        floor: (entries) => post(bare, entries),
      },
      () => hiresOf(of, providers, new Date().toISOString()),
      connections,
    );
    return { perSecond: rates.billing, byPgPerSecond: rates.function, floorPerSecond: rates.floor };
  } finally {
    await client.$disconnect();
    await Promise.all(pools.map((pool) => pool.end()));
  }
}
