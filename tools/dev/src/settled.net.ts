/** Whether everything that was said has been heard: no outbox row waits, and no consumer has anything to take or in work. */
import pg from 'pg';
import { z } from 'zod';

async function waitingRows(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  // A database that goes away meanwhile makes the query fail; the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM bus.outbox WHERE published_at IS NULL',
    );
    return rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}

const Numbers = z.object({
  account_details: z
    .array(
      z.object({
        stream_detail: z
          .array(
            z.object({
              consumer_detail: z.array(z.object({ num_pending: z.number(), num_ack_pending: z.number() })).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

async function waitingMessages(monitorUrl: string): Promise<number> {
  const answer = await fetch(`${monitorUrl}/jsz?consumers=true`, { signal: AbortSignal.timeout(2_000) });
  const { account_details } = Numbers.parse(await answer.json());
  const consumers = account_details.flatMap((account) => account.stream_detail.flatMap((one) => one.consumer_detail));
  return consumers.reduce((sum, one) => sum + one.num_pending + one.num_ack_pending, 0);
}

export interface Said {
  /** Addresses of the services' databases. */
  readonly databases: Readonly<Record<string, string>>;
  /** Where the embedded NATS shows its numbers; null for one that is somewhere else. */
  readonly monitorUrl: string | null;
}

/** Services act on what they heard at each tick of a clock, a second apart; quiet is what outlasts that. */
const QUIET_MS = 2_000;

/** Resolves with true when nothing waited for two seconds, with false when `patienceMs` ended before. */
export async function settled({ databases, monitorUrl }: Said, patienceMs: number): Promise<boolean> {
  const began = performance.now();
  for (let busyAt = began; performance.now() - busyAt < QUIET_MS; ) {
    if (performance.now() - began > patienceMs) return false;
    const rows = await Promise.all(Object.values(databases).map(waitingRows));
    const messages = monitorUrl ? await waitingMessages(monitorUrl) : 0;
    if (messages > 0 || rows.some((count) => count > 0)) busyAt = performance.now();
    await new Promise((done) => setTimeout(done, 100));
  }
  return true;
}
