/**
 * Named places at which a fault test ends the process, as a power cut would: no handler runs, nothing is flushed.
 * `SOUNDING_CRASH_AT` lists the names. With `SOUNDING_CRASH_MARKS` (a directory) each is hit once: a file is left there, and
 * the process that is started again passes. Refused in production.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Act = (point: string) => void;

function kill(point: string): void {
  if (!(process.env.SOUNDING_CRASH_AT ?? '').split(',').includes(point)) return;
  const marks = process.env.SOUNDING_CRASH_MARKS;
  if (marks) {
    const mark = join(marks, point);
    if (existsSync(mark)) return;
    writeFileSync(mark, new Date().toISOString());
  }
  process.kill(process.pid, 'SIGKILL');
}

let act: Act = kill;

/** Does nothing, unless a test asked for a crash here. */
export function crashpoint(point: string): void {
  if (process.env.NODE_ENV === 'production') return;
  act(point);
}

/** For tests in one process: what happens at a crash point (throwing stands in for dying), until the answer is called. */
export function atCrashpoint(does: Act): () => void {
  act = does;
  return () => {
    act = kill;
  };
}
