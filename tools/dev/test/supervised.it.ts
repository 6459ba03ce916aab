import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort } from '@sounding/testing';
import { isAlive } from '../src/copy.files.ts';
import { Supervised } from '../src/supervised.process.ts';

let folder: string;
let told: string[];
let one: Supervised;
let script: string;

async function supervise(text: string): Promise<void> {
  script = join(folder, 'program.mjs');
  writeFileSync(script, text);
  const port = await freePort();
  one = new Supervised(
    {
      name: 'example',
      command: process.execPath,
      args: [script],
      env: { PORT: String(port) },
      cwd: folder,
      logFile: join(folder, 'example.log'),
      readyUrl: `http://127.0.0.1:${port}/readyz`,
    },
    (sentence) => told.push(sentence),
  );
  one.start();
}

const SERVES = `import { createServer } from 'node:http';
console.log('started');
createServer((_, answer) => answer.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sounding-supervised-'));
  told = [];
});
afterEach(async () => {
  await one.kill();
  rmSync(folder, { recursive: true, force: true });
});

const ready = () => eventually(async () => expect(await one.isReady()).toBe(true));

test('a process that crashes is started again, and the person is told', async () => {
  await supervise(SERVES);
  await ready();
  const first = one.pid;
  one.crash();
  await eventually(() =>
    expect(told).toEqual([expect.stringMatching(/^example was ended by SIGKILL; starting it again in 0.5 s/)]),
  );
  await ready();
  expect(one.pid).not.toBe(first);
  expect(readFileSync(one.logFile, 'utf8')).toBe('started\nstarted\n');
});

test('a process that is killed on purpose stays down until it is started', async () => {
  await supervise(SERVES);
  await ready();
  await one.kill();
  await new Promise((done) => setTimeout(done, 700));
  expect(one.pid).toBeNull();
  expect(told).toEqual([]);
  one.start();
  await ready();
});

test('what a process started itself ends with it', async () => {
  await supervise(`import { spawn } from 'node:child_process';
const child = spawn('sleep', ['60'], { stdio: 'ignore' });
console.log(child.pid);
${SERVES}`);
  await ready();
  const grandchild = Number(readFileSync(one.logFile, 'utf8').split('\n')[0]);
  expect(isAlive(grandchild)).toBe(true);
  await one.stop();
  await eventually(() => expect(isAlive(grandchild)).toBe(false));
});

test('a process that ends at once is tried again ever later', async () => {
  await supervise(`console.error('no such setting'); process.exit(2);`);
  await eventually(() => expect(told.length).toBeGreaterThanOrEqual(3));
  expect(told.slice(0, 3).map((sentence) => /in ([\d.]+) s/.exec(sentence)?.[1])).toEqual(['0.5', '1', '2']);
  expect(one.lastLines()).toContain('no such setting');
});
