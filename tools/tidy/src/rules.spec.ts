import { join } from 'node:path';
import { RULES, tidy } from './rules.ts';
import { sourcesIn } from './sources.files.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');

test('a tree that keeps the rules is left alone', () => {
  const sources = sourcesIn(join(FIXTURES, 'good'));
  expect(sources).toHaveLength(2);
  expect(tidy(sources)).toEqual([]);
});

test.each(Object.keys(RULES))('%s: its bad file is refused, by this rule and no other', (rule) => {
  const findings = tidy(sourcesIn(join(FIXTURES, rule)));
  expect(findings.map((finding) => finding.rule)).toEqual([rule]);
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
  const path = 'apps/booking/src/booking.ts';
  expect(tidy([{ path, text: `export const it = () => ${expression};` }])).toMatchObject([{ rule: 'plain-touches' }]);
});

test.each(['@nestjs/common', 'node:fs', 'pg', '@sounding/bus', '../generated/prisma/client.ts', './clock.clock.ts'])(
  'a plain file does not import %s',
  (from) => {
    const path = 'apps/booking/src/booking/booking.ts';
    const findings = tidy([{ path, text: `import { x } from '${from}';\nexport const it = x;` }]);
    expect(findings).toMatchObject([{ rule: 'plain-imports', line: 1 }]);
  },
);
