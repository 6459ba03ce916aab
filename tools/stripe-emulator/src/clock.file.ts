/** The business clock: real time plus the offset in the file that moves all of a development copy at once. */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

/** Milliseconds of business time. */
export type Clock = () => number;

const ClockFile = z.object({ offsetMs: z.number() });

/**
 * Without a file it is real time. The file is looked at each time, so that no process lags behind the others; one that cannot be
 * read right now (it is being replaced) leaves the last known offset.
 */
export function clockFromFile(path: string | undefined): Clock {
  if (!path) return Date.now;
  let offset = 0;
  let changedAt = -1;
  return () => {
    const mtime = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
    if (mtime !== changedAt) {
      const parsed = mtime < 0 ? { offsetMs: 0 } : parse(path);
      if (parsed) {
        offset = parsed.offsetMs;
        changedAt = mtime;
      }
    }
    return Date.now() + offset;
  };
}

function parse(path: string): { offsetMs: number } | null {
  try {
    return ClockFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
