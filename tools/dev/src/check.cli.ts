/** `npm run check`: format and lint, types of tests and sites, the tree's rules, what we take from others, secrets, pure specs, generated files. All are run; all that fail are shown. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { say, sinceStart, step } from '../steps.mjs';
import { ROOT } from './pieces.process.ts';

const run = promisify(execFile);
const bin = (name: string): string => join(ROOT, 'node_modules/.bin', name);

const NX = 'node_modules/nx/dist/bin/nx.js';

interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

/** Each site has types of its own: of the browser, and of its routes. */
function siteChecks(): Check[] {
  return ['gateway', 'support-console'].flatMap((door) => {
    const cwd = join(ROOT, 'apps', door, 'web');
    return existsSync(join(cwd, 'tsconfig.json'))
      ? [
          {
            name: `Types of the ${door} site`,
            command: 'sh',
            args: ['-c', 'react-router typegen && tsc --noEmit -p .'],
            cwd,
          },
        ]
      : [];
  });
}

const supply = (name: string, what: string): Check => ({
  name,
  command: process.execPath,
  args: ['tools/dev/dist/supply.cli.js', what],
});

const CHECKS: readonly Check[] = [
  {
    name: 'Format and lint',
    command: bin('biome'),
    args: ['check', '.', '--error-on-warnings', '--max-diagnostics=30'],
  },
  { name: 'Types of the tests', command: bin('tsc'), args: ['-p', 'tsconfig.tests.json'] },
  ...siteChecks(),
  { name: 'Rules of the tree', command: process.execPath, args: ['tools/tidy/dist/main.js'] },
  {
    name: 'Lockfile',
    command: process.execPath,
    args: [NX, 'run', '@sounding/tool-dev:lockfile', '--output-style=static'],
  },
  supply('Licences of what is shipped', 'licences'),
  supply('Install scripts by name', 'scripts'),
  supply('Secrets in the tree', 'secrets'),
  supply('Known vulnerabilities of what is shipped', 'audit'),
  { name: 'Generated files', command: process.execPath, args: ['tools/contracts/dist/main.js', '--check'] },
  {
    name: 'Pure specs',
    command: process.execPath,
    args: [NX, 'run-many', '-t', 'spec', '--parallel=2', '--output-style=static'],
  },
];

const failures: string[] = [];

async function look(check: Check): Promise<void> {
  try {
    await step(check.name, async () => {
      const { stdout } = await run(check.command, [...check.args], {
        cwd: check.cwd ?? ROOT,
        maxBuffer: 1e8,
        env: {
          ...process.env,
          NX_DAEMON: 'false',
          NX_TUI: 'false',
          NX_NO_CLOUD: 'true',
          FORCE_COLOR: '0',
          NO_COLOR: '1',
        },
      });
      // What could not be looked at is no pass, and says so behind its name.
      return /^NOT CHECKED.*$/m.exec(stdout)?.[0] ?? '';
    });
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    failures.push(`${check.name}\n\n${`${stdout}${stderr}`.trim() || message}`);
  }
}

process.on('disconnect', () => process.exit(130));
for (const check of CHECKS) await look(check);
for (const failure of failures) console.error(`\n── ${failure}`);
say(`\n${failures.length === 0 ? 'All is well' : `${failures.length} of ${CHECKS.length} failed`}, ${sinceStart()}.`);
process.exit(failures.length === 0 ? 0 : 1);
