/** PostgreSQL's own programs: which to take, and running them so that no password is in a list of processes. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
/** Where Debian keeps the programs of each major version. */
const DEBIAN = '/usr/lib/postgresql';

export interface PostgresTools {
  readonly dump: string;
  readonly restore: string;
  readonly major: number;
}

function folders(given: string | undefined): string[] {
  if (given) return [given];
  const path = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(DEBIAN, version, 'bin')), ...path];
}

/**
 * pg_dump and pg_restore that are as new as the server, from PG_BIN (a folder) or from this machine. An older pg_dump refuses a newer
 * server; so does this, with what to do.
 */
export async function postgresTools(serverUrl: string, given = process.env.PG_BIN): Promise<PostgresTools> {
  const server = await majorOf(serverUrl);
  const seen = new Set<number>();
  for (const folder of folders(given)) {
    const [dump, restore] = [join(folder, 'pg_dump'), join(folder, 'pg_restore')];
    if (!existsSync(dump) || !existsSync(restore)) continue;
    const { stdout } = await run(dump, ['--version']);
    const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
    if (major >= server) return { dump, restore, major };
    seen.add(major);
  }
  const found = seen.size > 0 ? `found: ${[...seen].join(', ')}` : 'none was found';
  throw new Error(
    `The server is PostgreSQL ${server}, and pg_dump must not be older (${found}). Install postgresql-client-${server}, or name the folder of its programs in PG_BIN.`,
  );
}

async function majorOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('SHOW server_version_num');
    return Math.floor(Number(rows[0].server_version_num) / 10_000);
  } finally {
    await client.end();
  }
}

/** Runs a program against a database. The address goes by environment: arguments can be read by everybody on the machine. */
export async function against(url: string, program: string, args: readonly string[]): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const env = {
    PATH: process.env.PATH ?? '',
    LC_ALL: 'C',
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  };
  try {
    await run(program, [...args], { env, maxBuffer: 1e8 });
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error).trim();
    throw new Error(`${program.split('/').at(-1)} failed: ${said}`, { cause: error });
  }
}
