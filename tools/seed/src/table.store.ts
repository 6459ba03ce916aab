import pg from 'pg';

type Value = string | number | boolean | null | Date | readonly string[];

/** Rows of one table as data, in one statement; the names of the columns are those of the first row. */
export async function insertRows(
  client: pg.Client,
  table: string,
  rows: readonly Readonly<Record<string, Value>>[],
): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first)
    .map((column) => pg.escapeIdentifier(column))
    .join(', ');
  const name = pg.escapeIdentifier(table);
  await client.query(
    `insert into ${name} (${columns}) select ${columns} from jsonb_populate_recordset(null::${name}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** One transaction as the owner of a service's database. */
export async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}

/** Whether a row with this id is there: the mark of an earlier seed. */
export async function has(client: pg.Client, table: string, column: string, id: string): Promise<boolean> {
  const name = pg.escapeIdentifier(table);
  const { rowCount } = await client.query(`select 1 from ${name} where ${pg.escapeIdentifier(column)} = $1`, [id]);
  return rowCount === 1;
}
