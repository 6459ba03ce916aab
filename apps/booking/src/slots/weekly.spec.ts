import { weeklyStarts } from './weekly.ts';

const iso = (starts: readonly number[]) => starts.map((start) => new Date(start).toISOString());

it.each([
  [
    'keeps the time on the provider’s clock when summer time ends',
    '2026-10-20T16:00:00.000Z',
    'America/New_York',
    ['2026-10-20T16:00:00.000Z', '2026-10-27T16:00:00.000Z', '2026-11-03T17:00:00.000Z'],
  ],
  [
    'moves an hour that a clock change takes away to the end of the gap',
    '2027-03-07T07:30:00.000Z',
    'America/New_York',
    ['2027-03-07T07:30:00.000Z', '2027-03-14T07:30:00.000Z', '2027-03-21T06:30:00.000Z'],
  ],
  [
    'begins where it was picked, also in the second of two equal hours',
    '2026-11-01T06:30:00.000Z',
    'America/New_York',
    ['2026-11-01T06:30:00.000Z', '2026-11-08T06:30:00.000Z', '2026-11-15T06:30:00.000Z'],
  ],
  [
    'goes over the end of the year, and over half an hour of summer time',
    '2026-12-29T20:00:00.000Z',
    'Australia/Lord_Howe',
    ['2026-12-29T20:00:00.000Z', '2027-01-05T20:00:00.000Z', '2027-01-12T20:00:00.000Z'],
  ],
])('a weekly time %s', (_what, first, zone, expected) => {
  expect(iso(weeklyStarts(Date.parse(first), 3, zone))).toEqual(expected);
});

it('of one week is the start itself', () => {
  expect(weeklyStarts(1_800_000_000_000, 1, 'Asia/Kathmandu')).toEqual([1_800_000_000_000]);
});
