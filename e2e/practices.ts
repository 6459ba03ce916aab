/** Providers drawn by lot: schedules with everything that a schedule may say, listings that share their time, other calendars. */
import type { DayWindow, Input, Schedule, SetSchedule } from '@sounding/contracts';
import type { Span } from '../apps/booking/src/slots/slots.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** Half hours and quarters, clocks that change at midnight or by thirty minutes, both sides of the date line, and none that changes. */
export const ZONES = [
  'America/New_York',
  'America/Havana',
  'America/St_Johns',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Europe/Paris',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'UTC',
];
export const HORIZONS = [1, 3, 7, 14, 30, 60, 90, 365];
const NOTICES = [0, 30, 120, 1_440, 4_320, 20_160];

/** What a provider says of one listing. */
export interface Measured {
  readonly durationMinutes: number;
  readonly stepMinutes: number;
  readonly noticeMinutes: number;
}

export type Random = () => number;

export function below(random: Random, most: number): number {
  return Math.floor(random() * most);
}

export function pick<T>(random: Random, from: readonly T[]): T {
  const one = from[below(random, from.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

function several<T>(random: Random, least: number, most: number, make: () => T): T[] {
  return Array.from({ length: least + below(random, most - least + 1) }, make);
}

export function dateAt(instant: number, days = 0): string {
  return new Date(instant + days * DAY).toISOString().slice(0, 10);
}

const wall = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Between half an hour and ten hours, on the quarter, past midnight where it comes to that. */
function drawWindow(random: Random): DayWindow {
  const from = below(random, 96) * 15;
  const to = from + 30 + below(random, 39) * 15;
  if (to <= 1_440) return { from: wall(from), to: wall(to) };
  return { from: wall(from), to: wall(to - 1_440), nextDay: true };
}

export function drawMeasures(random: Random): Measured {
  return {
    durationMinutes: pick(random, [15, 25, 50, 60, 90, 240]),
    stepMinutes: pick(random, [15, 20, 30, 45, 60, 90]),
    noticeMinutes: pick(random, NOTICES),
  };
}

export function drawZone(random: Random): string {
  return pick(random, ZONES);
}

/** Hours, exceptions and limits for the weeks around `now`, of somebody with these listings. */
export function drawSchedule(random: Random, now: number, listingIds: readonly string[]): Schedule {
  const range = (first: number, most: number) => {
    const from = below(random, 40) + first;
    return { from: dateAt(now, from), to: dateAt(now, from + below(random, most)) };
  };
  const rarely = <T>(make: () => T): T[] => several(random, 0, 1, make);
  const overrides = several(random, 0, 3, () => ({
    date: dateAt(now, below(random, 30)),
    windows: several(random, 1, 2, () => drawWindow(random)),
  }));
  return {
    zone: drawZone(random),
    weekly: several(random, 1, 5, () => ({ day: 1 + below(random, 7), ...drawWindow(random) })),
    overrides: [...new Map(overrides.map((one) => [one.date, one])).values()],
    daysOff: several(random, 0, 2, () => range(-3, 7)),
    travel: rarely(() => ({ ...range(-3, 14), zone: drawZone(random) })),
    caps: { day: pick(random, [null, null, 1, 2]), week: pick(random, [null, null, 1, 3]) },
    listings: listingIds.flatMap((listingId) =>
      // One of five says nothing, and gets what holds for everybody.
      below(random, 5) === 0
        ? []
        : {
            listingId,
            bufferBeforeMinutes: pick(random, [0, 0, 5, 15, 120]),
            bufferAfterMinutes: pick(random, [0, 0, 10, 60]),
            horizonDays: pick(random, HORIZONS),
          },
    ),
  };
}

/**
 * Two who are not drawn and stay as they are: one is free only in the last hour of each day, one only in the first hour of
 * Mondays. On the Sunday on which their clocks change, the first is missed if the day is taken for 24 hours when it has 25, and
 * the second is found if it is taken for 24 when it has 23.
 */
export const AT_MIDNIGHT: readonly Schedule[] = [
  [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '23:15', to: '24:00' })),
  [{ day: 1, from: '00:00', to: '00:45' }],
].map((weekly) => ({
  zone: 'America/New_York',
  weekly,
  overrides: [],
  daysOff: [],
  travel: [],
  caps: { day: null, week: null },
  listings: [],
}));

/** One part of a schedule drawn anew. */
export function drawChange(random: Random, now: number, listingIds: readonly string[]): Input<typeof SetSchedule> {
  const other = drawSchedule(random, now, listingIds);
  const part = pick(random, ['weekly', 'overrides', 'daysOff', 'travel', 'caps', 'listings', 'zone'] as const);
  return { [part]: other[part] };
}

/** What another calendar says of the next two months. */
export function drawBusy(random: Random, now: number): Span[] {
  const from = Math.floor(now / DAY) * DAY;
  return several(random, 5, 60, () => {
    const at = from + below(random, 60 * 96) * 15 * MINUTE;
    return { from: at, to: at + (1 + below(random, 40)) * 15 * MINUTE };
  });
}

/** As a calendar program would write it. */
export function calendarOf(busy: readonly Span[]): string {
  const stamp = (instant: number) => new Date(instant).toISOString().replaceAll(/[-:]|\.000/g, '');
  const entries = busy.flatMap(({ from, to }, n) => [
    'BEGIN:VEVENT',
    `UID:${n}`,
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(to)}`,
    'END:VEVENT',
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', ...entries, 'END:VCALENDAR', ''].join('\r\n');
}
