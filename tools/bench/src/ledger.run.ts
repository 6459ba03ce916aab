/** The ledger and Stripe's webhooks, without the platform: a PostgreSQL that survives a power cut, NATS, billing, the emulator. */
import { startWorld } from '@sounding/testing';
import { onDatabase } from './counters.net.ts';
import { FLOOR_TABLES } from './ledger.floor.ts';
import { postingsPerSecond } from './postings.run.ts';
import { withPostgres } from './scratch.process.ts';
import type { Ledger } from './table.ts';
import { webhooksPerSecond } from './webhooks.run.ts';

const CONNECTIONS = 8;

/** @param home an empty folder, or one whose `ledger` does not exist */
export function measureLedger(home: string, say: (what: string) => void): Promise<Ledger> {
  return withPostgres(home, 'ledger', async () => {
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
  });
}
