import { clock, dateWords, dayOf, duration, fromTo, fullTime, left, longDuration, zoneName } from './time.ts';

test('an instant is shown on the clock of the zone and with its name', () => {
  expect(fullTime('2026-11-24T13:00:00.000Z', 'Europe/Berlin')).toBe('Tue, Nov 24, 2026, 2:00 PM Berlin time (GMT+1)');
  expect(fullTime('2026-11-24T13:00:00.000Z', 'UTC')).toBe('Tue, Nov 24, 2026, 1:00 PM UTC');
  expect(fullTime('2026-11-24T23:30:00.000Z', 'Asia/Kathmandu')).toBe(
    'Wed, Nov 25, 2026, 5:15 AM Kathmandu time (GMT+5:45)',
  );
});

test('the offset beside a time is that of its own day, on both sides of a clock change', () => {
  expect(zoneName('America/New_York', '2026-10-31T16:00:00.000Z')).toBe('New York time (GMT-4)');
  expect(zoneName('America/New_York', '2026-11-02T16:00:00.000Z')).toBe('New York time (GMT-5)');
});

test('a date of a calendar is the same date everywhere', () => {
  expect(dateWords('2026-12-24')).toBe('Thu, Dec 24, 2026');
});

test('midnight and noon are written as twelve', () => {
  expect(clock('2026-11-24T00:00:00.000Z', 'UTC')).toBe('12:00 AM');
  expect(clock('2026-11-24T12:05:00.000Z', 'UTC')).toBe('12:05 PM');
});

test('the year is named only when it is another one', () => {
  expect(dayOf('2026-12-01T10:00:00.000Z', 'UTC', '2026-11-23T10:00:00.000Z')).toBe('Tue, Dec 1');
  expect(dayOf('2027-01-02T10:00:00.000Z', 'UTC', '2026-11-23T10:00:00.000Z')).toBe('Sat, Jan 2, 2027');
});

test('a span names its zone once', () => {
  expect(fromTo('2026-11-24T13:00:00.000Z', '2026-11-24T13:50:00.000Z', 'UTC')).toBe(
    'Tue, Nov 24, 2026, 1:00 PM to 1:50 PM UTC',
  );
});

test('what is left runs down to the second and then is nothing', () => {
  const now = new Date('2026-11-24T12:00:00.000Z');
  expect(left('2026-11-24T12:09:05.000Z', now)).toBe('9:05');
  expect(left('2026-11-24T13:20:00.000Z', now)).toBe('1 h 20 min');
  expect(left('2026-11-27T16:00:00.000Z', now)).toBe('3 days 4 h');
  expect(left('2026-11-24T12:00:00.000Z', now)).toBeNull();
});

test('long durations are said in days and hours', () => {
  expect(longDuration(90)).toBe('1 hour 30 minutes');
  expect(longDuration(23 * 60 + 29)).toBe('23 hours 29 minutes');
  expect(longDuration(24 * 60)).toBe('1 day');
  expect(longDuration(327 * 60 + 20)).toBe('13 days 15 hours');
  expect(longDuration(8 * 24 * 60 - 1)).toBe('8 days');
});

test('durations are said in words', () => {
  expect(duration(50)).toBe('50 minutes');
  expect(duration(60)).toBe('1 hour');
  expect(duration(90)).toBe('1 hour 30 minutes');
});
