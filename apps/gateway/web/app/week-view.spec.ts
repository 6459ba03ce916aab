import type { Booking, ScheduleDay } from '@sounding/contracts';
import { drawnWeek, mondayOf, placeOn, weekOf } from './week-view.ts';

const day = (date: string, from: string, to: string, zone = 'Europe/Paris'): ScheduleDay => ({
  date,
  zone,
  hours: 'weekly',
  from,
  to,
  open: [],
});
const ordinary = day('2026-11-24', '2026-11-23T23:00:00.000Z', '2026-11-24T23:00:00.000Z');

test('a week begins on Monday, in the zone of the provider', () => {
  const sundayNight = new Date('2026-11-22T23:30:00.000Z');
  expect([mondayOf(sundayNight, 'UTC'), mondayOf(sundayNight, 'Europe/Paris')]).toEqual(['2026-11-16', '2026-11-23']);
});

test('an address names any day of a week, and what is no day is now', () => {
  const now = new Date('2026-11-24T09:00:00.000Z');
  const week = (given: string | null) => weekOf(given, now, 'UTC');
  expect(['2026-11-29', '2026-12-01', null, 'soon', '2026-13-01', '2026-02-30'].map(week)).toEqual([
    '2026-11-23',
    '2026-11-30',
    '2026-11-23',
    '2026-11-23',
    '2026-11-23',
    '2026-11-23',
  ]);
});

test('a session stands at its wall time', () => {
  const six = { from: '2026-11-24T05:00:00.000Z', to: '2026-11-24T08:00:00.000Z' };
  expect(placeOn(ordinary, six)).toEqual({ top: 25, height: 12.5 });
});

test('what runs past midnight is cut at both ends, and what lies on another day is not drawn', () => {
  const night = { from: '2026-11-24T17:00:00.000Z', to: '2026-11-25T05:00:00.000Z' };
  expect(placeOn(ordinary, night)).toEqual({ top: 75, height: 25 });
  const before = { from: '2026-11-23T17:00:00.000Z', to: '2026-11-24T05:00:00.000Z' };
  expect(placeOn(ordinary, before)).toEqual({ top: 0, height: 25 });
  expect(placeOn(ordinary, { from: ordinary.to, to: '2026-11-25T05:00:00.000Z' })).toBeNull();
});

test('an hour that comes twice is still drawn', () => {
  const long = day('2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z');
  expect(placeOn(long, { from: '2026-10-25T00:30:00.000Z', to: '2026-10-25T01:00:00.000Z' })?.height).toBeGreaterThan(
    1,
  );
});

test('a drawn week names who comes, when on the day’s own clock, and what is open in words', () => {
  const away = {
    ...day('2026-11-25', '2026-11-24T15:00:00.000Z', '2026-11-25T15:00:00.000Z', 'Asia/Tokyo'),
    open: [{ from: '2026-11-25T00:00:00.000Z', to: '2026-11-25T15:00:00.000Z' }],
  };
  const off = { ...day('2026-11-26', '2026-11-25T23:00:00.000Z', '2026-11-26T23:00:00.000Z'), hours: 'off' as const };
  const booking = {
    id: 'b',
    clientId: 'c',
    startsAt: '2026-11-25T00:00:00.000Z',
    endsAt: '2026-11-25T01:00:00.000Z',
    offer: { title: 'An hour' },
  } as Booking;
  const week = drawnWeek({ days: [ordinary, away, off], bookings: [booking] }, 'Europe/Paris', { c: 'Heron' });
  expect(week).toMatchObject({ monday: 'Tue, Nov 24, 2026', before: '2026-11-17', after: '2026-12-01' });
  expect(week.days.map(({ elsewhere, openWords }) => [elsewhere, openWords])).toEqual([
    [null, 'No hours'],
    ['Tokyo', 'Open 9:00 AM to midnight'],
    [null, 'Day off'],
  ]);
  expect(week.days[1]?.sessions).toEqual([
    { id: 'b', at: '9:00 AM', name: 'Heron', place: { top: 37.5, height: expect.closeTo(4.17, 1) } },
  ]);
  expect(week.sessions).toEqual([
    { id: 'b', title: 'An hour', name: 'Heron', when: 'Wed, Nov 25, 2026, 9:00 AM to 10:00 AM Tokyo time (GMT+9)' },
  ]);
});
