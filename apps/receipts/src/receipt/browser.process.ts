/**
 * Starts the browser that prints. As root it gets what the machine allows: a user of its own without a single right, no network
 * and no sight of other processes. It never gets our environment, which carries passwords.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '@sounding/bus';
import { type Environment, readConfig } from '@sounding/service';
import type { Logger } from 'pino';
import puppeteer, { type Browser } from 'puppeteer';
import { z } from 'zod';

const run = promisify(execFile);

export interface BrowserSettings {
  /** Chromium; what Puppeteer finds when it is not named. */
  executable: string | undefined;
  /** Megabytes of its own that the browser may hold before it is replaced. */
  mostMegabytes: number;
  /** False starts it as ourselves also where more is possible. */
  confined: boolean;
}

const Settings = z.object({
  PUPPETEER_EXECUTABLE_PATH: z.string().min(1).optional(),
  RECEIPTS_BROWSER_MB: z.coerce.number().int().min(1).default(700),
});

/** `PUPPETEER_EXECUTABLE_PATH`, and `RECEIPTS_BROWSER_MB`: above so many megabytes the browser is replaced. */
export function browserSettings(environment: Environment): BrowserSettings {
  const { PUPPETEER_EXECUTABLE_PATH, RECEIPTS_BROWSER_MB } = readConfig(Settings, environment);
  return { executable: PUPPETEER_EXECUTABLE_PATH, mostMegabytes: RECEIPTS_BROWSER_MB, confined: true };
}

/** No browser can be started at this moment. It is no fault of the document. */
export class NoBrowser extends Fault {
  constructor(cause: unknown) {
    super('unavailable', 'the browser that prints documents does not start', { cause });
  }
}

/** Interception stops what a page asks for; the rest keeps the browser itself (preconnect, lookups of names) from reaching anything. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:1',
  '--proxy-bypass-list=<-loopback>',
  '--js-flags=--max-old-space-size=256',
];

/** Nobody else has this number, in no passwd and no container of ours. */
const OWN_USER = 64_112;
const START_MS = 10_000;
const HOMES = 'sounding-browser-';

/** How much the browser is kept apart: the words to start it with, and as whom. */
interface Confinement {
  says: string;
  words: readonly string[];
  user: number | null;
}

const NONE: Confinement = { says: 'as the user of this service', words: [], user: null };

const AS_OWN_USER = [
  ...['setpriv', `--reuid=${OWN_USER}`, `--regid=${OWN_USER}`, '--clear-groups', '--no-new-privs', '--pdeathsig=KILL'],
  ...['--inh-caps=-all', '--ambient-caps=-all', '--bounding-set=-all', '--'],
];
/** A namespace of processes also collects every orphan when its first process ends. */
const APART = ['unshare', '--net', '--pid', '--fork', '--kill-child', '--mount-proc', '--'];

const BEST_FIRST: readonly Confinement[] = [
  {
    says: 'as a user of its own, without a network and among its own processes',
    words: [...APART, ...AS_OWN_USER],
    user: OWN_USER,
  },
  {
    says: 'as a user of its own, without a network',
    words: ['unshare', '--net', '--', ...AS_OWN_USER],
    user: OWN_USER,
  },
  { says: 'as a user of its own', words: AS_OWN_USER, user: OWN_USER },
];

/** The most that this machine allows with this program. An unprivileged container allows nothing of it. */
async function confinementFor(program: string): Promise<Confinement> {
  if (process.getuid?.() !== 0) return NONE;
  for (const one of BEST_FIRST) {
    const [command = '', ...words] = one.words;
    const works = await run(command, [...words, program, '--version'], { timeout: START_MS, env: bare(tmpdir()) }).then(
      () => true,
      () => false,
    );
    if (works) return one;
  }
  return NONE;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A browser that runs, with the folder that is all it may write to. */
export class RunningBrowser {
  private ended = false;

  constructor(
    readonly browser: Browser,
    readonly home: string,
    private readonly log: Pick<Logger, 'warn'>,
  ) {
    browser.process()?.once('exit', () => this.end());
  }

  /** The first of its processes, which leads their group. */
  get processId(): number | null {
    return this.browser.process()?.pid ?? null;
  }

  /** Kills all of it at once: one that hangs hears nothing else, and one that prints half a page has nothing to keep. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    const { processId } = this;
    try {
      if (processId !== null) process.kill(-processId, 'SIGKILL');
    } catch (error) {
      // Gone by itself already.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch((error) =>
      this.log.warn({ error: String(error) }, 'the folder of a browser stays'),
    );
  }

  /** Megabytes that its processes hold for themselves; 0 where the system does not tell. Pages of the program itself are not its own. */
  async megabytes(): Promise<number> {
    const { processId } = this;
    const numbers = (await readdir('/proc').catch(() => [])).filter((entry) => /^\d+$/.test(entry));
    const sizes = await Promise.all(numbers.map((number) => ownKilobytes(number, processId ?? -1)));
    return sizes.reduce((sum, size) => sum + size, 0) / 1024;
  }
}

/** Of a process of this session; 0 of any other, and of one that has just ended. */
async function ownKilobytes(number: string, session: number): Promise<number> {
  try {
    const stat = await readFile(`/proc/${number}/stat`, 'utf8');
    // After the name, which may hold anything, stand state, parent, group and session.
    if (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3] !== String(session)) return 0;
    const status = await readFile(`/proc/${number}/status`, 'utf8');
    return [...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+)/gm)].reduce((sum, [, size]) => sum + Number(size), 0);
  } catch {
    return 0;
  }
}

/** Starts browsers, each time as far apart as was found possible the first time. */
export class BrowserStarter {
  private confinement: Promise<Confinement> | null = null;

  constructor(
    private readonly settings: BrowserSettings,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
  ) {}

  /** Throws `NoBrowser` when it does not come up within ten seconds. */
  async start(): Promise<RunningBrowser> {
    let home: string | null = null;
    try {
      const program = this.settings.executable ?? (await puppeteer.executablePath());
      // Said plainly, and before anything is remembered of a machine that only lacks the program for now.
      if (!isProgram(program)) throw new Error(`${program} is not a program on this machine`);
      const confinement = await this.confine(program);
      home = await mkdtemp(join(tmpdir(), `${HOMES}${process.pid}-`));
      if (confinement.user !== null) await chown(home, confinement.user, confinement.user);
      return new RunningBrowser(await launch(program, confinement, home), home, this.log);
    } catch (error) {
      if (home) await rm(home, { recursive: true, force: true });
      throw new NoBrowser(error);
    }
  }

  private confine(program: string): Promise<Confinement> {
    this.confinement ??= this.prepare(program);
    return this.confinement;
  }

  private async prepare(program: string): Promise<Confinement> {
    await sweepHomes(this.log);
    const confinement = this.settings.confined ? await confinementFor(program) : NONE;
    this.log.info({ browser: confinement.says }, 'how the browser that prints documents is started');
    return confinement;
  }
}

/** Takes away folders of browsers whose service was killed. Those of another user's services are not ours to take. */
async function sweepHomes(log: Pick<Logger, 'warn'>): Promise<void> {
  const left = (await readdir(tmpdir())).filter((entry) => entry.startsWith(HOMES));
  for (const entry of left) {
    const owner = Number(entry.slice(HOMES.length).split('-')[0]);
    if (isAlive(owner)) continue;
    await rm(join(tmpdir(), entry), { recursive: true, force: true }).catch((error) =>
      log.warn({ error: String(error) }, 'the folder of a browser whose service was killed stays'),
    );
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** All of our surroundings that a browser gets. */
function bare(home: string): Record<string, string | undefined> {
  return { PATH: process.env.PATH, LANG: 'C.UTF-8', TZ: 'UTC', HOME: home, TMPDIR: home };
}

/**
 * Signals are the service's to handle: Puppeteer's own handler would end the process before the bus is drained. Over a pipe
 * the browser ends with us, even when we are killed; with a socket it would stay and keep its memory.
 */
async function launch(program: string, confinement: Confinement, home: string): Promise<Browser> {
  const own = await puppeteer.defaultArgs({ headless: true, userDataDir: home, args: ARGUMENTS });
  const [command = '', ...words] = [...confinement.words, program, ...own];
  return puppeteer.launch({
    executablePath: command === program ? program : await pathOf(command),
    ignoreDefaultArgs: true,
    args: words,
    pipe: true,
    env: bare(home),
    timeout: START_MS,
    protocolTimeout: START_MS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

async function pathOf(command: string): Promise<string> {
  const { stdout } = await run('/bin/sh', ['-c', 'command -v "$1"', 'sh', command]);
  return stdout.trim();
}
