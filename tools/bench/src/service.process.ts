/** A service as a process of its own, on the databases and the bus of a measurement's world. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawnKept, type World } from '@sounding/testing';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Begins to start it; whoever asks it first waits. @param more settings beside those that every service gets */
export async function serviceProcess(
  world: World,
  name: string,
  more: Record<string, string> = {},
): Promise<ChildProcess> {
  const log = openSync(join(world.home, `${name}.log`), 'a');
  const telemetry = join(ROOT, 'libs/service/dist/telemetry.otel.js');
  const env = { ...process.env, ...(await world.environment(name, more)) };
  const main = join(ROOT, `apps/${name}/dist/main.js`);
  const child = spawnKept(process.execPath, ['--import', telemetry, main], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}
