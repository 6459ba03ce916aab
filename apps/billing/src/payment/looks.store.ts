/** What is due at Stripe is taken together with its next look, so that a crash or a second copy loses and doubles nothing. */
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { LOOK_DELAYS_MS } from './payment.ts';

/** Tables whose rows are looked at on the schedule of `LOOK_DELAYS_MS`: they have `id`, `tries` and `next_look_at`. */
export type LookedAt = 'payment' | 'refund' | 'stripe_event' | 'transfer' | 'transfer_return';

/** When a row that is looked at now is looked at again; for the SET of an UPDATE. */
export function nextLook(now: Date): Prisma.Sql {
  return Prisma.sql`
    ${now}::timestamptz
      + (${[...LOOK_DELAYS_MS]}::bigint[])[least(tries + 1, ${LOOK_DELAYS_MS.length}::int)] * interval '1 millisecond'`;
}

/** Ids of rows that are due, the longest due first, each with its next look set. */
export async function claimDue(database: PrismaClient, table: LookedAt, now: Date, limit: number): Promise<string[]> {
  const named = Prisma.raw(table);
  const rows = await database.$queryRaw<{ id: string }[]>`
    UPDATE ${named} SET tries = tries + 1, next_look_at = ${nextLook(now)}
    WHERE id IN (SELECT id FROM ${named} WHERE next_look_at <= ${now}::timestamptz
                 ORDER BY next_look_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  return rows.map(({ id }) => id);
}

/** When the first of all that is looked at is due; null when nothing waits. Each part is the first entry of an index. */
export async function nextDue(database: PrismaClient): Promise<Date | null> {
  const [row] = await database.$queryRaw<{ at: Date | null }[]>`
    SELECT least(
      (SELECT min(next_look_at) FROM stripe_event),
      (SELECT min(next_look_at) FROM payment),
      (SELECT min(next_look_at) FROM refund),
      (SELECT min(next_look_at) FROM transfer),
      (SELECT min(next_look_at) FROM transfer_return),
      (SELECT min(next_look_at) FROM provider_account WHERE stripe_account_id IS NOT NULL)
    ) AS at`;
  return row?.at ?? null;
}

/** A pile of what waits: how much of it there is, and since when the oldest. */
export interface Waiting {
  readonly what: 'event' | 'payment' | 'refund' | 'refund-at-bank' | 'refund-failed' | 'transfer' | 'return';
  readonly count: number;
  readonly since: Date | null;
}

/** Every pile, also the empty ones. A refund that Stripe has taken is at the bank for days, and one that failed waits for people. */
export function waiting(database: PrismaClient): Promise<Waiting[]> {
  return database.$queryRaw<Waiting[]>`
    SELECT 'event' AS what, count(*)::int AS count, min(stored_at) AS since FROM stripe_event WHERE state = 'parked'
    UNION ALL SELECT 'payment', count(*)::int, min(made_at) FROM payment WHERE state = 'intended'
    UNION ALL SELECT 'refund', count(*)::int, min(made_at) FROM refund WHERE state = 'intended'
    UNION ALL SELECT 'refund-at-bank', count(*)::int, min(made_at) FROM refund WHERE state = 'asked'
    UNION ALL SELECT 'refund-failed', count(*)::int, min(made_at) FROM refund WHERE state = 'failed'
    UNION ALL SELECT 'transfer', count(*)::int, min(made_at) FROM transfer WHERE state = 'intended'
    UNION ALL SELECT 'return', count(*)::int, min(made_at) FROM transfer_return WHERE state = 'intended'`;
}
