import type { Schedule } from '@sounding/contracts';
import { changedSchedule, checkedDay, checkedRange, current, NO_SCHEDULE, type Parts } from './schedule.ts';

const now = new Date('2026-12-01T12:00:00.000Z');
const changed = (parts: Parts, kept: Schedule = NO_SCHEDULE) => changedSchedule(kept, parts, now);

describe('weekly hours', () => {
  const window = (day: number, from: string, to: string, nextDay?: boolean) =>
    nextDay === undefined ? { day, from, to } : { day, from, to, nextDay };

  it('are sorted by day and time', () => {
    const weekly = [window(2, '13:00', '24:00'), window(1, '22:00', '24:00'), window(2, '09:00', '12:00')];
    expect(changed({ weekly }).weekly).toEqual([weekly[1], weekly[2], weekly[0]]);
  });

  it.each([
    ['12:00', '12:00', undefined],
    ['22:00', '02:00', undefined],
    ['22:00', '02:00', false],
    ['24:00', '24:00', undefined],
    ['24:00', '02:00', true],
    ['09:00', '10:00', true],
    ['00:00', '24:00', true],
  ])('refuse a window from %s to %s with nextDay %s', (from, to, nextDay) => {
    expect(() => changed({ weekly: [window(1, from, to, nextDay)] })).toThrow('bad-window');
  });

  it.each([
    ['22:00', '02:00'],
    ['09:00', '09:00'],
    ['00:00', '00:00'],
  ])('take a window from %s to %s on the next day', (from, to) => {
    const weekly = [window(7, from, to, true)];
    expect(changed({ weekly }).weekly).toEqual(weekly);
  });

  it('do not keep that a window ends on its own day, so that equal windows are equal', () => {
    expect(changed({ weekly: [window(1, '09:00', '17:00', false)] }).weekly).toEqual([window(1, '09:00', '17:00')]);
  });
});

describe('a change of a schedule', () => {
  const full: Schedule = {
    zone: 'Europe/Paris',
    weekly: [{ day: 1, from: '09:00', to: '17:00' }],
    overrides: [{ date: '2026-12-24', windows: [{ from: '09:00', to: '12:00' }] }],
    daysOff: [{ from: '2026-12-25', to: '2026-12-26' }],
    travel: [{ from: '2027-01-10', to: '2027-01-20', zone: 'America/New_York' }],
    caps: { day: 4, week: 12 },
    listings: [],
  };

  it.each(Object.keys(full) as (keyof Schedule)[])('replaces %s when it is given, and nothing else', (part) => {
    expect(changed({ [part]: NO_SCHEDULE[part] }, full)).toEqual({ ...full, [part]: NO_SCHEDULE[part] });
    expect(changed({ [part]: undefined }, full)).toEqual(full);
  });

  it('forgets what ended more than a month ago', () => {
    const old: Schedule = {
      ...full,
      overrides: [{ date: '2026-10-30', windows: [{ from: '09:00', to: '12:00' }] }, ...full.overrides],
      daysOff: [{ from: '2026-10-01', to: '2026-10-30' }, { from: '2026-10-01', to: '2026-10-31' }, ...full.daysOff],
      travel: [{ from: '2026-10-01', to: '2026-10-30', zone: 'UTC' }, ...full.travel],
    };
    const kept = { ...full, daysOff: [{ from: '2026-10-01', to: '2026-10-31' }, ...full.daysOff] };
    expect(current(old, now)).toEqual(kept);
    expect(changed({ caps: full.caps }, old)).toEqual(kept);
  });

  const windows = [{ from: '09:00', to: '12:00' }];
  it.each<[string, Parts]>([
    ['an override in 9999', { overrides: [{ date: '9999-12-31', windows }] }],
    ['an override in 1900', { overrides: [{ date: '1900-01-01', windows }] }],
    ['two overrides of one date', { overrides: ['2026-12-24', '2026-12-24'].map((date) => ({ date, windows })) }],
    ['days off that end in 9999', { daysOff: [{ from: '2026-12-24', to: '9999-12-31' }] }],
    ['days off that end before they begin', { daysOff: [{ from: '2026-12-26', to: '2026-12-25' }] }],
    ['travel that began in 1900', { travel: [{ from: '1900-01-01', to: '2026-12-24', zone: 'UTC' }] }],
    [
      'two journeys on one date',
      {
        travel: [
          { from: '2026-12-24', to: '2026-12-28', zone: 'UTC' },
          { from: '2026-12-20', to: '2026-12-24', zone: 'Asia/Tokyo' },
        ],
      },
    ],
  ])('refuses %s', (_what, parts) => {
    expect(() => changed(parts)).toThrow('bad-dates');
  });

  it('refuses a window of a date that ends before it begins', () => {
    const overrides = [{ date: '2026-12-24', windows: [{ from: '22:00', to: '02:00' }] }];
    expect(() => changed({ overrides })).toThrow('bad-window');
  });

  it('takes journeys that follow each other, days off that overlap, and sorts what has dates', () => {
    const travel = [
      { from: '2026-12-25', to: '2026-12-28', zone: 'UTC' },
      { from: '2026-12-20', to: '2026-12-24', zone: 'Asia/Tokyo' },
    ];
    const daysOff = [
      { from: '2026-12-25', to: '2026-12-28' },
      { from: '2026-12-24', to: '2026-12-26' },
    ];
    expect(changed({ travel, daysOff })).toMatchObject({
      travel: [...travel].reverse(),
      daysOff: [...daysOff].reverse(),
    });
  });

  it('takes dates up to two years ahead and a year back, and no further', () => {
    for (const date of ['2025-11-30', '2028-12-01']) expect(checkedDay(date, now)).toBe(date);
    for (const date of ['2025-11-29', '2028-12-02']) expect(() => checkedDay(date, now)).toThrow('bad-dates');
  });
});

describe('a range', () => {
  it('goes forward and is no longer than 62 days', () => {
    const from = '2026-12-01T00:00:00.000Z';
    expect(checkedRange(from, '2027-02-01T00:00:00.000Z').to).toBe(Date.parse('2027-02-01T00:00:00.000Z'));
    for (const to of [from, '2026-11-30T00:00:00.000Z', '2027-02-01T00:00:00.001Z']) {
      expect(() => checkedRange(from, to)).toThrow('bad-range');
    }
  });
});
