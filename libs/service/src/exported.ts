/** A person's rows in pages that fit into a message. */
import { type ExportPage, type ExportRow, Refusal } from '@sounding/contracts';

type Row = ExportRow['row'];

/** One kind of rows, read in the order of a key. */
export interface Part {
  /** `messages`; the same name for ever, because people compare their copies. */
  readonly name: string;
  /** The rows behind a key (null: from the first), at most so many. */
  read(after: string | null, most: number): Promise<readonly { readonly key: string; readonly row: object }[]>;
}

const ROWS = 100;
/** A message takes a megabyte. The largest row by itself is a document of some ten thousand letters. */
const LETTERS = 300_000;

/** The next page behind a cursor. Refuses `invalid-input` for one that this function did not make. */
export async function exportPage(parts: readonly Part[], cursor: string | null): Promise<ExportPage> {
  const rows: ExportRow[] = [];
  let letters = 0;
  let { index, after } = placeOf(cursor, parts.length);
  for (;;) {
    const part = parts[index];
    if (!part) return { rows, next: null };
    const found = await part.read(after, ROWS);
    for (const { key, row } of found) {
      const told = { part: part.name, row: plain(row) as Row };
      rows.push(told);
      letters += JSON.stringify(told).length;
      if (rows.length >= ROWS || letters >= LETTERS) return { rows, next: `${index}:${key}` };
    }
    if (found.length < ROWS) index += 1;
    after = found.length < ROWS ? null : (found.at(-1)?.key ?? null);
  }
}

function placeOf(cursor: string | null, parts: number): { index: number; after: string | null } {
  if (cursor === null) return { index: 0, after: null };
  const [, index, after] = /^(\d{1,2}):(.+)$/s.exec(cursor) ?? [];
  if (index === undefined || after === undefined || Number(index) >= parts) {
    throw new Refusal('invalid-input', 'There is no such page.');
  }
  return { index: Number(index), after };
}

/** As JSON says it: instants as text, whole numbers as numbers, and no bytes, which are hashes or sealed. */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, of]) => (plain(of) === undefined ? [] : [[name, plain(of)]])),
  );
}

/** A part whose rows are few and come all at once. */
export function few(name: string, read: () => Promise<readonly object[]>): Part {
  return {
    name,
    async read(after, most) {
      const from = after === null ? 0 : Number(after) + 1;
      const rows = await read();
      return rows.slice(from, from + most).map((row, index) => ({ key: String(from + index), row }));
    },
  };
}

/** A part read in the order of its rows' ids. `find` gets `{ gt: id }` for what is behind a row, and how many. The id itself is left out. */
export function byId<R extends { readonly id: string }>(
  name: string,
  find: (behind: { id?: { gt: string } }, take: number) => Promise<readonly R[]>,
): Part {
  return {
    name,
    async read(after, most) {
      const rows = await find(after === null ? {} : { id: { gt: after } }, most);
      return rows.map((row) => ({ key: row.id, row }));
    },
  };
}
