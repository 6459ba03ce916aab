import { ofDay, readWeek, shown } from './week.ts';

const fields = (all: Record<string, string>) => (name: string) => all[name] ?? '';

test('filled pairs become windows and empty ones vanish', () => {
  const week = readWeek(fields({ 'from-1-0': '09:00', 'to-1-0': '12:00', 'from-1-1': '13:00', 'to-1-1': '17:30' }));
  expect(week).toEqual([
    { day: 1, from: '09:00', to: '12:00' },
    { day: 1, from: '13:00', to: '17:30' },
  ]);
});

test('midnight at the end of a window is the end of the day', () => {
  expect(readWeek(fields({ 'from-7-0': '20:00', 'to-7-0': '00:00' }))).toEqual([
    { day: 7, from: '20:00', to: '24:00' },
  ]);
  expect(shown('24:00')).toBe('00:00');
});

test('a half-filled pair is not swallowed', () => {
  expect(readWeek(fields({ 'from-3-0': '09:00' }))).toEqual([{ day: 3, from: '09:00', to: '' }]);
});

test('a day always offers two places, and more when it has more', () => {
  expect(ofDay([], 1)).toEqual([null, null]);
  const three = ['08:00', '06:00', '10:00'].map((from) => ({ day: 1, from, to: '23:00' }));
  expect(ofDay(three, 1).map((window) => window?.from)).toEqual(['06:00', '08:00', '10:00']);
});
