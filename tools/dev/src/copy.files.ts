/** `run.json`: how the other commands (clock, smoke, dead-letters) find a running copy. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ROOT } from './pieces.process.ts';

const RunningCopy = z.object({
  /** The supervisor. */
  pid: z.number().int(),
  home: z.string(),
  port: z.number().int(),
  startedAt: z.string(),
  urls: z.record(z.string(), z.string()),
  /** Addresses of the services' databases, as the services use them. */
  databases: z.record(z.string(), z.string()),
  owners: z.record(z.string(), z.string()),
  nats: z.object({ url: z.string(), passwords: z.record(z.string(), z.string()) }),
  processes: z.record(z.string(), z.object({ pid: z.number().nullable(), log: z.string() })),
});
export type RunningCopy = z.infer<typeof RunningCopy>;

/** The folder of a copy: SOUNDING_HOME, or `.sounding` of this checkout. */
export function homeOf(env: Record<string, string | undefined>): string {
  return env.SOUNDING_HOME ? resolve(env.SOUNDING_HOME) : join(ROOT, '.sounding');
}

const fileOf = (home: string): string => join(home, 'run.json');

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The copy that runs in this folder, or null; what a killed copy left behind does not count. */
export function runningCopy(home: string): RunningCopy | null {
  if (!existsSync(fileOf(home))) return null;
  const copy = RunningCopy.parse(JSON.parse(readFileSync(fileOf(home), 'utf8')));
  return isAlive(copy.pid) ? copy : null;
}

export function writeRunningCopy(copy: RunningCopy): void {
  // It names passwords of the embedded servers, so it is as private as the secrets.
  writeFileSync(`${fileOf(copy.home)}.new`, `${JSON.stringify(copy, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${fileOf(copy.home)}.new`, fileOf(copy.home));
}

export function forgetRunningCopy(home: string): void {
  rmSync(fileOf(home), { force: true });
}
