/** Writes docs/reference/booking-process.md, or with --check says (exit 1) that it is not what the table says. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawProcess } from './diagram.ts';

const page = fileURLToPath(new URL('../../../../docs/reference/booking-process.md', import.meta.url));
const drawn = drawProcess();

if (process.argv.includes('--check')) {
  const written = await readFile(page, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (written !== drawn) {
    console.error('docs/reference/booking-process.md is stale. Run: node apps/booking/dist/booking/diagram.cli.js');
    process.exitCode = 1;
  }
} else {
  await mkdir(dirname(page), { recursive: true });
  await writeFile(page, drawn);
}
