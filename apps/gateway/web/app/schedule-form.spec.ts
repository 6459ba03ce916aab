import type { Schedule } from '@sounding/contracts';
import { changeOf, wasOf } from './schedule-form.ts';

const kept: Schedule = {
  zone: 'Europe/Paris',
  weekly: [],
  overrides: [{ date: '2026-12-24', windows: [{ from: '09:00', to: '12:00' }] }],
  daysOff: [{ from: '2026-12-25', to: '2026-12-26' }],
  travel: [{ from: '2027-01-10', to: '2027-01-20', zone: 'America/New_York' }],
  caps: { day: 4, week: null },
  listings: [{ listingId: 'a', bufferBeforeMinutes: 5, bufferAfterMinutes: 10, horizonDays: 14 }],
};
const change = (fields: Record<string, string>) => changeOf((name) => fields[name] ?? '', kept);

test('weekly hours go with their zone', () => {
  expect(change({ part: 'hours', zone: 'Asia/Tokyo', 'from-1-0': '09:00', 'to-1-0': '12:00' })).toEqual({
    zone: 'Asia/Tokyo',
    weekly: [{ day: 1, from: '09:00', to: '12:00' }],
  });
});

test('a change says from what it was decided: weekly hours as the page showed them, lists as they are', () => {
  const was = (fields: Record<string, string>) => {
    const field = (name: string) => fields[name] ?? '';
    return wasOf(field, changeOf(field, kept) ?? {}, kept);
  };
  const shown = [{ day: 2, from: '10:00', to: '12:00' }];
  expect(was({ part: 'hours', zone: 'UTC', was: JSON.stringify(shown) })).toEqual({ weekly: shown });
  expect(was({ part: 'hours', zone: 'UTC' })).toEqual({ weekly: [] });
  expect(was({ part: 'hours', zone: 'UTC', was: '{"' })).toEqual({ weekly: '{"' });
  expect(was({ part: 'off', from: '2027-01-01' })).toEqual({ daysOff: kept.daysOff });
  expect(was({ part: 'caps', day: '2', week: '' })).toEqual({ caps: kept.caps });
});

test('hours of a date take the place of those it had, and go again', () => {
  const night = { 'from-0': '22:00', 'to-0': '01:00', 'next-0': 'on' };
  expect(change({ part: 'override', date: '2026-12-24', ...night })).toEqual({
    overrides: [{ date: '2026-12-24', windows: [{ from: '22:00', to: '01:00', nextDay: true }] }],
  });
  expect(change({ part: 'override', date: '2026-12-31', 'from-1': '10:00', 'to-1': '12:00' })).toEqual({
    overrides: [...kept.overrides, { date: '2026-12-31', windows: [{ from: '10:00', to: '12:00' }] }],
  });
  expect(change({ part: 'no-override', date: '2026-12-24' })).toEqual({ overrides: [] });
});

test('a day off is a range of one day when no last day is given', () => {
  expect(change({ part: 'off', from: '2027-01-01' })).toEqual({
    daysOff: [...kept.daysOff, { from: '2027-01-01', to: '2027-01-01' }],
  });
  expect(change({ part: 'not-off', from: '2026-12-25', to: '2026-12-26' })).toEqual({ daysOff: [] });
  expect(change({ part: 'not-off', from: '2026-12-25', to: '2026-12-25' })).toEqual({ daysOff: kept.daysOff });
});

test('a journey has a zone, and goes again', () => {
  expect(change({ part: 'travel', from: '2027-02-01', to: '2027-02-03', zone: 'UTC' })).toEqual({
    travel: [...kept.travel, { from: '2027-02-01', to: '2027-02-03', zone: 'UTC' }],
  });
  expect(change({ part: 'no-travel', from: '2027-01-10', to: '2027-01-20' })).toEqual({ travel: [] });
});

test('an empty limit is none', () => {
  expect(change({ part: 'caps', day: '', week: '12' })).toEqual({ caps: { day: null, week: 12 } });
});

test('what a listing needs takes the place of what it needed', () => {
  expect(change({ part: 'listing', listing: 'a', before: '', after: '15', horizon: '30' })).toEqual({
    listings: [{ listingId: 'a', bufferBeforeMinutes: 0, bufferAfterMinutes: 15, horizonDays: 30 }],
  });
});

test('a form that names no part changes nothing', () => {
  expect(change({ part: 'everything' })).toBeNull();
});
