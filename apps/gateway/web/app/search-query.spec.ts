import { pageAddress, priceWords, readSearch, toQuery } from './search-query.ts';

const read = (query: string) => readSearch(new URLSearchParams(query));

test('a search is read from its address and written back to the same one', () => {
  const form = read(
    'text=life+path&category=sleep&mode=therapy&from=2026-11-26&to=2026-11-28&priceMax=7500&sort=price&page=3',
  );
  expect(read(pageAddress(form, 3).split('?')[1] ?? '')).toEqual(form);
});

test('one day alone means that day', () => {
  expect(read('from=2026-11-26')).toMatchObject({ from: '2026-11-26', to: '2026-11-26' });
});

test('a hand-edited address shows results and no error', () => {
  expect(read('mode=magic&from=tomorrow&priceMax=cheap&sort=odd&page=-4')).toEqual({
    text: '',
    category: '',
    mode: '',
    from: '',
    to: '',
    priceMax: '',
    sort: 'best',
    page: 1,
  });
});

test('the zone goes along only with days', () => {
  expect(toQuery(read('from=2026-11-26'), 'Asia/Tokyo').zone).toBe('Asia/Tokyo');
  expect(toQuery(read('text=x'), 'Asia/Tokyo').zone).toBe('');
});

test('what is not set leaves no trace in the address', () => {
  expect(pageAddress(read(''), 1)).toBe('/search');
  expect(priceWords(7500)).toBe('Up to $75 all-in');
});
