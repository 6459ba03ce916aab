// Before the first integration test of a run: finds the programs and starts one PostgreSQL for all files.
// Plain JavaScript, because Jest runs it outside of its own transforms; it needs `tsc -b` to have run.
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, natsServer, poppler, turnServer } from '../../tools/dev/programs.mjs';
import { freePort, startPostgres } from './dist/index.js';

export default async function setup(_global, project) {
  process.env.NATS_SERVER_BIN = await natsServer(console.log);
  process.env.TURN_SERVER_BIN = await turnServer(console.log);
  process.env.POPPLER_BIN = await poppler(console.log);
  if (!process.env.PUPPETEER_EXECUTABLE_PATH) process.env.PUPPETEER_EXECUTABLE_PATH = await chromium(console.log);
  // A story starts the whole platform, with a PostgreSQL of its own.
  if (globalThis.soundingSuite || project?.displayName?.name === 'e2e') return;
  const folder = await mkdtemp(join(tmpdir(), 'sounding-test-'));
  // The account that PostgreSQL runs as must be able to pass through.
  await chmod(folder, 0o711);
  const server = await startPostgres({
    dataDir: join(folder, 'pg'),
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
    durable: false,
    logFile: join(folder, 'postgres.log'),
  });
  globalThis.soundingSuite = { server, folder };
  process.env.SOUNDING_TEST_POSTGRES = server.url;
  process.env.SOUNDING_TEST_FOLDER = folder;
  process.env.TZ = 'UTC';
}
