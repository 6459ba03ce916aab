/** `node tools/dev/dist/supply.cli.js [licences|scripts|audit|secrets]`: one look each; ends with 1 and a line for each problem. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './pieces.process.ts';
import {
  type Audit,
  auditProblems,
  type Lock,
  licenceProblems,
  type Supply,
  scriptProblems,
  secretsIn,
} from './supply.ts';

const run = promisify(execFile);
const PATIENCE_MS = 5_000;
const TEXT =
  /\.(c?m?[jt]sx?|json|ya?ml|tpl|conf|sh|md|sql|prisma|css|html?|svg|txt|toml|env)$|(^|\/)(Dockerfile|\.[a-z]+rc|\.ci\/run)$/;

const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;
const supply = readJson<Supply>('tools/dev/src/supply.json');
const lock = () => readJson<{ packages: Lock }>('package-lock.json').packages;

/** Null when the registry does not answer in time: nothing is known then, and nothing is claimed. */
async function audit(): Promise<Audit | null> {
  try {
    const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0', `--fetch-timeout=${PATIENCE_MS}`];
    const { stdout } = await run('npm', args, { cwd: ROOT, timeout: PATIENCE_MS * 3, maxBuffer: 1e8 });
    return JSON.parse(stdout) as Audit;
  } catch (error) {
    // npm ends with 1 when it found something, and also when it could not ask.
    const { stdout } = error as { stdout?: string };
    const said = stdout?.startsWith('{') ? (JSON.parse(stdout) as Audit & { error?: object }) : null;
    return said?.vulnerabilities ? said : null;
  }
}

async function secrets(): Promise<string[]> {
  const { stdout } = await run('git', ['ls-files', '-z'], { cwd: ROOT, maxBuffer: 1e8 });
  const files = stdout.split('\0').filter((file) => TEXT.test(file) && file !== 'package-lock.json');
  return files.flatMap((file) => secretsIn(file, readFileSync(join(ROOT, file), 'utf8'), supply));
}

async function look(what: string | undefined): Promise<string[]> {
  if (what === 'licences') return licenceProblems(lock(), supply);
  if (what === 'scripts') {
    return scriptProblems(lock(), readJson<{ allowScripts: Record<string, boolean> }>('package.json').allowScripts);
  }
  if (what === 'secrets') return secrets();
  if (what !== 'audit') return ['say what to look at: licences, scripts, audit or secrets'];
  const said = await audit();
  if (said) return auditProblems(said, supply, new Date().toISOString().slice(0, 10));
  console.log('NOT CHECKED: the registry did not answer');
  return [];
}

const problems = await look(process.argv[2]);
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
