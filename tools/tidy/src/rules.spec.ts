import { join } from 'node:path';
import { RULES, tidy } from './rules.ts';
import { sourcesIn } from './sources.files.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');

test('a tree that keeps the rules is left alone', () => {
  const sources = sourcesIn(join(FIXTURES, 'good'));
  expect(sources).toHaveLength(2);
  expect(tidy(sources)).toEqual([]);
});

test.each(Object.keys(RULES))('%s: its bad files are refused, each by this rule and no other', (rule) => {
  const sources = sourcesIn(join(FIXTURES, rule));
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) expect(tidy([source]).map((finding) => finding.rule)).toEqual([rule]);
});

test.each([
  'Date.now()',
  'Math.random()',
  'process.env',
  'setTimeout(() => 1, 1)',
  'fetch("http://x")',
  'randomUUID()',
  'new Date()',
])('%s does not belong into a plain file', (expression) => {
  for (const path of ['apps/booking/src/booking.ts', 'libs/bus/src/lanes.ts', 'libs/door/src/problem.ts']) {
    expect(tidy([{ path, text: `export const it = () => ${expression};` }])).toMatchObject([{ rule: 'plain-touches' }]);
  }
});

test('a plain file of a library under the services may name types of the world, and use nothing of it', () => {
  const path = 'libs/bus/src/database.ts';
  const typed = `import type { Pool } from 'pg';\nexport type It = Pool;`;
  expect(tidy([{ path, text: typed }])).toEqual([]);
  expect(tidy([{ path, text: typed.replace('import type', 'import') }])).toMatchObject([{ rule: 'plain-imports' }]);
});

test.each(['@nestjs/common', 'node:fs', 'pg', '@sounding/bus', '../generated/prisma/client.ts', './clock.clock.ts'])(
  'a plain file does not import %s',
  (from) => {
    const path = 'apps/booking/src/booking/booking.ts';
    const findings = tidy([{ path, text: `import { x } from '${from}';\nexport const it = x;` }]);
    expect(findings).toMatchObject([{ rule: 'plain-imports', line: 1 }]);
  },
);
