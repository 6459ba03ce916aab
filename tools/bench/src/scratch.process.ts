/** A PostgreSQL of a measurement's own, whose commits reach the disk, for as long as it takes. */
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startPostgres } from '@sounding/testing';

/** @param home an empty folder, or one in which `name` does not exist */
export async function withPostgres<R>(home: string, name: string, work: (serverPid: number) => Promise<R>): Promise<R> {
  // PostgreSQL's account must be able to pass through.
  chmodSync(home, 0o711);
  const server = await startPostgres({
    dataDir: join(home, name),
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
    durable: true,
    logFile: join(home, `${name}.log`),
  });
  process.env.SOUNDING_TEST_POSTGRES = server.url;
  process.env.SOUNDING_TEST_FOLDER = home;
  try {
    return await work(server.pid);
  } finally {
    await server.stop();
  }
}
