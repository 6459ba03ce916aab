/** A process that prints, killed with SIGKILL: what it started must not stay. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, spawnKept, stopChild } from '@sounding/testing';

/** Whether a process runs; one that ended, and that nobody has collected yet, does not. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
}

it('a service that is killed takes its browser with it', async () => {
  const child = spawnKept(process.execPath, [join(import.meta.dirname, 'printer.mjs')], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    if (!child.stdout) throw new Error('nothing to read');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const browser = Number(line.toString());
    expect(runs(browser)).toBe(true);
    child.kill('SIGKILL');
    await eventually(() => expect(runs(browser)).toBe(false));
  } finally {
    await stopChild(child, 'SIGKILL');
  }
});
