// Finds the system programs that no npm package carries, and fetches them where Debian's tools allow it.
// Plain JavaScript without dependencies: it runs before anything is installed.
import { execFile, execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Shared by every copy of the project of this user, so that a second clone starts at once. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sounding');

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

const apt = onPath('apt-get') !== undefined && onPath('dpkg') !== undefined;

async function aptGet(args, cwd) {
  // `apt-get download` of a whole list can be refused on a machine whose package lists were never read.
  try {
    await run('apt-get', args, { cwd, maxBuffer: 1e8, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  } catch (first) {
    if (!isRoot()) throw first;
    await run('apt-get', ['update'], { maxBuffer: 1e8 });
    await run('apt-get', args, { cwd, maxBuffer: 1e8, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
}

function isRoot() {
  return typeof process.getuid === 'function' && process.getuid() === 0;
}

async function unpack(packages, folder) {
  const downloads = mkdtempSync(join(folder, 'deb-'));
  try {
    await aptGet(['download', ...packages], downloads);
    for (const file of readdirSync(downloads)) await run('dpkg', ['-x', join(downloads, file), folder]);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}

/** The libraries a Debian package asks for directly. */
async function librariesOf(packages) {
  const { stdout } = await run('apt-cache', [
    'depends',
    '--no-recommends',
    '--no-suggests',
    '--no-conflicts',
    ...packages,
  ]);
  const names = [...stdout.matchAll(/Depends: (lib[^\s<>]+)/g)].map((match) => match[1]);
  return [...new Set(names)].filter((name) => name !== 'libc6');
}

function missingLibraries(program, libraries) {
  const said = execFileSync('ldd', [program], {
    encoding: 'utf8',
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  });
  return said.includes('not found');
}

function libraryFolders(root) {
  const lib = join(root, 'usr/lib');
  const triplets = existsSync(lib) ? readdirSync(lib).filter((name) => name.includes('-linux-')) : [];
  return [...triplets.map((name) => join(lib, name)), lib].join(':');
}

/**
 * Unpacks a Debian package with the libraries it misses into the cache, without root and without touching the system, and
 * answers its folder. `programs` are the scripts to find there and what each of them runs.
 * Built beside and renamed, so that a copy that starts at the same time never sees half of it.
 */
async function fromDebian(name, programs, packages = [name]) {
  const home = join(CACHE, name);
  const binaries = Object.values(programs);
  const isThere = () => Object.keys(programs).every((script) => isProgram(join(home, script)));
  if (isThere()) return home;
  mkdirSync(CACHE, { recursive: true });
  const building = mkdtempSync(join(CACHE, `${name}-`));
  try {
    await unpack(packages, building);
    let asked = packages;
    const misses = (binary) => missingLibraries(join(building, binary), libraryFolders(building));
    for (let depth = 0; depth < 3 && binaries.some(misses); depth += 1) {
      asked = await librariesOf(asked);
      await unpack(asked, building);
    }
    const libraries = libraryFolders(building).replaceAll(building, '$here');
    for (const [name, binary] of Object.entries(programs)) {
      const script = `#!/bin/sh\nhere=${home}\nLD_LIBRARY_PATH="${libraries}" exec "$here/${binary}" "$@"\n`;
      mkdirSync(dirname(join(building, name)), { recursive: true });
      writeFileSync(join(building, name), script);
      chmodSync(join(building, name), 0o755);
    }
    rmSync(home, { recursive: true, force: true });
    renameSync(building, home);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    if (!isThere()) throw error;
  }
  return home;
}

function given(variable) {
  const path = process.env[variable];
  if (!path) return undefined;
  if (!isProgram(path)) throw new Error(`${variable} names ${path}, which is not a program on this machine.`);
  return path;
}

export async function natsServer(say = () => undefined) {
  const found = given('NATS_SERVER_BIN') ?? onPath('nats-server');
  if (found) return found;
  if (isProgram(join(CACHE, 'nats-server/run'))) return join(CACHE, 'nats-server/run');
  if (!apt) throw new Error('nats-server is needed: install it from https://nats.io/download or set NATS_SERVER_BIN.');
  say('fetching nats-server from Debian');
  return join(await fromDebian('nats-server', { run: 'usr/sbin/nats-server' }), 'run');
}

export async function turnServer(say = () => undefined) {
  const found = given('TURN_SERVER_BIN') ?? onPath('turnserver');
  if (found) return found;
  if (isProgram(join(CACHE, 'coturn/run'))) return join(CACHE, 'coturn/run');
  if (!apt) throw new Error('coturn (turnserver) is needed for video: install it, or set TURN_SERVER_BIN.');
  say('fetching coturn from Debian');
  return join(await fromDebian('coturn', { run: 'usr/bin/turnserver' }), 'run');
}

/** What the tests read and look at PDFs with. */
const POPPLER = ['pdftotext', 'pdftoppm', 'pdfinfo', 'pdffonts'];

/** The folder of poppler's programs. */
export async function poppler(say = () => undefined) {
  const holdsAll = (folder) => POPPLER.every((name) => isProgram(join(folder, name)));
  const named = process.env.POPPLER_BIN;
  if (named && !holdsAll(named))
    throw new Error(`POPPLER_BIN names ${named}, which lacks one of ${POPPLER.join(', ')}.`);
  const found = named ?? (process.env.PATH ?? '').split(delimiter).filter(Boolean).find(holdsAll);
  if (found) return found;
  if (holdsAll(join(CACHE, 'poppler-utils/bin'))) return join(CACHE, 'poppler-utils/bin');
  if (!apt) throw new Error('The tests read PDFs with poppler-utils: install it, or set POPPLER_BIN to its folder.');
  say('fetching poppler-utils from Debian');
  const scripts = Object.fromEntries(POPPLER.map((name) => [`bin/${name}`, `usr/bin/${name}`]));
  return join(await fromDebian('poppler-utils', scripts), 'bin');
}

/** Where Debian keeps PostgreSQL's programs, by major version. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/**
 * The folder of a whole PostgreSQL: server, pg_dump and pg_restore of one version. The server that npm carries comes without the other
 * two, and Debian's are older than it.
 */
export async function wholePostgres(say = () => undefined) {
  const needed = ['initdb', 'postgres', 'pg_dump', 'pg_restore'];
  const holdsAll = (folder) => needed.every((name) => isProgram(join(folder, name)));
  const installed = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES).sort((a, b) => b - a) : [];
  const found = installed.map((version) => join(DEBIAN_POSTGRES, version, 'bin')).find(holdsAll);
  if (found) return found;
  const cached = join(CACHE, 'postgresql/bin');
  if (holdsAll(cached)) return cached;
  if (!apt) throw new Error('The test of backups needs a PostgreSQL with pg_dump, such as Debian installs.');
  const { stdout } = await run('apt-cache', ['depends', 'postgresql']);
  const server = /Depends: (postgresql-(\d+))/.exec(stdout);
  if (!server) throw new Error('Debian names no version of PostgreSQL: run apt-get update.');
  const [, name, major] = server;
  say(`fetching ${name} from Debian`);
  const scripts = Object.fromEntries(needed.map((one) => [`bin/${one}`, `usr/lib/postgresql/${major}/bin/${one}`]));
  return join(await fromDebian('postgresql', scripts, [name, `postgresql-client-${major}`]), 'bin');
}

export async function chromium(say = () => undefined) {
  const find = () =>
    given('PUPPETEER_EXECUTABLE_PATH') ??
    onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
  const found = find();
  if (found) return found;
  const how =
    'Chromium is needed to print receipts: install it (on Debian: apt-get install chromium) or set PUPPETEER_EXECUTABLE_PATH.';
  if (!apt || !isRoot()) throw new Error(how);
  say('installing Chromium from Debian (once, about a minute)');
  await aptGet(['install', '-y', '--no-install-recommends', 'chromium']);
  const installed = find();
  if (!installed) throw new Error(how);
  return installed;
}
