import { randomBytes } from 'node:crypto';
import { suitePostgres } from '@sounding/testing';
import { appRole, ensureDatabase, ensureRoles, migrate, ownerRole, urlFor } from '@sounding/tool-migrate';
import pg from 'pg';

const service = 'booking';
const name = `migrate_${randomBytes(4).toString('hex')}`;
const passwords = { owner: 'owner-of-a-test', app: 'app-of-a-test' };
let owner: string;
let app: string;

async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  const root = suitePostgres();
  await ensureRoles(root, service, passwords);
  await ensureRoles(root, 'catalog', passwords);
  await ensureDatabase(root, service, name);
  owner = urlFor(root, ownerRole(service), passwords.owner, name);
  app = urlFor(root, appRole(service), passwords.app, name);
});
afterAll(() => as(suitePostgres(), (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)));

test('the first run applies everything, the bus first; the second applies nothing', async () => {
  const applied = await migrate(service, owner);
  expect(applied[0]).toMatch(/bus/);
  expect(applied.length).toBeGreaterThan(1);
  const started = performance.now();
  expect(await migrate(service, owner)).toEqual([]);
  // A lock that the first run kept would cost ten seconds here.
  expect(performance.now() - started).toBeLessThan(8_000);
});

test('the service reads which schema it runs on, and can change neither that nor a table', async () => {
  await as(app, async (client) => {
    const { rows } = await client.query('SELECT count(*)::int AS n FROM _prisma_migrations');
    expect(rows[0].n).toBeGreaterThan(0);
    await expect(client.query('DELETE FROM _prisma_migrations')).rejects.toThrow(/permission denied/);
    await expect(client.query('CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/);
    await expect(client.query('ALTER TABLE booking ADD COLUMN x int')).rejects.toThrow(/must be owner/);
  });
});

test('no other service can connect to the database', async () => {
  const stranger = urlFor(suitePostgres(), appRole('catalog'), passwords.app, name);
  await expect(as(stranger, async () => undefined)).rejects.toThrow(/permission denied for database/);
});

test('a migration that was changed after it had been applied is refused by name', async () => {
  const [first] = await as(owner, async (client) => {
    const { rows } = await client.query<{ migration_name: string }>(
      `UPDATE _prisma_migrations SET checksum = 'of something else'
       WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations) RETURNING migration_name`,
    );
    return rows;
  });
  await expect(migrate(service, owner)).rejects.toThrow(first?.migration_name);
});
