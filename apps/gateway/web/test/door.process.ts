/** The fake door as a process of its own: the bundle of the site runs as it does in production, outside of Jest's module world. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Who } from './pages.ts';

export interface Door {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

const children: ChildProcess[] = [];
// A test that failed half-way has not closed its door.
process.once('exit', () => {
  for (const child of children) child.kill();
});

export function openDoor(who: Who): Promise<Door> {
  const main = join(import.meta.dirname, 'fake-door.main.ts');
  const child = spawn(process.execPath, [main, who], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const close = () => {
    child.kill();
    return ended;
  };
  return new Promise((done, fail) => {
    child.stdout?.once('data', (line: Buffer) => done({ origin: line.toString().trim(), close }));
    child.once('exit', (code) => fail(new Error(`The fake door ended with ${code}.`)));
  });
}
