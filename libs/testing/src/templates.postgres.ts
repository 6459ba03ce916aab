/** A migrated database per service, made once in a run and copied for every test file. */
import {
  appRole,
  ensureDatabase,
  ensureRoles,
  fingerprintOf,
  migrate,
  ownerRole,
  urlFor,
} from '@sounding/tool-migrate';
import pg from 'pg';

/** Passwords of a cluster that lives as long as the tests. */
const PASSWORDS = { owner: 'owner-of-a-test', app: 'app-of-a-test' };
/** "templ" as a number: one worker at a time makes or copies. */
const LOCK = 0x74656d70;

export interface TestDatabase {
  readonly name: string;
  /** The service's own role. */
  readonly url: string;
  readonly ownerUrl: string;
  /** May do anything; for looking at what a service wrote. */
  readonly superUrl: string;
}

export function suitePostgres(): string {
  const url = process.env.SOUNDING_TEST_POSTGRES;
  if (!url) throw new Error('There is no PostgreSQL for the tests: run this file in the Jest project "it" or "e2e".');
  return url;
}

async function alone<T>(superUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return await work(client);
  } finally {
    // The lock ends with the session.
    await client.end();
  }
}

/** Made under another name first, so that a template that exists is a template that is whole. */
async function ensureTemplate(client: pg.Client, superUrl: string, service: string): Promise<string> {
  const name = `template_${service}_${await fingerprintOf(service)}`;
  const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (known.rowCount !== 0) return name;
  const making = `making_${service}`;
  await client.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
  await ensureRoles(superUrl, service, PASSWORDS);
  await ensureDatabase(superUrl, service, making);
  await migrate(service, urlFor(superUrl, ownerRole(service), PASSWORDS.owner, making));
  await client.query(`ALTER DATABASE ${making} RENAME TO ${name}`);
  return name;
}

export async function cloneDatabase(service: string, name: string): Promise<TestDatabase> {
  const superUrl = suitePostgres();
  await alone(superUrl, async (client) => {
    const template = await ensureTemplate(client, superUrl, service);
    await ensureDatabase(superUrl, service, name, template);
  });
  return {
    name,
    url: urlFor(superUrl, appRole(service), PASSWORDS.app, name),
    ownerUrl: urlFor(superUrl, ownerRole(service), PASSWORDS.owner, name),
    superUrl: Object.assign(new URL(superUrl), { pathname: `/${name}` }).toString(),
  };
}

/**
 * A pool answers `end()` before the server has seen its last connections close; thrown out by force, one of them would fail a
 * test that is over. So they get a moment to go by themselves.
 */
export async function dropDatabase(name: string): Promise<void> {
  await alone(suitePostgres(), async (client) => {
    await client.query(
      `DO $$ BEGIN
         FOR look IN 1..20 LOOP
           EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '${name}');
           PERFORM pg_sleep(0.05);
           PERFORM pg_stat_clear_snapshot();
         END LOOP;
       END $$`,
    );
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
}
