/**
 * Days on which clocks change, by hand: each row follows from the published rule of its zone, and none from a program. Starts
 * are in UTC; wall times in the comments are the zone's.
 */
import { HORIZON_DAYS, type Schedule } from '@sounding/contracts';
import { NO_SCHEDULE } from './schedule.ts';
import { openStarts, type Plan } from './slots.ts';

const DAY = 86_400_000;
const hourly = { step: 60, length: 60 };
const half = { step: 30, length: 30 };

function plan(schedule: Partial<Schedule>, { step, length }: { step: number; length: number }): Plan {
  return {
    schedule: { ...NO_SCHEDULE, ...schedule },
    durationMinutes: length,
    stepMinutes: step,
    noticeMinutes: 0,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    horizonDays: HORIZON_DAYS,
  };
}

/** `2026-03-08T05:00`, with seconds where there are any. */
const shown = (starts: readonly number[]) =>
  starts.map((at) => new Date(at).toISOString().replace(/(:00)?\.000Z$/, ''));

function around(date: string, of: Plan): string[] {
  return shown(openStarts(of, [], Date.parse(date) - 3 * DAY, Date.parse(date) + 4 * DAY));
}

/** Starts of one window of one date. `22:00-02:00+1` ends on the next day. */
function starts(zone: string, date: string, hours: string, measures = hourly): string[] {
  const [from = '', end = ''] = hours.split('-');
  const [to = '', next] = end.split('+');
  const window = next ? { from, to, nextDay: true } : { from, to };
  return around(date, plan({ zone, overrides: [{ date, windows: [window] }] }, measures));
}

describe('an hour that is skipped', () => {
  it.each([
    // 02:00 to 03:00: 00, 01, 03 (also 02), 04
    ['America/New_York', '2026-03-08', '00:00-05:00', ['03-08T05:00', '03-08T06:00', '03-08T07:00', '03-08T08:00']],
    // 01:00 to 02:00: 00, 02 (also 01)
    ['Europe/London', '2026-03-29', '00:00-03:00', ['03-29T00:00', '03-29T01:00']],
    // 01:00 to 03:00, two hours: 00, 03 (also 01), 04 (also 02)
    ['Antarctica/Troll', '2026-03-29', '00:00-05:00', ['03-29T00:00', '03-29T01:00', '03-29T02:00']],
    // 02:45 to 03:45: 02, and 04 (also 03)
    ['Pacific/Chatham', '2026-09-27', '02:00-05:00', ['09-26T13:15', '09-26T14:15']],
    // 00:01 to 01:01: 01:00 is 02:00 on the new clock, when the window ends
    ['America/St_Johns', '2006-04-02', '00:00-02:00', ['04-02T03:30']],
  ])('%s on %s, %s', (zone, date, hours, expected) => {
    expect(starts(zone, date, hours)).toEqual(expected.map((at) => `${date.slice(0, 4)}-${at}`));
  });
});

describe('midnight that is skipped', () => {
  it.each([
    // 00:00 to 01:00: 01 (also 00), 02, 03
    ['America/Asuncion', '2024-10-06', '00:00-04:00', ['10-06T04:00', '10-06T05:00', '10-06T06:00']],
    // 00:30 is 01:30 on the new clock: the window begins there, and so does its grid
    ['America/Asuncion', '2024-10-06', '00:30-03:30', ['10-06T04:30', '10-06T05:30']],
    // across it: 22, 23, 01 (also 00)
    ['America/Sao_Paulo', '2018-11-03', '22:00-02:00+1', ['11-04T01:00', '11-04T02:00', '11-04T03:00']],
    ['Asia/Beirut', '2026-03-29', '00:00-03:00', ['03-28T22:00', '03-28T23:00']],
    ['Africa/Cairo', '2026-04-24', '00:00-03:00', ['04-23T22:00', '04-23T23:00']],
    ['America/Havana', '2026-03-08', '00:00-02:00', ['03-08T05:00']],
    ['America/Santiago', '2026-09-06', '00:00-02:00', ['09-06T04:00']],
  ])('%s on %s, %s', (zone, date, hours, expected) => {
    expect(starts(zone, date, hours)).toEqual(expected.map((at) => `${date.slice(0, 4)}-${at}`));
  });
});

describe('an hour that comes twice', () => {
  it.each([
    // 01 twice
    [
      'America/New_York',
      '2026-11-01',
      '00:00-04:00',
      ['11-01T04:00', '11-01T05:00', '11-01T06:00', '11-01T07:00', '11-01T08:00'],
    ],
    // 01 and 02 twice, in their order: 00, 01, 02, 01, 02, 03
    [
      'Antarctica/Troll',
      '2026-10-25',
      '00:00-04:00',
      ['10-24T22:00', '10-24T23:00', '10-25T00:00', '10-25T01:00', '10-25T02:00', '10-25T03:00'],
    ],
    // 03 twice
    ['Pacific/Chatham', '2026-04-05', '02:00-04:00', ['04-04T12:15', '04-04T13:15', '04-04T14:15']],
    // the last hour of the day twice
    ['America/Asuncion', '2024-03-23', '21:00-24:00', ['03-24T00:00', '03-24T01:00', '03-24T02:00', '03-24T03:00']],
    ['Asia/Beirut', '2026-10-24', '22:00-24:00', ['10-24T19:00', '10-24T20:00', '10-24T21:00']],
    ['Africa/Cairo', '2026-10-29', '23:00-24:00', ['10-29T20:00', '10-29T21:00']],
    ['America/Santiago', '2026-04-04', '23:00-24:00', ['04-05T02:00', '04-05T03:00']],
    // the last hour twice, and on into the next day
    ['America/Sao_Paulo', '2019-02-16', '22:00-01:00+1', ['02-17T00:00', '02-17T01:00', '02-17T02:00', '02-17T03:00']],
    // the first hour of the day twice
    ['America/Havana', '2026-11-01', '00:00-02:00', ['11-01T04:00', '11-01T05:00', '11-01T06:00']],
    // a window that ends at a repeated time ends at the first
    ['America/Havana', '2026-10-31', '23:00-00:30+1', ['11-01T03:00']],
  ])('%s on %s, %s', (zone, date, hours, expected) => {
    expect(starts(zone, date, hours)).toEqual(expected.map((at) => `${date.slice(0, 4)}-${at}`));
  });
});

describe('shifts of half an hour and less', () => {
  it.each([
    // Lord Howe, 02:00 to 02:30: 00:00, 00:30, 01:00, 01:30, 02:30 (also 02:00), 03:00, 03:30
    [
      'Australia/Lord_Howe',
      '2026-10-04',
      '00:00-04:00',
      ['10-03T13:30', '10-03T14:00', '10-03T14:30', '10-03T15:00', '10-03T15:30', '10-03T16:00', '10-03T16:30'],
    ],
    // and back: 01:30 twice
    [
      'Australia/Lord_Howe',
      '2026-04-05',
      '00:00-03:00',
      ['04-04T13:00', '04-04T13:30', '04-04T14:00', '04-04T14:30', '04-04T15:00', '04-04T15:30', '04-04T16:00'],
    ],
    // Nepal went from +05:30 to +05:45: 00:00 is 00:15 on the new clock, a quarter of an hour before 00:30
    ['Asia/Kathmandu', '1985-12-31', '23:00-01:00+1', ['12-31T17:30', '12-31T18:00', '12-31T18:30', '12-31T18:45']],
    // 23:30 twice
    ['Asia/Pyongyang', '2015-08-14', '23:00-24:00', ['08-14T14:00', '08-14T14:30', '08-14T15:00']],
    // 02:30 to 03:00
    ['America/Caracas', '2016-05-01', '02:00-04:00', ['05-01T06:30', '05-01T07:00', '05-01T07:30']],
    // Liberia's clocks were 44 minutes 30 seconds behind UTC, and then were not
    ['Africa/Monrovia', '1972-01-07', '00:00-01:30', ['01-07T00:44:30', '01-07T01:00']],
  ])('%s on %s, %s', (zone, date, hours, expected) => {
    expect(starts(zone, date, hours, half)).toEqual(expected.map((at) => `${date.slice(0, 4)}-${at}`));
  });

  it('leaves an ordinary day in Kathmandu at its quarter hours', () => {
    expect(starts('Asia/Kathmandu', '2026-05-04', '09:00-11:00')).toEqual(['2026-05-04T03:15', '2026-05-04T04:15']);
  });
});

describe('a day that is skipped', () => {
  const everyDay = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '09:00', to: '11:00' }));

  it.each([
    ['Pacific/Apia', '2011-12-30'],
    ['Pacific/Kwajalein', '1993-08-21'],
  ])('has no hours of its own: %s on %s', (zone, date) => {
    expect(starts(zone, date, '00:00-24:00')).toEqual([]);
  });

  it('is left out of the week: Thursday is followed by Saturday in Apia', () => {
    const daily = plan({ zone: 'Pacific/Apia', weekly: everyDay }, hourly);
    const [from, to] = [Date.parse('2011-12-29T10:00Z'), Date.parse('2011-12-31T10:00Z')];
    expect(shown(openStarts(daily, [], from, to))).toEqual([
      '2011-12-29T19:00', // Thursday
      '2011-12-29T20:00',
      '2011-12-30T19:00', // Saturday
      '2011-12-30T20:00',
    ]);
  });

  it('does not give its hours to the day after it', () => {
    const fridays = plan({ zone: 'Pacific/Apia', weekly: everyDay.filter(({ day }) => day === 5) }, hourly);
    expect(around('2011-12-30', fridays)).toEqual([]);
  });

  it('is passed by a window that runs into it: four hours are four hours', () => {
    expect(starts('Pacific/Apia', '2011-12-29', '22:00-02:00+1')).toEqual([
      '2011-12-30T08:00', // Thursday 22:00
      '2011-12-30T09:00',
      '2011-12-30T10:00', // Saturday 00:00
      '2011-12-30T11:00',
    ]);
  });
});
