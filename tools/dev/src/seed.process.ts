/** Fills a new copy with the demo world: `tools/seed`, run as a process with the same rights as an operator. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { step } from '../steps.mjs';
import { ROOT } from './pieces.process.ts';
import type { Platform } from './platform.process.ts';

const run = promisify(execFile);
const SEED = join(ROOT, 'tools/seed/dist/main.js');

export interface DemoAccount {
  readonly role: string;
  readonly email: string;
  readonly password: string;
}

/** The accounts that the seed makes, for the table at the end of the start. */
export function demoAccounts(): DemoAccount[] {
  const file = join(ROOT, 'tools/seed/accounts.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoAccount[]) : [];
}

/** Once per copy: a copy that has its demo world keeps what happened in it. */
export async function seedPlatform(platform: Platform): Promise<void> {
  const done = join(platform.home, 'seeded');
  if (existsSync(done) || !existsSync(SEED)) return;
  await step('Demo world', async () => {
    await run(process.execPath, [SEED], { cwd: ROOT, env: platform.seedEnvironment(), maxBuffer: 1e8 });
    writeFileSync(done, `${new Date().toISOString()}\n`);
  });
}
