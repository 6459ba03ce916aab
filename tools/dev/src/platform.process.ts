/**
 * The whole platform as one object: `npm start` shows it to a person, the stories drive it. Everything it started ends
 * with it, also when a start fails halfway.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DOORS, SERVICES } from '@sounding/contracts';
import type { NatsServer, PostgresServer } from '@sounding/testing';
import { authorizationText, userNames } from '@sounding/tool-contracts';
import { beQuiet, say, step } from '../steps.mjs';
import { forgetRunningCopy, runningCopy, writeRunningCopy } from './copy.files.ts';
import { clockFile, environmentOf, type Facts } from './environment.ts';
import {
  embeddedNats,
  embeddedPostgres,
  mailViewer,
  makeFolders,
  type Place,
  prepareDatabases,
  ROOT,
  videoRelay,
} from './pieces.process.ts';
import { type Ports, portsFrom } from './ports.ts';
import { unreachable } from './reach.net.ts';
import { dataKeysFile, ensureDataKeys, loadSecrets, publicKeys } from './secrets.files.ts';
import { seedDatabases } from './seed.process.ts';
import { readSettings, settingProblems } from './settings.ts';
import { settled } from './settled.net.ts';
import { type Program, Supervised } from './supervised.process.ts';
import { takenPorts } from './taken.net.ts';

export interface PlatformOptions {
  readonly home: string;
  readonly port: number;
  /** Fill a new copy with the demo world; default true. */
  readonly seed?: boolean;
  /** Say nothing unless something fails. */
  readonly quiet?: boolean;
  /** Forget everything the copy knew. */
  readonly fresh?: boolean;
  /** Extra environment per process, such as named crash points. */
  readonly env?: Record<string, Record<string, string>>;
  /** Where servers may be given; default the environment of this process. Tests pass {}. */
  readonly settings?: Record<string, string | undefined>;
  readonly otlpUrl?: string;
  /** A crash or another thing that the person at the terminal should know. */
  readonly onEvent?: (sentence: string) => void;
  /** The copy before it is ready, so that a person who stops the start stops all of it. */
  readonly onStarting?: (starting: Platform) => void;
}

export interface Platform {
  readonly home: string;
  readonly ports: Ports;
  readonly urls: { readonly site: string; readonly console: string; readonly stripe: string; readonly mail: string };
  readonly clockFile: string;
  /** Addresses of the services' databases, for the service's own role and for the owner. */
  readonly databases: Record<string, string>;
  readonly owners: Record<string, string>;
  readonly postgres: PostgresServer | null;
  readonly nats: NatsServer | null;
  readonly processes: ReadonlyMap<string, Supervised>;
  /** Ends a process with `signal` (default SIGKILL); it stays down until `restart`. */
  kill(name: string, signal?: NodeJS.Signals): Promise<void>;
  /** Starts a process that was killed, with extra environment, and waits until it serves. */
  restart(name: string, env?: Record<string, string>): Promise<void>;
  /** A second copy of a service or of the gateway beside the first; answers its name, `<name>-2`. */
  startCopy(name: string, env?: Record<string, string>): Promise<string>;
  ready(name: string, patienceMs?: number): Promise<void>;
  /** Waits until everything that was said has been heard; false when that did not happen in time. */
  settled(patienceMs?: number): Promise<boolean>;
  stop(): Promise<void>;
}

/** Something the person at the terminal can put right; shown without a stack. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

const START_PATIENCE_MS = 90_000;
const SETTLE_PATIENCE_MS = 60_000;
const APPS = [...SERVICES, ...DOORS] as const;

/** What every process may know of the machine, and which coming terms are tried; nothing else of our environment is passed on. */
function machineEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'USER', 'NODE_COMPILE_CACHE', 'SOUNDING_TERMS_FILE'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

class Copy {
  readonly processes = new Map<string, Supervised>();
  readonly ports: Ports;
  readonly place: Place;
  postgres: PostgresServer | null = null;
  nats: NatsServer | null = null;
  readonly databases: Record<string, string> = {};
  readonly owners: Record<string, string> = {};
  readonly #options: PlatformOptions;
  #stopping: Promise<void> | undefined;

  constructor(options: PlatformOptions) {
    this.#options = options;
    this.ports = portsFrom(options.port);
    const logs = join(options.home, 'logs');
    const given = options.settings ?? process.env;
    const problems = settingProblems(given);
    if (problems.length > 0) throw new StartProblem(problems.join('\n'));
    makeFolders(options.home);
    const secrets = loadSecrets(join(options.home, 'secrets.json'), userNames(true));
    ensureDataKeys(dataKeysFile(options.home), new Date());
    this.place = { home: options.home, logs, ports: this.ports, secrets, settings: readSettings(given) };
  }

  get facts(): Facts {
    const { secrets, settings, home } = this.place;
    const { databases: _passwords, nats, tokenKey, stripeKey, stripeWebhookSecret, ...rest } = secrets;
    return {
      ...rest,
      home,
      base: this.#options.port,
      dataKeysFile: dataKeysFile(home),
      ports: this.ports,
      natsUrl: settings.nats ?? `nats://127.0.0.1:${this.ports.nats}`,
      natsPasswords: nats,
      databaseUrls: this.databases,
      tokenKeys: publicKeys(tokenKey),
      tokenSecret: JSON.stringify(tokenKey),
      stripeKey: settings.stripe?.key ?? stripeKey,
      stripeWebhookSecret: settings.stripeWebhookSecret ?? stripeWebhookSecret,
      ...(settings.stripeConnectWebhookSecret
        ? { stripeConnectWebhookSecret: settings.stripeConnectWebhookSecret }
        : {}),
      ...(settings.stripe ? {} : { stripeApiUrl: `http://127.0.0.1:${this.ports.stripe}` }),
      smtpUrl: settings.smtp ?? `smtp://127.0.0.1:${this.ports.smtp}`,
      ...(settings.s3 ? { s3Url: settings.s3 } : {}),
      ...(settings.oidc ? { oidc: settings.oidc } : {}),
      ...(this.#options.otlpUrl ? { otlpUrl: this.#options.otlpUrl } : {}),
      ...(process.env.PUPPETEER_EXECUTABLE_PATH ? { chromium: process.env.PUPPETEER_EXECUTABLE_PATH } : {}),
      machine: machineEnvironment(),
    };
  }

  async checkPorts(): Promise<void> {
    const { ports } = this;
    const { settings } = this.place;
    const wanted = [
      { port: ports.gateway, what: 'the public site' },
      { port: ports.console, what: 'the support console' },
      { port: ports.turn, what: 'the video relay' },
      ...APPS.map((name) => ({ port: ports.health(name), what: `the health of ${name}` })),
      ...(settings.stripe ? [] : [{ port: ports.stripe, what: 'the Stripe emulator' }]),
      ...(settings.smtp
        ? []
        : [
            { port: ports.mailWeb, what: 'the mail viewer' },
            { port: ports.smtp, what: 'mail' },
          ]),
      ...(settings.nats ? [] : [{ port: ports.nats, what: 'NATS' }]),
      ...(SERVICES.every((service) => settings.databases[service])
        ? []
        : [{ port: ports.postgres, what: 'PostgreSQL' }]),
    ];
    const taken = await takenPorts(wanted);
    if (taken.length === 0) return;
    const lines = taken.map(({ port, what, by }) => `Port ${port} (${what}) is taken${by ? ` by ${by}` : ''}.`);
    throw new StartProblem(
      `${lines.join('\n')}\nEnd what holds it, or choose other ports: SOUNDING_PORT=3100 npm start`,
    );
  }

  program(name: string, copy: 1 | 2 = 1): Program {
    const app = APPS.some((known) => known === name);
    const file = join(ROOT, app ? 'apps' : 'tools', name, 'dist/main.js');
    const telemetry = join(ROOT, 'libs/service/dist/telemetry.otel.js');
    const label = copy === 2 ? `${name}-2` : name;
    const emulator = name === 'stripe-emulator';
    return {
      name: label,
      command: process.execPath,
      args: [...(app ? ['--import', telemetry] : []), '--enable-source-maps', file],
      env: { ...environmentOf(this.facts, name, copy), ...this.#options.env?.[name] },
      cwd: ROOT,
      logFile: join(this.place.logs, `${label}.log`),
      readyUrl: emulator
        ? `http://127.0.0.1:${this.ports.stripe}/_emulator/health`
        : `http://127.0.0.1:${this.ports.health(name, copy)}/readyz`,
    };
  }

  start(program: Program, extra: Record<string, string> = {}): Supervised {
    const tell = this.#options.onEvent ?? ((sentence) => say(`  ! ${sentence}`));
    const process = new Supervised(program, (sentence) => {
      if (!this.#stopping) tell(sentence);
    });
    this.processes.set(program.name, process);
    process.start(extra);
    return process;
  }

  find(name: string): Supervised {
    const found = this.processes.get(name);
    if (!found) throw new Error(`No process "${name}" runs here. There are: ${[...this.processes.keys()].join(', ')}.`);
    return found;
  }

  async ready(name: string, patienceMs = START_PATIENCE_MS): Promise<void> {
    const process = this.find(name);
    const until = Date.now() + patienceMs;
    while (!(await process.isReady())) {
      if (this.#stopping) throw new StartProblem('Stopped.');
      // Three ends in a row are no accident; nobody should wait for the patience to run out.
      if (process.failures >= 3 || Date.now() > until) {
        const why = process.failures >= 3 ? 'ends again and again' : `is not ready after ${patienceMs / 1000} s`;
        throw new StartProblem(`${name} ${why}. The end of ${process.logFile}:\n${process.lastLines()}`);
      }
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  settled(patienceMs: number): Promise<boolean> {
    const monitorUrl = this.nats ? `http://127.0.0.1:${this.ports.natsMonitor}` : null;
    return settled({ databases: this.databases, monitorUrl }, patienceMs);
  }

  remember(): void {
    const { home, secrets } = this.place;
    const entries = [...this.processes].map(([name, one]) => [name, { pid: one.pid, log: one.logFile }] as const);
    writeRunningCopy({
      pid: process.pid,
      home,
      port: this.#options.port,
      startedAt: new Date().toISOString(),
      urls: this.urls,
      databases: this.databases,
      owners: this.owners,
      nats: { url: this.facts.natsUrl, passwords: secrets.nats },
      processes: Object.fromEntries(entries),
    });
  }

  get urls() {
    const at = (port: number) => `http://localhost:${port}`;
    return {
      site: at(this.ports.gateway),
      console: at(this.ports.console),
      stripe: at(this.ports.stripe),
      mail: at(this.ports.mailWeb),
    };
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    // Doors first, so that no new request comes in; then services; at last what they stand on.
    const order = (name: string) => (DOORS.some((door) => name.startsWith(door)) ? 0 : 1);
    for (const turn of [0, 1]) {
      const now = [...this.processes.values()].filter((one) => order(one.name) === turn);
      await Promise.all(now.map((one) => one.stop()));
    }
    await Promise.all([this.nats?.stop(), this.postgres?.stop()]);
    forgetRunningCopy(this.place.home);
  }
}

async function startPieces(copy: Copy): Promise<void> {
  const { place } = copy;
  const machine = machineEnvironment();
  await step('PostgreSQL', async () => {
    copy.postgres = await embeddedPostgres(place);
    return copy.postgres ? `port ${copy.postgres.port}` : 'your own';
  });
  await step('NATS', async () => {
    copy.nats = await embeddedNats(
      place,
      authorizationText((user) => place.secrets.nats[user] ?? '', true),
    );
    return copy.nats ? `port ${copy.nats.port}` : `your own; users for it: ${place.home}/nats/authorization.conf`;
  });
  for (const program of [mailViewer(place, machine), videoRelay(place, machine)]) if (program) copy.start(program);
  if (!place.settings.stripe) copy.start(copy.program('stripe-emulator'));
}

function fill(copy: Copy): Promise<readonly string[]> {
  return step('Demo world', (note) =>
    seedDatabases(copy.place.home, copy.owners, copy.place.secrets.authStaffSecret, note),
  );
}

/** What the seed said is heard first, so that the first visitor finds times to book. */
async function untilQuiet(copy: Copy): Promise<string> {
  return (await copy.settled(SETTLE_PATIENCE_MS)) ? '' : 'still going on';
}

async function startApps(copy: Copy): Promise<void> {
  for (const name of ['provision', ...APPS]) copy.start(copy.program(name));
  await step('Services and doors', async (_note, glance) => {
    const waiting = new Set(copy.processes.keys());
    await Promise.all(
      [...waiting].map(async (name) => {
        await copy.ready(name);
        waiting.delete(name);
        glance(`waiting for ${[...waiting].join(', ')}`);
      }),
    );
    return `${copy.processes.size} processes`;
  });
}

function wipe(home: string): void {
  // Logs and cache of an older run go too; only a folder that is ours is touched.
  if (existsSync(home) && (existsSync(join(home, 'secrets.json')) || existsSync(join(home, 'pg')))) {
    rmSync(home, { recursive: true, force: true });
  }
}

function handle(copy: Copy, options: PlatformOptions): Platform {
  return {
    home: options.home,
    ports: copy.ports,
    urls: copy.urls,
    clockFile: clockFile(options.home),
    databases: copy.databases,
    owners: copy.owners,
    get postgres() {
      return copy.postgres;
    },
    get nats() {
      return copy.nats;
    },
    processes: copy.processes,
    kill: (name, signal) => copy.find(name).kill(signal),
    restart: async (name, env) => {
      await copy.find(name).kill('SIGKILL');
      copy.find(name).start(env);
      await copy.ready(name);
    },
    startCopy: async (name, env) => {
      const started = copy.start(copy.program(name, 2), env);
      await copy.ready(started.name);
      copy.remember();
      return started.name;
    },
    ready: (name, patienceMs) => copy.ready(name, patienceMs),
    settled: (patienceMs = SETTLE_PATIENCE_MS) => copy.settled(patienceMs),
    stop: () => copy.stop(),
  };
}

export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  if (options.quiet) beQuiet();
  const other = runningCopy(options.home);
  if (other) {
    throw new StartProblem(`A copy already runs in ${options.home} (pid ${other.pid}): ${other.urls.site}`);
  }
  if (options.fresh) wipe(options.home);
  const copy = new Copy(options);
  const platform = handle(copy, options);
  options.onStarting?.(platform);
  try {
    await copy.checkPorts();
    copy.remember();
    const problems = await unreachable(copy.place.settings);
    if (problems.length > 0) throw new StartProblem(problems.join('\n'));
    await startPieces(copy);
    await step('Databases', async (note) => {
      const addresses = await prepareDatabases(copy.place, copy.postgres, note);
      Object.assign(copy.databases, addresses.services);
      Object.assign(copy.owners, addresses.owners);
    });
    const filled = options.seed === false ? [] : await fill(copy);
    await startApps(copy);
    if (filled.length > 0) await step('Free times of the demo world', () => untilQuiet(copy));
    copy.remember();
    return platform;
  } catch (error) {
    await copy.stop();
    throw error;
  }
}
