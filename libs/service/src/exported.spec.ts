import { byId, exportPage, few, type Part, plain } from './exported.ts';

const numbered = (name: string, many: number, text = 'x'): Part =>
  byId(name, async ({ id }, take) =>
    Array.from({ length: many }, (_, n) => ({ id: String(n).padStart(6, '0'), text }))
      .filter((row) => id === undefined || row.id > id.gt)
      .slice(0, take),
  );

async function all(parts: readonly Part[]) {
  const pages = [];
  let after: string | null = null;
  do {
    const page = await exportPage(parts, after);
    pages.push(page.rows);
    after = page.next;
  } while (after !== null);
  return pages;
}

test('every row of every part comes once and in order, whatever the pages', async () => {
  const pages = await all([
    numbered('a', 250),
    numbered('b', 0),
    numbered('c', 100),
    few('d', async () => [{ id: 'only' }]),
  ]);
  const rows = pages.flat().map(({ part, row }) => `${part} ${row.id}`);
  expect(rows).toHaveLength(351);
  expect(new Set(rows).size).toBe(351);
  expect(rows).toEqual([...rows].sort());
});

test('a page stays below what a message takes, however long the rows are', async () => {
  const pages = await all([numbered('a', 200, 'y'.repeat(20_000))]);
  expect(pages.flat()).toHaveLength(200);
  for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(400_000);
});

test('ten thousand rows take a hundred pages', async () => {
  expect(await all([numbered('messages', 10_000)])).toHaveLength(101);
});

test.each(['', 'x', '7:', '9:1', '-1:1', '0', '0:'])('the cursor %p is none of ours', async (cursor) => {
  await expect(exportPage([numbered('a', 3)], cursor)).rejects.toMatchObject({ code: 'invalid-input' });
});

test('bytes stay out, at any depth; instants and large numbers are as JSON says them', () => {
  const row = {
    at: new Date(0),
    minor: 5n,
    hash: Buffer.from('secret'),
    deep: [{ key: new Uint8Array(2), text: 'a' }],
    none: null,
  };
  expect(plain(row)).toEqual({ at: '1970-01-01T00:00:00.000Z', minor: 5, deep: [{ text: 'a' }], none: null });
});
