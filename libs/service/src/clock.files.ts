/** The file that moves the business clock of a copy, which all services and the emulator read. Absent in production. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const ClockFile = z.object({ offsetMs: z.number() });

export function readOffset(path: string): number {
  return existsSync(path) ? ClockFile.parse(JSON.parse(readFileSync(path, 'utf8'))).offsetMs : 0;
}

/** Replaced in one piece, because a dozen processes read it at any moment. */
export function writeOffset(path: string, offsetMs: number): void {
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, `${JSON.stringify({ offsetMs })}\n`);
  renameSync(part, path);
}
