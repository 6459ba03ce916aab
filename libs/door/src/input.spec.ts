import { Search } from '@sounding/contracts';
import { z } from 'zod';
import { issuesOf, kindsOf, readQuery } from './input.ts';

describe('a query', () => {
  const kinds = kindsOf(Search.input);

  it('is read as the contract wants it', () => {
    expect(readQuery(kinds, { text: 'life path', priceMax: '7000', page: '2' })).toEqual({
      text: 'life path',
      priceMax: 7000,
      page: 2,
    });
  });

  it('leaves empty fields out, because an empty form field was not given', () => {
    expect(readQuery(kinds, { text: 'x', mode: '', from: '' })).toEqual({ text: 'x' });
  });

  it('keeps a number that is none as it came, so that the schema names the field', () => {
    const parsed = Search.input.safeParse(readQuery(kinds, { page: 'two' }));
    expect(parsed.success ? [] : issuesOf(parsed.error).map((issue) => issue.path)).toEqual(['page']);
  });

  it('reads lists', () => {
    expect(readQuery(kindsOf(z.object({ ids: z.array(z.string()) })), { ids: 'a,b' })).toEqual({ ids: ['a', 'b'] });
  });
});
