/**
 * `npm run backup -- --data <folder> --keys <folder> [<service>...]` and `npm run restore -- --data … --keys … [--until <stamp>] <service>...`:
 * from and into DATABASE_OWNER_URL_<SERVICE>, or the databases of the copy in SOUNDING_HOME. How and why: docs/runbooks/backup-and-restore.md.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SERVICES } from '@sounding/contracts';
import { homeOf, runningCopy } from '@sounding/tool-dev';
import { backUp, type Place, restore } from './backup.files.ts';
import { postgresTools } from './postgres.process.ts';

const USAGE = 'npm run backup|restore -- --data <folder> --keys <folder> [--until 20261128T030000Z] [<service>...]';

/** The owner's addresses of the databases, by service: as given, else those of the copy that runs here. */
function ownerUrls(): ReadonlyMap<string, string> {
  const copy = runningCopy(homeOf(process.env));
  const found = SERVICES.map((service) => {
    const given = process.env[`DATABASE_OWNER_URL_${service.toUpperCase()}`];
    return [service, given ?? copy?.owners[service] ?? ''] as const;
  });
  return new Map(found.filter(([, url]) => url !== ''));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, keys: { type: 'string' }, until: { type: 'string' } },
  });
  const [what, ...asked] = positionals;
  if ((what !== 'backup' && what !== 'restore') || !values.data || !values.keys) throw new Error(USAGE);
  const unknown = asked.filter((name) => !SERVICES.some((service) => service === name));
  if (unknown.length > 0) throw new Error(`No such service: ${unknown.join(', ')}. There are: ${SERVICES.join(', ')}.`);
  if (what === 'restore' && asked.length === 0) throw new Error('Name the services to restore, one or more.');
  const place: Place = { data: resolve(values.data), keys: resolve(values.keys) };
  if (place.data === place.keys) throw new Error('Keys and data are kept in two folders, and apart: see the runbook.');
  const urls = ownerUrls();
  const now = new Date();
  for (const service of asked.length > 0 ? asked : SERVICES.filter((name) => urls.has(name))) {
    const url = urls.get(service);
    if (!url) throw new Error(`DATABASE_OWNER_URL_${service.toUpperCase()} is not set, and no copy runs here.`);
    const tools = await postgresTools(url);
    const file =
      what === 'backup'
        ? await backUp(tools, service, url, place, now)
        : await restore(tools, service, url, place, values.until);
    console.log(`${service}: ${what === 'backup' ? 'wrote' : 'restored'} ${file}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
