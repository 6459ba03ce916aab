/** The ledger and Stripe's webhooks, without the platform: a PostgreSQL that survives a power cut, NATS, billing, the emulator. */
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startPostgres, startWorld } from '@sounding/testing';
import { onDatabase } from './counters.net.ts';
import { FLOOR_TABLES } from './ledger.floor.ts';
import { postingsPerSecond } from './postings.run.ts';
import type { Ledger } from './table.ts';
import { webhooksPerSecond } from './webhooks.run.ts';

const CONNECTIONS = 8;

/** @param home an empty folder, or one whose `ledger` does not exist */
export async function measureLedger(home: string, say: (what: string) => void): Promise<Ledger> {
  // PostgreSQL's account must be able to pass through.
  chmodSync(home, 0o711);
  const server = await startPostgres({
    dataDir: join(home, 'ledger'),
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
    durable: true,
    logFile: join(home, 'ledger.log'),
  });
  process.env.SOUNDING_TEST_POSTGRES = server.url;
  process.env.SOUNDING_TEST_FOLDER = home;
  try {
    const world = await startWorld();
    try {
      const database = await world.database('billing');
      await onDatabase(database.superUrl, (client) => client.query(FLOOR_TABLES));
      say('postings: by billing, by the function alone, by plain SQL');
      const postings = await postingsPerSecond(database, CONNECTIONS);
      say('webhooks: kept, and worked on until the money is held');
      const { floor, payments, ...webhooks } = await webhooksPerSecond(world, CONNECTIONS);
      const { floorPerSecond, ...posted } = postings;
      return {
        parameters: { connections: CONNECTIONS, payments },
        postings: posted,
        webhooks,
        floor: { postings: { perSecond: floorPerSecond }, webhooks: floor },
        ratio: {
          postings: posted.perSecond / floorPerSecond,
          postingsByPg: posted.byPgPerSecond / floorPerSecond,
          webhooksKept: webhooks.keptPerSecond / floor.keptPerSecond,
          webhooksSettled: webhooks.settledPerSecond / floor.settledPerSecond,
        },
      };
    } finally {
      await world.stop();
    }
  } finally {
    await server.stop();
  }
}
