import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@sounding/contracts';
import { PART_TITLES, TABLES } from './parts.ts';

const APPS = join(import.meta.dirname, '../../../../apps');

function modelsOf(service: string): string[] {
  const schema = readFileSync(join(APPS, service, 'prisma/schema.prisma'), 'utf8');
  const models = [...schema.matchAll(/^model (\w+) \{/gm)].map(([, name]) => name ?? '');
  const mapped = new Set([...schema.matchAll(/@@map\("(\w+)"\)/g)].map(([, name]) => name));
  return [...models, ...tablesOf(service).filter((table) => !mapped.has(table))];
}

/** What the migrations of a service have made and not dropped since. The schemas `bus` and `keys` are the libraries' own. */
function tablesOf(service: string): string[] {
  const folder = join(APPS, service, 'prisma/migrations');
  const made = new Set<string>();
  for (const name of readdirSync(folder)
    .filter((one) => /^\d/.test(one))
    .sort()) {
    const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
    for (const [, table] of sql.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?"?([\w.]+)"?/gi)) made.add(table ?? '');
    for (const [, table] of sql.matchAll(/DROP TABLE (?:IF EXISTS )?"?(\w+)"?/gi)) made.delete(table ?? '');
  }
  return [...made].filter((table) => !table.includes('.'));
}

test.each(SERVICES)('every table of %s is in the copy, or says why not', (service) => {
  expect(Object.keys(TABLES[service]).sort()).toEqual(modelsOf(service).sort());
  for (const why of Object.values(TABLES[service])) if (typeof why === 'string') expect(why).toMatch(/^[A-Z].{15,}\.$/);
});

test('a schema with another table would be noticed', () => {
  expect(modelsOf('identity')).toContain('Account');
  expect(modelsOf('identity').length).toBeGreaterThan(5);
});

test('every part of a table has its title, and every title a table', () => {
  const parts = SERVICES.flatMap((service) =>
    Object.values(TABLES[service])
      .flatMap((decision) => (typeof decision === 'string' ? [] : decision))
      .map((part) => `${service}.${part}`),
  );
  expect(Object.keys(PART_TITLES).sort()).toEqual(parts.sort());
});

test.each(SERVICES)('%s answers exactly the parts that its tables name', (service) => {
  const folder = service === 'identity' ? 'src/export' : 'src';
  const store = readFileSync(join(APPS, service, folder, 'export.store.ts'), 'utf8');
  const made = [...store.matchAll(/(?:byId|few)\(\s*'([\w-]+)'|name: '([\w-]+)'/g)].map(([, a, b]) => a ?? b);
  const wanted = Object.values(TABLES[service]).flatMap((decision) => (typeof decision === 'string' ? [] : decision));
  expect(made.sort()).toEqual([...wanted].sort());
});
