/** The business clock's lever for development: one file that all processes of this copy read. Absent in production. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `{shift: "+8d"}` adds to the offset, `{reset: true}` goes back to real time. */
export const Turn = z.union([
  z.object({ shift: z.string().regex(/^[+-]\d{1,4}[mhd]$/, { error: 'like +8d, +90m or -1h' }) }),
  z.object({ reset: z.literal(true) }),
]);

export async function readOffset(file: string): Promise<number> {
  try {
    return z.object({ offsetMs: z.number() }).parse(JSON.parse(await readFile(file, 'utf8'))).offsetMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

function shiftOf(text: string): number {
  const unit = UNITS[text.at(-1) as keyof typeof UNITS];
  return Number(text.slice(0, -1)) * unit;
}

/** Turns the clock and answers the new offset in milliseconds. */
export async function turn(file: string, how: z.infer<typeof Turn>): Promise<number> {
  const offsetMs = 'reset' in how ? 0 : (await readOffset(file)) + shiftOf(how.shift);
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, `${JSON.stringify({ offsetMs })}\n`);
  await rename(part, file);
  return offsetMs;
}
