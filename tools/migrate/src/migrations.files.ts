/** The migrations of a service, read from the source tree: the tables of the bus and of the keyring first, then the service's. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

async function readFolder(folder: string): Promise<Migration[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const sorted = names.map((entry) => entry.name).sort();
  return Promise.all(
    sorted.map(async (name) => ({ name, sql: await readFile(join(folder, name, 'migration.sql'), 'utf8') })),
  );
}

export async function migrationsOf(service: string, root = ROOT): Promise<Migration[]> {
  const bus = await readFolder(join(root, 'libs/bus/prisma/migrations'));
  const keys = await readFolder(join(root, 'libs/service/prisma/migrations'));
  const shared = [...bus, ...keys];
  const own = await readFolder(join(root, 'apps', service, 'prisma/migrations'));
  const twice = own.find((migration) => shared.some((other) => other.name === migration.name));
  if (twice)
    throw new Error(`Migration ${twice.name} of ${service} has the name of a migration that all services share.`);
  return [...shared, ...own];
}

/** Changes whenever any migration of the service changes. */
export async function fingerprintOf(service: string, root = ROOT): Promise<string> {
  const hash = createHash('sha256');
  for (const migration of await migrationsOf(service, root)) hash.update(migration.name).update(migration.sql);
  return hash.digest('hex').slice(0, 16);
}
