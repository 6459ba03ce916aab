import { rm } from 'node:fs/promises';

export default async function teardown() {
  const suite = globalThis.soundingSuite;
  if (!suite) return;
  globalThis.soundingSuite = undefined;
  await suite.server.stop();
  // Kept for a look when asked: logs of the servers and of the services of each file.
  if (!process.env.SOUNDING_KEEP) await rm(suite.folder, { recursive: true, force: true });
}
