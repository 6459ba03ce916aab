/** Who was erased from this database: account ids alone, in the table `erased_person` of every service, which only grows. */
import type { Tx } from '@sounding/bus';
import type { Erased } from '@sounding/contracts';

/** What was answered when the account was erased here first; null when it never was. */
export async function erasedBefore(tx: Tx, accountId: string): Promise<Erased | null> {
  const rows = await tx.$queryRawUnsafe<{ answer: Erased }[]>(
    'select answer from erased_person where account_id = $1::uuid',
    accountId,
  );
  return rows[0]?.answer ?? null;
}

export async function noteErased(tx: Tx, accountId: string, answer: Erased, now: Date): Promise<void> {
  await tx.$executeRawUnsafe(
    'insert into erased_person (account_id, at, answer) values ($1::uuid, $2::timestamptz, $3::jsonb) on conflict do nothing',
    accountId,
    now,
    JSON.stringify(answer),
  );
}

/** The accounts after `after`, by id. */
export async function erasedAfter(tx: Tx, after: string | null, most: number): Promise<string[]> {
  const rows = await tx.$queryRawUnsafe<{ account_id: string }[]>(
    `select account_id from erased_person where $1::uuid is null or account_id > $1::uuid order by account_id limit $2::int`,
    after,
    most,
  );
  return rows.map((row) => row.account_id);
}

/** Those of the accounts that this database does not know to be erased. */
export async function notErased(tx: Tx, accountIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRawUnsafe<{ id: string }[]>(
    `select id::text from unnest($1::uuid[]) as id where not exists (select from erased_person where account_id = id)`,
    accountIds,
  );
  return rows.map(({ id }) => id);
}
