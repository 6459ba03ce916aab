import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poppler, textOf } from '../src/index.ts';

it('the text and the facts of a PDF are read with the programs that the suite found', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sounding-poppler-'));
  try {
    const chromium = process.env.PUPPETEER_EXECUTABLE_PATH ?? '';
    const args = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${folder}/profile`];
    const page = 'data:text/html;charset=utf-8,<title>Two%20words</title><p>Grüße%20und%20Küsse';
    execFileSync(chromium, [...args, `--print-to-pdf=${folder}/a.pdf`, page], { stdio: 'ignore', timeout: 50_000 });
    const pdf = await readFile(join(folder, 'a.pdf'));
    expect(await textOf(pdf)).toContain('Grüße und Küsse');
    expect((await poppler('pdfinfo', ['-'], pdf)).toString()).toMatch(/Title: +Two words/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('what is no PDF is an error in their own words', async () => {
  await expect(textOf(Buffer.from('no PDF'))).rejects.toThrow(/pdftotext ended with 1: Syntax/);
});
