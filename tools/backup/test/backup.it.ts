/** Backups with the real pg_dump: what was destroyed stays destroyed, whichever generation comes back. */
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERASED, FileKeys, Keyring } from '@sounding/service';
import { eventually, freePort, type PostgresServer, startPostgres } from '@sounding/testing';
import { backUp, type PostgresTools, postgresTools, restore, stampOf } from '@sounding/tool-backup';
import { ensureDatabase, ensureRoles, migrate, urlFor } from '@sounding/tool-migrate';
import pg from 'pg';
import { wholePostgres } from '../../dev/programs.mjs';

const PASSWORDS = { owner: 'owner-of-a-test', app: 'app-of-a-test' };
const keks = new FileKeys({ SOUNDING_DATA_KEY: randomBytes(32).toString('base64') });
const at = (hour: number) => new Date(Date.UTC(2026, 10, 28, hour));

let server: PostgresServer;
let tools: PostgresTools;
let folder: string;
const pools: pg.Pool[] = [];

const url = (role: 'owner' | 'app', database: string) =>
  urlFor(server.url, `workspace_${role}`, PASSWORDS[role], database);
const place = () => ({ data: join(folder, 'data'), keys: join(folder, 'keys') });

/** The keyring of a service that runs on this database. */
function service(database: string) {
  const pool = new pg.Pool({ connectionString: url('app', database), max: 3 });
  pools.push(pool);
  const transaction = async <R>(work: (tx: never) => Promise<R>): Promise<R> => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const ask = async (text: string, ...values: unknown[]) => (await client.query(text, values)).rows;
      const done = await work({ $queryRawUnsafe: ask, $executeRawUnsafe: ask } as never);
      await client.query('COMMIT');
      return done;
    } finally {
      client.release();
    }
  };
  return { pool, transaction, keyring: new Keyring(() => ({ pool, transaction }) as never, keks) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(process.env.SOUNDING_TEST_FOLDER ?? tmpdir(), 'backup-'));
  execFileSync('chmod', ['711', folder]);
  const programs = await wholePostgres();
  server = await startPostgres({
    dataDir: join(folder, 'pg'),
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
    durable: false,
    logFile: join(folder, 'postgres.log'),
    programs: { initdb: join(programs, 'initdb'), postgres: join(programs, 'postgres') },
  });
  tools = await postgresTools(server.url, programs);
  await ensureRoles(server.url, 'workspace', PASSWORDS);
  await ensureDatabase(server.url, 'workspace', 'first');
  await migrate('workspace', url('owner', 'first'));
}, 120_000);

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  if (server) {
    // A pool has ended before the server has heard of it, and a server that stops throws out whom it still knows.
    const owner = new pg.Client({ connectionString: server.url });
    await owner.connect();
    await eventually(async () => {
      const { rows } = await owner.query("SELECT 1 FROM pg_stat_activity WHERE usename LIKE 'workspace_%'");
      expect(rows).toEqual([]);
    });
    await owner.end();
  }
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A room with one message of a person, as the service writes it. */
async function written(database: string, text: string) {
  const { transaction, keyring } = service(database);
  const [bookingId, clientId, providerId] = [randomUUID(), randomUUID(), randomUUID()];
  const owner = `room/${bookingId}/${clientId}`;
  const where = `message/${bookingId}/1/text`;
  await transaction(async (tx: { $executeRawUnsafe(text: string, ...values: unknown[]): Promise<unknown> }) => {
    await tx.$executeRawUnsafe(
      `INSERT INTO room (booking_id, client_id, provider_id, starts_at, ends_at, join_opens_at, live, last_number, opened_at)
       VALUES ($1, $2, $3, now(), now() + interval '1 hour', now(), $4, 1, now())`,
      bookingId,
      clientId,
      providerId,
      randomUUID(),
    );
    const sealed = await keyring.seal(tx as never, owner, where, text);
    await tx.$executeRawUnsafe(
      'INSERT INTO message (id, booking_id, number, from_id, sealed, at) VALUES ($1, $2, 1, $3, $4, now())',
      randomUUID(),
      bookingId,
      clientId,
      sealed,
    );
  });
  return { bookingId, owner, where };
}

async function read(database: string, { bookingId, owner, where }: Awaited<ReturnType<typeof written>>) {
  const { pool, keyring } = service(database);
  const { rows } = await pool.query('SELECT sealed FROM message WHERE booking_id = $1', [bookingId]);
  return keyring.open({ owner, place: where, bytes: rows[0].sealed });
}

/** A dump as SQL. */
const plain = (file: string) => execFileSync(tools.restore, ['--file=-', file], { encoding: 'utf8', maxBuffer: 1e8 });

test('after a restore the destroyed are unreadable and the living are read, whichever generation is taken', async () => {
  const leaves = await written('first', 'I never want this to be read again.');
  const stays = await written('first', 'I am still here.');
  const { pool, transaction, keyring } = service('first');
  const { rows } = await pool.query("SELECT owner, encode(wrapped, 'hex') AS hex FROM keys.data_key");
  const wrapped = new Map(rows.map(({ owner, hex }) => [owner, hex as string]));
  const before = await backUp(tools, 'workspace', url('owner', 'first'), place(), at(3));

  // The data alone, in every form of it, holds no key; it holds the sealed bytes.
  const data = plain(before);
  expect(data).toContain(leaves.bookingId);
  for (const hex of wrapped.values()) expect(data).not.toContain(hex);
  expect(readFileSync(before).includes('never want')).toBe(false);

  await transaction((tx) => keyring.destroy(tx, leaves.owner));
  await backUp(tools, 'workspace', url('owner', 'first'), place(), at(4));
  expect(readdirSync(place().data)).toHaveLength(2);
  expect(readdirSync(place().keys)).toEqual(['workspace-keys.dump']);
  const keys = plain(join(place().keys, 'workspace-keys.dump'));
  expect(keys).toContain(wrapped.get(stays.owner));
  expect(keys).not.toContain(wrapped.get(leaves.owner));

  await ensureDatabase(server.url, 'workspace', 'second');
  const taken = await restore(tools, 'workspace', url('owner', 'second'), place(), stampOf(at(3)));
  expect(join(place().data, taken)).toBe(before);
  expect(await read('second', leaves)).toBe(ERASED);
  expect(await read('second', stays)).toBe('I am still here.');
  // The app's rights came along: the service goes on writing there.
  const after = await written('second', 'Written after the restore.');
  expect(await read('second', after)).toBe('Written after the restore.');
}, 120_000);

test('a restore goes into an empty database alone, and says so', async () => {
  await expect(restore(tools, 'workspace', url('owner', 'first'), place())).rejects.toThrow('is not empty');
  await expect(restore(tools, 'workspace', url('owner', 'first'), place(), stampOf(at(1)))).rejects.toThrow(
    'no backup of workspace',
  );
});

test('an older pg_dump than the server is refused with what to install', async () => {
  await expect(postgresTools(server.url, join(folder, 'nothing-here'))).rejects.toThrow(
    /none was found.*Install postgresql-client-\d+/,
  );
});
