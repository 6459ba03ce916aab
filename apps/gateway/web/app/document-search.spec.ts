import { readDocumentSearch } from './document-search.ts';

const read = (query: string) => readDocumentSearch(new URLSearchParams(query));

describe('the address of the list of documents', () => {
  it('looks for a number in the year that the number names', () => {
    expect(read('year=2026&number=+r-2025-000041+')).toEqual({ year: '2025', number: 'r-2025-000041' });
    expect(read('year=2026&number=41')).toEqual({ year: '2026', number: '41' });
  });

  it('takes an empty field for none, and cuts what is longer than any number', () => {
    expect(read('year=&number=+')).toEqual({ year: null, number: null });
    expect(read(`number=${'9'.repeat(60)}`).number).toHaveLength(40);
  });
});
