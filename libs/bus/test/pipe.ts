/** A PostgreSQL, a nats-server with the generated users, and worker processes that tests may kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bus, type Log } from '@sounding/bus';
import { freePort, type NatsServer, type PostgresServer, startNats, startPostgres } from '@sounding/testing';
import { authorizationText } from '@sounding/tool-contracts';
import { type Keeper, keepStreams } from '@sounding/tool-provision';
import { exportJWK, generateKeyPair } from 'jose';
import pg from 'pg';

const HERE = import.meta.dirname;
export const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PASSWORD = 'of-a-test';

export interface Worker {
  readonly name: string;
  readonly process: ChildProcess;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface Pipe {
  readonly folder: string;
  readonly postgres: PostgresServer;
  readonly nats: NatsServer;
  readonly tokenKeys: string;
  readonly tokenSecret: string;
  /** A database with the bus's tables; answers its URL. */
  database(name: string, extra?: string): Promise<string>;
  connect(user: string): Promise<Bus>;
  spawn(settings: { name: string; database: string } & Record<string, unknown>): Promise<Worker>;
  emptyStore(): Promise<void>;
  stop(): Promise<void>;
}

async function keys(): Promise<{ tokenKeys: string; tokenSecret: string }> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const kid = randomUUID();
  return {
    tokenKeys: JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' }] }),
    tokenSecret: JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg: 'EdDSA' }),
  };
}

function busSql(): string {
  const folder = join(HERE, '../prisma/migrations');
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name, 'migration.sql'), 'utf8'))
    .join('\n');
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (data: Buffer) => {
      if (data.toString().includes('"message":"ready"')) resolve();
    });
    child.once('exit', (code, signal) => reject(new Error(`a worker ended before it was ready: ${code ?? signal}`)));
  });
}

function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

export async function startPipe(): Promise<Pipe> {
  const folder = mkdtempSync(join(tmpdir(), 'sounding-bus-'));
  await chmod(folder, 0o711);
  const storeDir = join(folder, 'store');
  const [postgresPort, natsPort] = [await freePort(), await freePort()];
  const postgres = await startPostgres({
    dataDir: join(folder, 'pg'),
    port: postgresPort,
    password: PASSWORD,
    durable: false,
    logFile: join(folder, 'postgres.log'),
  });
  const nats = await startNats({
    port: natsPort,
    storeDir,
    workDir: folder,
    logFile: join(folder, 'nats.log'),
    authorization: authorizationText(() => PASSWORD, true),
  });
  const { tokenKeys, tokenSecret } = await keys();
  const connect = (user: string) =>
    Bus.connect({ name: user, nats: { url: nats.url, user, password: PASSWORD }, tokenKeys, tokenSecret, log: quiet });
  const provisioner = await connect('provision');
  const keeper: Keeper = keepStreams(provisioner.connection.nats, quiet);
  const output = createWriteStream(join(folder, 'workers.log'), { flags: 'a' });
  const workers = new Set<ChildProcess>();
  return {
    folder,
    postgres,
    nats,
    tokenKeys,
    tokenSecret,
    connect,
    database: async (name, extra = '') => {
      const admin = new pg.Client({ connectionString: postgres.url });
      await admin.connect();
      await admin.query(`create database ${name}`);
      await admin.end();
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      const client = new pg.Client({ connectionString: url.toString() });
      client.on('error', () => undefined);
      await client.connect();
      await client.query(busSql());
      if (extra) await client.query(extra);
      await client.end();
      return url.toString();
    },
    spawn: async (settings) => {
      const logins = { url: nats.url, user: settings.name, password: PASSWORD };
      const child = spawn(process.execPath, [join(HERE, 'worker.mjs')], {
        env: { ...process.env, NODE_OPTIONS: '', WORKER: JSON.stringify({ ...settings, nats: logins, tokenKeys }) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      workers.add(child);
      child.stdout.on('data', (data: Buffer) => output.write(data));
      child.stderr.on('data', (data: Buffer) => output.write(data));
      const stop = async (signal: NodeJS.Signals) => {
        child.kill(signal);
        await gone(child);
        workers.delete(child);
      };
      await ready(child);
      return { name: settings.name, process: child, kill: () => stop('SIGKILL'), stop: () => stop('SIGTERM') };
    },
    emptyStore: async () => {
      await nats.kill();
      rmSync(storeDir, { recursive: true, force: true });
      await nats.start();
    },
    stop: async () => {
      for (const child of workers) child.kill('SIGKILL');
      await keeper.stop();
      await provisioner.close();
      await nats.stop();
      await postgres.stop();
      output.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function query<R extends object>(url: string, sql: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as R[];
  } finally {
    await client.end();
  }
}

/** Looks every 100 ms until `check` throws no more, at most `ms`. */
export async function eventually(check: () => Promise<void>, ms = 20_000): Promise<void> {
  const until = Date.now() + ms;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
