import { placeWords, waitDays } from './waiting.ts';

test('who is first is told so, and anybody else their number', () => {
  expect(placeWords(1)).toBe('You are first in line');
  expect(placeWords(12)).toBe('You are number 12 in line');
});

test('the form begins with a week from the days that were looked at, and never in the past or too far ahead', () => {
  const at = (asked: string | null) => waitDays(asked, '2026-11-24');
  expect(at(null)).toEqual({ from: '2026-11-24', to: '2026-11-30', first: '2026-11-24', last: '2027-11-24' });
  expect(at('2026-12-08')).toMatchObject({ from: '2026-12-08', to: '2026-12-14' });
  expect(at('2026-01-01')).toMatchObject({ from: '2026-11-24' });
  expect(at('2030-01-01')).toMatchObject({ from: '2027-10-25', to: '2027-10-31' });
  expect(at('soon')).toMatchObject({ from: '2026-11-24' });
});
