/**
 * Backups of a service's database, of two kinds. The data, with all tables but without a single data key, in as many generations as
 * one likes: whatever is sealed is noise in them. The data keys alone, of which only the newest copy is kept: a key that was
 * destroyed since is in no backup any more, so what it sealed stays unreadable whichever generation is restored.
 */
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@sounding/tool-migrate';
import pg from 'pg';
import { generationOf, newest } from './generations.ts';
import { against, type PostgresTools } from './postgres.process.ts';

/** The rows of this table are in no backup of the data. */
const KEYS = 'keys.data_key';

export interface Place {
  /** Many generations. */
  readonly data: string;
  /** One file per service. Not in `data`, nor where copies of `data` are kept for long. */
  readonly keys: string;
}

const keysFile = (place: Place, service: string): string => join(place.keys, `${service}-keys.dump`);

/**
 * Backs up one database and answers the file of its data. The keys come second, so that they open all that is in the data; the file
 * of before is replaced when the new one is whole.
 */
export async function backUp(
  tools: PostgresTools,
  service: string,
  ownerUrl: string,
  place: Place,
  at: Date,
): Promise<string> {
  for (const folder of [place.data, place.keys]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(place.data, generationOf(service, at));
  await written(file, (path) =>
    against(ownerUrl, tools.dump, ['--format=custom', '--no-owner', `--exclude-table-data=${KEYS}`, `--file=${path}`]),
  );
  await written(keysFile(place, service), (path) =>
    against(ownerUrl, tools.dump, ['--format=custom', '--data-only', `--table=${KEYS}`, `--file=${path}`]),
  );
  return file;
}

/** Under another name until it is whole. */
async function written(file: string, write: (path: string) => Promise<void>): Promise<void> {
  const path = `${file}.new`;
  try {
    await write(path);
    chmodSync(path, 0o600);
    renameSync(path, file);
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * Restores a service into an empty database of its own: the data of a generation (the newest, or the newest not after `until`, a
 * stamp), today's schema, and the newest keys. The service must not run. Answers the file that was taken.
 */
export async function restore(
  tools: PostgresTools,
  service: string,
  ownerUrl: string,
  place: Place,
  until?: string,
): Promise<string> {
  const file = newest(readdirSync(place.data), service, until);
  if (!file)
    throw new Error(`There is no backup of ${service}${until ? ` from before ${until}` : ''} in ${place.data}.`);
  await mustBeEmpty(service, ownerUrl);
  const whole = ['--no-owner', '--exit-on-error', '--single-transaction', '--dbname='];
  const into = (url: string) =>
    whole.map((one) => (one === '--dbname=' ? `--dbname=${new URL(url).pathname.slice(1)}` : one));
  await against(ownerUrl, tools.restore, [...into(ownerUrl), join(place.data, file)]);
  await migrate(service, ownerUrl);
  // Data from before the keyring brings keys along; the newest ones know which of them were destroyed since.
  await query(ownerUrl, `TRUNCATE ${KEYS}`);
  await against(ownerUrl, tools.restore, [...into(ownerUrl), '--data-only', keysFile(place, service)]);
  return file;
}

async function mustBeEmpty(service: string, ownerUrl: string): Promise<void> {
  const rows = await query(
    ownerUrl,
    `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') LIMIT 1`,
  );
  if (rows.length > 0) {
    throw new Error(`The database of ${service} is not empty. Restore into a new one, and rename it when all is well.`);
  }
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
