import { filtersSet, overlapWords, pageAddress, priceWords, readSearch, toQuery, withChosen } from './search-query.ts';

const read = (query: string) => readSearch(new URLSearchParams(query));
const END = '-2.-60793.-17.2.7b1f7f3e-1c1c-4c1c-8c1c-1c1c1c1c1c1c';

test('a search is read from its address and written back to the same one', () => {
  const query =
    'text=life+path&category=sleep&mode=therapy&from=2026-11-26&to=2026-11-28&priceMax=7500&language=pt&overlap=4&ratingMin=4.5&sort=price';
  const form = read(`${query}&after=${END}`);
  expect(pageAddress(form, form.after)).toBe(`/search?${query}&after=${END}`);
  expect(read(pageAddress(form, form.after).split('?')[1] ?? '')).toEqual(form);
  expect(filtersSet(form)).toHaveLength(7);
});

test('one day alone means that day', () => {
  expect(read('from=2026-11-26')).toMatchObject({ from: '2026-11-26', to: '2026-11-26' });
});

test('a hand-edited address shows results and no error', () => {
  const wrong =
    'mode=magic&from=tomorrow&priceMax=cheap&sort=odd&after=%27%3B&language=English&overlap=40&ratingMin=9&page=-4';
  expect(read(wrong)).toEqual(read(''));
  expect(filtersSet(read(wrong))).toEqual([]);
  expect(read('from=2026-02-31&to=2026-13-01&after=1.2')).toEqual(read(''));
  expect(read('from=2027-02-29&to=2028-02-29')).toMatchObject({ from: '2028-02-29', to: '2028-02-29' });
  expect(read('from=0000-01-01&to=9999-12-31')).toMatchObject({ from: '0000-01-01', to: '9999-12-31' });
});

test('days and hours are those of the visitor', () => {
  expect(toQuery(read('from=2026-11-26'), 'Asia/Tokyo').zone).toBe('Asia/Tokyo');
});

test('another choice begins at the first page', () => {
  expect(pageAddress(read(`text=x&after=${END}`))).toBe('/search?text=x');
});

test('what is not set leaves no trace in the address', () => {
  expect(pageAddress(read(''))).toBe('/search');
  expect(priceWords(7500)).toBe('Up to $75 all-in');
  expect(overlapWords(1)).toBe('At least 1 hour of your day, 9 to 6');
});

test('what is chosen stays among the choices when it finds nothing', () => {
  const choices = [{ value: 'en', words: 'English', count: 3 }];
  expect(withChosen(choices, 'de', 'German').map((one) => one.count)).toEqual([3, 0]);
  expect(withChosen(choices, 'en', 'English')).toEqual(choices);
  expect(withChosen(choices, '', '')).toEqual(choices);
});
