// Makes the Prisma client of every app that has a schema. Plain JavaScript: it runs before the first `tsc -b`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const AT_ONCE = 2;

/** What the client depends on; when none of it changed, the client on disk is still right. */
function fingerprint(app) {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(ROOT, 'node_modules/prisma/package.json')));
  for (const file of ['prisma/schema.prisma', 'prisma.config.ts']) {
    const path = join(app, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function run(app) {
  return new Promise((done, fail) => {
    // The CLI wants a native schema engine that is downloaded; generating needs none, so a program that exits 0 stands in.
    const child = spawn(process.execPath, [join(ROOT, 'node_modules/prisma/build/index.js'), 'generate'], {
      cwd: app,
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1', CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('error', fail);
    child.on('close', (code) =>
      code === 0 ? done() : fail(new Error(`prisma generate failed in ${app} (exit ${code}):\n${said}`)),
    );
  });
}

/** Generates where needed; answers the names of the apps whose client is new. */
export async function generate() {
  const apps = readdirSync(join(ROOT, 'apps'))
    .map((name) => ({ name, path: join(ROOT, 'apps', name) }))
    .filter((app) => existsSync(join(app.path, 'prisma/schema.prisma')));
  const stale = apps
    .map((app) => ({ ...app, print: fingerprint(app.path), stamp: join(app.path, 'src/generated/prisma.sha256') }))
    .filter((app) => !existsSync(app.stamp) || readFileSync(app.stamp, 'utf8') !== app.print);
  const waiting = [...stale];
  const worker = async () => {
    for (let app = waiting.shift(); app; app = waiting.shift()) {
      rmSync(app.stamp, { force: true });
      await run(app.path);
      writeFileSync(app.stamp, app.print);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return stale.map((app) => app.name);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const made = await generate();
    if (made.length > 0) console.log(`Prisma client generated: ${made.join(', ')}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
