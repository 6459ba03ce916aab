import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { columnsOf, problemsOf, saidOf } from './columns.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const document = readFileSync(join(ROOT, 'docs/reference/what-is-sealed.md'), 'utf8');
const services = readdirSync(join(ROOT, 'apps')).filter((name) =>
  existsSync(join(ROOT, 'apps', name, 'prisma/schema.prisma')),
);

test.each(services)('every column of %s that can hold text or bytes says how it is kept, and why', (service) => {
  const columns = columnsOf(readFileSync(join(ROOT, 'apps', service, 'prisma/schema.prisma'), 'utf8'));
  expect(columns.length).toBeGreaterThan(3);
  expect(problemsOf(service, columns, document)).toEqual([]);
});

test('nothing is said of a service that is not there', () => {
  expect([...saidOf(document).keys()].filter((name) => name !== 'every service')).toEqual(services);
});

const schema = `
model Note {
  id      String @id @db.Uuid
  /// What somebody wrote.
  text    String @map("words")
  sealed  Bytes?
  tags    String[] @default([])
  count   Int
  author  Author @relation(fields: [id], references: [id])

  @@map("note")
}
`;

test('texts, lists and bytes are columns; numbers, relations and uuids are not', () => {
  expect(columnsOf(schema)).toEqual([
    { name: 'note.words', type: 'String' },
    { name: 'note.sealed', type: 'Bytes' },
    { name: 'note.tags', type: 'String' },
  ]);
});

test.each([
  [
    'a column without an entry',
    '| `note.words` | public | shown |\n| `note.tags` | public | shown |',
    'note.sealed is new',
  ],
  [
    'one that calls itself sealed and is text',
    '| `note.words`, `note.sealed`, `note.tags` | sealed | `person/<id>` |',
    'note.words is no column of bytes',
  ],
  [
    'bytes that call themselves public',
    '| `note.words`, `note.sealed`, `note.tags` | public | shown |',
    'note.sealed is a column of bytes',
  ],
  [
    'an entry without a column',
    '| `note.words`, `note.sealed`, `note.tags`, `note.gone` | technical | hash |',
    'note.gone is not there any more',
  ],
  ['a way that is not known', '| `note.words`, `note.sealed`, `note.tags` | somehow | hash |', 'kept in no known way'],
  ['an entry without a reason', '| `note.words`, `note.sealed`, `note.tags` | technical |  |', 'has no reason'],
])('%s is refused', (_what, rows, problem) => {
  expect(problemsOf('notes', columnsOf(schema), `## notes\n\n${rows}\n`).join('\n')).toContain(problem);
});
