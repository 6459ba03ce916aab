import { addDays, byDay, clampDay, shownDays, startOfDay, today } from './days.ts';

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

test('a page shows two weeks from now or from the day it is asked for, and the ways to those before and after', () => {
  const now = new Date('2026-11-24T15:30:00Z');
  const shown = (asked: string | null) => shownDays(asked, now, 'Europe/Berlin');
  expect(shown(null)).toEqual({
    range: { from: '2026-11-24T15:30:00.000Z', to: '2026-12-07T23:00:00.000Z' },
    ways: { earlier: null, later: '?from=2026-12-08' },
  });
  expect(shown('2026-12-01')).toEqual({
    range: { from: '2026-11-30T23:00:00.000Z', to: '2026-12-14T23:00:00.000Z' },
    ways: { earlier: '?', later: '?from=2026-12-15' },
  });
  expect(shown('2026-12-22').ways.earlier).toBe('?from=2026-12-08');
  expect(shown('2030-01-01').ways.later).toBeNull();
});
