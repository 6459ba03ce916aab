/** The pieces under the services: PostgreSQL, NATS, the mail viewer, the video relay, the Stripe emulator. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SERVICES } from '@sounding/contracts';
import { type NatsServer, type PostgresServer, startNats, startPostgres } from '@sounding/testing';
import { appRole, ensureDatabase, ensureRoles, migrate, ownerRole, urlFor } from '@sounding/tool-migrate';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.files.ts';
import type { Settings } from './settings.ts';
import type { Program } from './supervised.process.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');

export interface Place {
  readonly home: string;
  readonly logs: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly settings: Settings;
}

export const database = (service: string): string => `sounding_${service}`;

/** Folders of a copy. The home can be passed through by PostgreSQL's account, but not listed. */
export function makeFolders(home: string): void {
  for (const folder of ['logs', 'nats', 'objects', 'stripe', 'mail'])
    mkdirSync(join(home, folder), { recursive: true });
  chmodSync(home, 0o711);
}

/** Null when every service has a database of its own somewhere else. */
export async function embeddedPostgres(place: Place): Promise<PostgresServer | null> {
  if (SERVICES.every((service) => place.settings.databases[service])) return null;
  return startPostgres({
    dataDir: join(place.home, 'pg'),
    port: place.ports.postgres,
    password: place.secrets.postgres,
    durable: true,
    logFile: join(place.logs, 'postgres.log'),
  });
}

/** Addresses of the databases: as the services use them, and as their owners do. */
export interface Addresses {
  readonly services: Record<string, string>;
  readonly owners: Record<string, string>;
}

/** Roles, databases and schema of every service. */
export async function prepareDatabases(
  place: Place,
  server: PostgresServer | null,
  note: (text: string) => void,
): Promise<Addresses> {
  const addresses: Addresses = { services: {}, owners: {} };
  const prepare = async (service: (typeof SERVICES)[number]) => {
    const given = place.settings.databases[service];
    const passwords = place.secrets.databases[service];
    if (given) {
      addresses.services[service] = given.url;
      if (given.ownerUrl) {
        addresses.owners[service] = given.ownerUrl;
        await migrate(service, given.ownerUrl);
      } else
        note(
          `${service} has a database of its own; with DATABASE_OWNER_URL_${service.toUpperCase()} it would be migrated`,
        );
      return;
    }
    if (!server || !passwords) throw new Error(`There is no database for ${service}.`);
    await ensureRoles(server.url, service, passwords);
    await ensureDatabase(server.url, service, database(service));
    const owner = urlFor(server.url, ownerRole(service), passwords.owner, database(service));
    addresses.owners[service] = owner;
    const applied = await migrate(service, owner);
    if (applied.length > 0) note(`${service}: ${applied.length} applied`);
    addresses.services[service] = urlFor(server.url, appRole(service), passwords.app, database(service));
  };
  // One after another: roles are one catalogue of the whole server, and two writers of it get in each other's way.
  for (const service of SERVICES) await prepare(service);
  return addresses;
}

/**
 * Null when NATS is somewhere else. What its users must be able to do lies in `nats/authorization.conf` of the home, to be
 * included there; a server without users serves too, and then nothing keeps the services apart.
 */
export async function embeddedNats(place: Place, authorization: string): Promise<NatsServer | null> {
  if (place.settings.nats) {
    writeFileSync(join(place.home, 'nats/authorization.conf'), `${authorization}\n`, { mode: 0o600 });
    return null;
  }
  return startNats({
    port: place.ports.nats,
    monitorPort: place.ports.natsMonitor,
    storeDir: join(place.home, 'nats/store'),
    workDir: join(place.home, 'nats'),
    logFile: join(place.logs, 'nats.log'),
    authorization,
  });
}

/** The viewer that catches every mail of a development copy; null when mail goes to a real server. */
export function mailViewer(place: Place, machine: Record<string, string>): Program | null {
  if (place.settings.smtp) return null;
  const { smtp, mailWeb } = place.ports;
  return {
    name: 'mail-viewer',
    command: process.execPath,
    args: [
      join(ROOT, 'node_modules/maildev/dist/bin/maildev.js'),
      ...['--smtp', String(smtp), '--web', String(mailWeb), '--ip', '127.0.0.1', '--web-ip', '127.0.0.1'],
      ...['--mail-directory', join(place.home, 'mail')],
    ],
    env: machine,
    cwd: ROOT,
    logFile: join(place.logs, 'mail-viewer.log'),
    // The page itself is sent only to whoever asks for HTML.
    readyUrl: `http://127.0.0.1:${mailWeb}/index.html`,
  };
}

/** Both sides of a video session speak through this relay only. */
export function videoRelay(place: Place, machine: Record<string, string>): Program | null {
  const binary = process.env.TURN_SERVER_BIN;
  const template = join(ROOT, 'deploy/coturn/turnserver.conf');
  if (!binary || !existsSync(template)) return null;
  const { turn, relayFrom, relayTo } = place.ports;
  const marks: Record<string, string> = {
    PORT: String(turn),
    ADDRESS: '127.0.0.1',
    RELAY_FROM: String(relayFrom),
    RELAY_TO: String(relayTo),
    TURN_SECRET: place.secrets.turnSecret,
  };
  const text = readFileSync(template, 'utf8').replace(/^(?!#).*$/gm, (line) =>
    line.replace(/@([A-Z_]+)@/g, (mark, name: string) => marks[name] ?? mark),
  );
  const config = join(place.home, 'turnserver.conf');
  writeFileSync(config, text, { mode: 0o600 });
  return {
    name: 'video-relay',
    command: binary,
    args: [
      '-c',
      config,
      '--pidfile',
      join(place.home, 'turnserver.pid'),
      '--userdb',
      join(place.home, 'turnserver.db'),
    ],
    env: machine,
    cwd: place.home,
    logFile: join(place.logs, 'video-relay.log'),
  };
}
