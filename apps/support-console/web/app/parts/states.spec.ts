import { timesWords } from './states.ts';

it.each([
  [0, 'never'],
  [1, 'once'],
  [2, 'twice'],
  [3, '3 times'],
])('a document that was sent again %d times was sent again %s', (times, words) => {
  expect(timesWords(times)).toBe(words);
});
