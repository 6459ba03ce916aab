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
