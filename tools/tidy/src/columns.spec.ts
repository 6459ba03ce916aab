import { resolve } from 'node:path';
import { unsaidColumns } from './columns.files.ts';
import { columnsOf, problemsOf } from './columns.ts';

test('every column of every service that can hold text or bytes says how it is kept, and why', () => {
  expect(unsaidColumns(resolve(import.meta.dirname, '../../..'))).toEqual([]);
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
