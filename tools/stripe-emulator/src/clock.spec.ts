import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockFromFile } from './clock.file.ts';

it('the business clock follows its file, and keeps its last offset while the file is broken', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'clock-'));
  const file = join(dir, 'clock.json');
  const clock = clockFromFile(file);
  const offset = async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    return Math.round((clock() - Date.now()) / 1000) + 0;
  };
  expect(await offset()).toBe(0);
  writeFileSync(file, '{"offsetMs":691200000}');
  expect(await offset()).toBe(691_200);
  writeFileSync(file, '{"offs');
  expect(await offset()).toBe(691_200);
  rmSync(dir, { recursive: true });
  expect(await offset()).toBe(0);
  expect(clockFromFile(undefined)).toBe(Date.now);
});
