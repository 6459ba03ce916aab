import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const built = resolve(import.meta.dirname, '../dist/crashpoint.process.js');
const program = `
  import { crashpoint } from ${JSON.stringify(built)};
  process.on('exit', () => console.log('handlers ran'));
  crashpoint('a.other'); console.log('before'); crashpoint('a.point'); console.log('after');`;
const run = (env: Record<string, string>) =>
  spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });

describe('a crash point', () => {
  it('ends the process as a power cut would: no handler runs', () => {
    const { signal, stdout } = run({ SOUNDING_CRASH_AT: 'a.point' });
    expect([signal, stdout]).toEqual(['SIGKILL', 'before\n']);
  });

  it('is hit once where marks are kept, so that the process that comes back passes', () => {
    const marks = mkdtempSync(join(tmpdir(), 'marks-'));
    const env = { SOUNDING_CRASH_AT: 'a.point', SOUNDING_CRASH_MARKS: marks };
    expect(run(env).signal).toBe('SIGKILL');
    expect(run(env).stdout).toContain('after');
    rmSync(marks, { recursive: true });
  });

  it('is nothing unless it was asked for, and nothing at all in production', () => {
    expect(run({}).stdout).toContain('after');
    expect(run({ SOUNDING_CRASH_AT: 'a.point', NODE_ENV: 'production' }).stdout).toContain('after');
  });
});
