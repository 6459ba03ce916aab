import { addDays, byDay, clampDay, startOfDay, today } from './days.ts';

test('a start late in the evening falls on the next day for a reader further east', () => {
  const starts = ['2026-11-24T23:30:00.000Z', '2026-11-24T12:00:00.000Z'];
  expect(byDay(starts, 'UTC')).toEqual([{ day: '2026-11-24', starts: [...starts].reverse() }]);
  expect(byDay(starts, 'Asia/Tokyo').map((day) => [day.day, day.starts.length])).toEqual([
    ['2026-11-24', 1],
    ['2026-11-25', 1],
  ]);
});

test('today is the day of the zone, not of the server', () => {
  const now = new Date('2026-11-24T02:00:00.000Z');
  expect(today(now, 'America/Los_Angeles')).toBe('2026-11-23');
  expect(today(now, 'UTC')).toBe('2026-11-24');
});

test('a day begins at its own midnight on both sides of a clock change', () => {
  expect(startOfDay('2026-10-25', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z');
  expect(startOfDay('2026-10-26', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
});

test('days are added on the calendar', () => {
  expect(addDays('2026-12-30', 5)).toBe('2027-01-04');
});

test('a mistyped day is the first one, a day out of reach the nearest', () => {
  expect(clampDay('soon', '2026-11-24', '2027-01-01')).toBe('2026-11-24');
  expect(clampDay('2020-01-01', '2026-11-24', '2027-01-01')).toBe('2026-11-24');
  expect(clampDay('2030-01-01', '2026-11-24', '2027-01-01')).toBe('2027-01-01');
  expect(clampDay('2026-12-01', '2026-11-24', '2027-01-01')).toBe('2026-12-01');
});
