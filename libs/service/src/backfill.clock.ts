/**
 * Columns that held a text in clear in the release before, and hold it sealed now. What stands there from before, or was written by a
 * copy of that release, or by a tool that has no keys (the seed), is sealed a batch a commit, beside the clear text; that is emptied
 * by `keys.empty_old_columns()`, an hour after the migration, when no copy of that release runs any more.
 */
import type { Database, Tx } from '@sounding/bus';
import type { Keyring } from './keyring.store.ts';
import { OwnerErased, ownerOf, placeOf } from './keyring.ts';

export interface SealedColumn {
  /** `profile`; in a place its underscores stay. */
  readonly table: string;
  /** The primary key, `account_id`, by which the row is named in the place. */
  readonly id: string;
  /** The column of before, `licence_number`. */
  readonly clear: string;
  /** The column of bytes, `licence_number_sealed`. Its place names the column of before, which is what it holds. */
  readonly sealed: string;
  /** Whose texts these are, `person`; their id is in `ownerId`. */
  readonly owner: string;
  readonly ownerId: string;
  /** Names the text in another column, `email_hash`, as `Keyring.index(use)` does. */
  readonly index?: { readonly use: string; readonly column: string };
}

const BATCH = 200;

/** Owner and place of a column in a row, for whoever reads and writes it. */
export function columnOf({ table, clear, owner }: SealedColumn, id: string, ownerId: string) {
  return { owner: ownerOf(owner, ownerId), place: placeOf(table, id, clear) };
}

/** Seals what is not sealed yet; answers how many rows. Copies of the service share the work. */
export async function sealOld(
  database: Pick<Database, 'pool' | 'transaction'>,
  keyring: Keyring,
  column: SealedColumn,
): Promise<number> {
  // An index holds just these rows: asking costs nothing when there are none, and nearly always there are none.
  const some = `SELECT EXISTS (SELECT FROM ${column.table} WHERE ${unsealed(column)}) AS there`;
  const { rows } = await database.pool.query<{ there: boolean }>(some);
  if (!rows[0]?.there) return 0;
  const name = column.index && (await keyring.index(column.index.use));
  let done = 0;
  for (;;) {
    const batch = await database.transaction((tx) => sealSome(tx, keyring, column, name));
    done += batch;
    if (batch < BATCH) return done;
  }
}

const unsealed = ({ clear, sealed }: SealedColumn): string => `${clear} IS NOT NULL AND ${sealed} IS NULL`;

async function sealSome(
  tx: Tx,
  keyring: Keyring,
  column: SealedColumn,
  name: ((text: string) => Uint8Array) | undefined,
): Promise<number> {
  const { table, id, clear, sealed, ownerId, index } = column;
  const rows = (await tx.$queryRawUnsafe<{ id: string; owner: string; text: string }[]>(
    `SELECT ${id}::text AS id, ${ownerId}::text AS owner, ${clear} AS text FROM ${table}
     WHERE ${unsealed(column)}
     ORDER BY ${id} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
  )) as { id: string; owner: string; text: string }[];
  for (const row of rows) {
    const { owner, place } = columnOf(column, row.id, row.owner);
    const bytes = await sealedOrGone(keyring.seal(tx, owner, place, row.text));
    const values = index && name ? [row.id, bytes, name(row.text)] : [row.id, bytes];
    const also = index ? `, ${index.column} = $3` : '';
    await tx.$executeRawUnsafe(`UPDATE ${table} SET ${sealed} = $2${also} WHERE ${id}::text = $1`, ...values);
  }
  return rows.length;
}

/** What is left of somebody who was erased is not sealed: no bytes at all, which open as erased. */
async function sealedOrGone(sealing: Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await sealing;
  } catch (error) {
    if (error instanceof OwnerErased) return new Uint8Array();
    throw error;
  }
}
