/**
 * `npm test`: pure specs, services on a real PostgreSQL and NATS, stories in a real browser; ends with `N passed, N failed`.
 * `npm run prove` is the same with every property and fault case (SOUNDING_PROVE=1); otherwise a tenth of them runs.
 * Arguments go to Jest: `npm test -- apps/billing`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sinceStart } from '../steps.mjs';
import { ROOT } from './pieces.process.ts';
import { type Count, countOf, slowestOf, sum } from './report.ts';

interface Kind {
  readonly project: 'spec' | 'it' | 'e2e';
  readonly title: string;
  /** As many files at a time as a small machine has cores: with more of them, whoever waits for a page or a deadline waits too long. */
  readonly flags: readonly string[];
}

const KINDS: readonly Kind[] = [
  { project: 'spec', title: 'Pure specs', flags: ['--maxWorkers=2'] },
  { project: 'it', title: 'Services on PostgreSQL and NATS', flags: ['--maxWorkers=2'] },
  { project: 'e2e', title: 'Stories in a browser', flags: ['--maxWorkers=2'] },
];

const SLOWEST = 12;
const NONE: Count = { passed: 0, failed: 0, skipped: 0, failures: [], files: [] };
const folder = mkdtempSync(join(tmpdir(), 'sounding-results-'));
const asked = process.argv.slice(2);
let running: ReturnType<typeof spawn> | undefined;

function stop(): void {
  running?.kill('SIGTERM');
  process.exit(130);
}
process.on('disconnect', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

function jest(kind: Kind): Promise<Count> {
  const results = join(folder, `${kind.project}.json`);
  const args = [
    ...['--no-warnings', '--experimental-vm-modules', join(ROOT, 'node_modules/jest/bin/jest.js')],
    ...[
      '--selectProjects',
      kind.project,
      '--passWithNoTests',
      '--json',
      `--outputFile=${results}`,
      ...kind.flags,
      ...asked,
    ],
  ];
  return new Promise((done, fail) => {
    // What --json prints on stdout is the same as in the file; people read the reporter on stderr.
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    running = child;
    child.on('error', fail);
    child.on('close', (code) => {
      const count = existsSync(results) ? countOf(JSON.parse(readFileSync(results, 'utf8')), ROOT) : NONE;
      // Jest may fail without a failed test, for example when a server does not start; that is never a pass.
      const lost = code !== 0 && count.failed === 0;
      done(lost ? { ...count, failed: 1, failures: [`${kind.title}: Jest ended with exit ${code}`] } : count);
    });
  });
}

console.log(
  process.env.SOUNDING_PROVE
    ? 'Every property and fault case.'
    : 'A tenth of the property and fault cases; all of them: npm run prove',
);
const counts: Count[] = [];
const lines: string[] = [];
for (const kind of KINDS) {
  console.log(`\n${kind.title}\n`);
  const start = Date.now();
  const count = await jest(kind);
  counts.push(count);
  const time = `${((Date.now() - start) / 1000).toFixed(0)} s`;
  lines.push(
    `  ${kind.title.padEnd(34)}${String(count.passed).padStart(6)} passed ${String(count.failed).padStart(4)} failed ${time.padStart(7)}`,
  );
}
rmSync(folder, { recursive: true, force: true });
const total = sum(counts);
console.log(`\n${lines.join('\n')}`);
for (const failure of total.failures) console.log(`  ✗ ${failure}`);
if (total.skipped > 0) console.log(`  ${total.skipped} skipped`);
console.log('\n  The slowest files');
for (const { file, ms } of slowestOf(total, SLOWEST)) console.log(`  ${(ms / 1000).toFixed(0).padStart(5)} s  ${file}`);
console.log(`  ${sinceStart()} in all\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
