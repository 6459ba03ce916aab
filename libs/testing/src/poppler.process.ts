/** Reads and looks at PDFs with poppler's programs, which the suite finds or fetches (`POPPLER_BIN`). */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';

/**
 * What a program of poppler says of a PDF that it reads from its input: `await poppler('pdftotext', ['-layout', '-', '-'], pdf)`.
 * Throws with its own words when it ends with an error.
 */
export async function poppler(
  program: 'pdftotext' | 'pdftoppm' | 'pdfinfo' | 'pdffonts',
  args: readonly string[],
  pdf: Uint8Array,
): Promise<Buffer> {
  const folder = process.env.POPPLER_BIN;
  if (!folder) throw new Error('POPPLER_BIN is not set; tools/dev/programs.mjs finds or fetches poppler-utils.');
  const child = spawn(join(folder, program), args, { stdio: ['pipe', 'pipe', 'pipe'] });
  // Its own words say more than that the pipe broke.
  child.stdin.on('error', () => undefined).end(pdf);
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [code, said, complained] = await Promise.all([ended, buffer(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complained}`);
  return said;
}

/** The text of a PDF as a reader copies it. */
export async function textOf(pdf: Uint8Array): Promise<string> {
  return (await poppler('pdftotext', ['-enc', 'UTF-8', '-', '-'], pdf)).toString();
}
