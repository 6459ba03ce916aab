import pg from 'pg';
import { NO_FILTERS, withEngine } from './engine.wasm.ts';
import { type Migration, migrationsOf, ROOT } from './migrations.files.ts';

/** Names of the roles that a service's migrations may mention. */
export const ownerRole = (service: string): string => `${service}_owner`;
export const appRole = (service: string): string => `${service}_app`;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * What the owner creates from now on, the service may read and write but not change in shape. A migration takes rights
 * away again where a table only grows (`REVOKE UPDATE, DELETE`).
 */
async function grantToApp(service: string, ownerUrl: string): Promise<void> {
  const app = appRole(service);
  await withClient(ownerUrl, async (client) => {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [app]);
    if (role.rowCount === 0) {
      throw new Error(`The role ${app} does not exist on the server of DATABASE_OWNER_URL_${service.toUpperCase()}.`);
    }
    await client.query(`GRANT USAGE ON SCHEMA public TO ${app}`);
    for (const right of ['SELECT, INSERT, UPDATE, DELETE ON TABLES', 'USAGE, SELECT ON SEQUENCES']) {
      await client.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ${right} TO ${app}`);
    }
  });
}

/** The service reads which schema version it runs on and never writes it. */
async function protectHistory(service: string, ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, (client) =>
    client.query(`REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON _prisma_migrations FROM ${appRole(service)}`),
  );
}

function asList(migrations: readonly Migration[]) {
  return {
    baseDir: ROOT,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  };
}

function apply(ownerUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  const migrationsList = asList(migrations);
  return withEngine(ownerUrl, async (engine) => {
    const history = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: NO_FILTERS,
    });
    if (history.editedMigrationNames.length > 0) {
      throw new Error(
        `These migrations were changed after they had been applied: ${history.editedMigrationNames.join(', ')}. ` +
          'Put them back and write a new migration, or begin anew with `npm start -- --fresh`.',
      );
    }
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return appliedMigrationNames;
  });
}

/** Brings the database of one service to the newest schema and answers the names of the migrations it applied. */
export async function migrate(service: string, ownerUrl: string): Promise<string[]> {
  const migrations = await migrationsOf(service);
  if (migrations.length === 0) return [];
  await grantToApp(service, ownerUrl);
  try {
    return await apply(ownerUrl, migrations);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The database of ${service} could not be migrated: ${reason}`, { cause: error });
  } finally {
    await withClient(ownerUrl, async (client) => {
      const table = await client.query(`SELECT to_regclass('_prisma_migrations') AS name`);
      if (table.rows[0]?.name) await protectHistory(service, ownerUrl);
    });
  }
}

export interface Logins {
  readonly owner: string;
  readonly app: string;
}

async function ensureRole(client: pg.Client, name: string, password: string): Promise<void> {
  const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(
    `${verb} ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(password)}`,
  );
}

/** Two roles of a service, made or given new passwords, on a server we are superuser of. */
export async function ensureRoles(superUrl: string, service: string, passwords: Logins): Promise<void> {
  await withClient(superUrl, async (client) => {
    await ensureRole(client, ownerRole(service), passwords.owner);
    await ensureRole(client, appRole(service), passwords.app);
  });
}

/**
 * The database of a service, made when missing, so that no role of another service can connect to it.
 * `template` names a database to copy; its tables and their rights come along, the right to connect does not.
 */
export async function ensureDatabase(
  superUrl: string,
  service: string,
  name: string,
  template?: string,
): Promise<void> {
  await withClient(superUrl, async (client) => {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (known.rowCount === 0) {
      const copy = template ? ` TEMPLATE ${template} STRATEGY FILE_COPY` : '';
      await client.query(`CREATE DATABASE ${name} OWNER ${ownerRole(service)}${copy}`);
    }
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${appRole(service)}`);
  });
}

/** The address of one login in one database, on the server of `superUrl`. */
export function urlFor(superUrl: string, role: string, password: string, database: string): string {
  const url = new URL(superUrl);
  url.username = role;
  url.password = password;
  url.pathname = `/${database}`;
  return url.toString();
}
