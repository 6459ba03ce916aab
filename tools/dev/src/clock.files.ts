/** The business clock of a copy: one file that all services and the emulator read. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const ClockFile = z.object({ offsetMs: z.number() });

export function readOffset(path: string): number {
  return existsSync(path) ? ClockFile.parse(JSON.parse(readFileSync(path, 'utf8'))).offsetMs : 0;
}

/** Replaced in one piece, because a dozen processes read it at any moment. */
export function writeOffset(path: string, offsetMs: number): void {
  writeFileSync(`${path}.new`, `${JSON.stringify({ offsetMs })}\n`);
  renameSync(`${path}.new`, path);
}
