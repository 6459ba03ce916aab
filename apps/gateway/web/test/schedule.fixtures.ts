/** A made-up schedule and its weeks, typed by the contracts. Never shipped. */
import type { MyWeek, Output, Schedule, ScheduleDay } from '@sounding/contracts';
import { bookings, id, LISTING } from './fixtures.ts';

export const schedule: Schedule = {
  zone: 'Europe/Paris',
  weekly: [
    { day: 1, from: '09:00', to: '12:00' },
    { day: 1, from: '14:00', to: '18:00' },
    { day: 2, from: '09:00', to: '12:30' },
    { day: 3, from: '18:00', to: '24:00' },
    { day: 5, from: '22:00', to: '02:00', nextDay: true },
  ],
  overrides: [{ date: '2026-12-24', windows: [{ from: '09:00', to: '12:00' }] }],
  daysOff: [
    { from: '2026-11-26', to: '2026-11-26' },
    { from: '2026-12-25', to: '2027-01-03' },
  ],
  travel: [{ from: '2026-11-29', to: '2026-12-04', zone: 'America/New_York' }],
  caps: { day: 4, week: null },
  listings: [{ listingId: LISTING, bufferBeforeMinutes: 0, bufferAfterMinutes: 15, horizonDays: 60 }],
};

const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

/** Paris in winter; its last day in New York. */
export function weekFrom(monday: string): Output<typeof MyWeek> {
  const days = Array.from({ length: 7 }, (_, n): ScheduleDay => {
    const zone = n === 6 ? 'America/New_York' : 'Europe/Paris';
    const from = Date.parse(monday) + n * 24 * HOUR + (n === 6 ? 5 : -1) * HOUR;
    const open = [[9, 12], [14, 18], [18, 24], [], [22, 24], [0, 2], [9, 12]][n] ?? [];
    return {
      date: iso(Date.parse(monday) + n * 24 * HOUR).slice(0, 10),
      zone,
      hours: n === 3 ? 'off' : n === 1 ? 'override' : 'weekly',
      from: iso(from),
      to: iso(from + 24 * HOUR),
      open:
        open.length === 2 ? [{ from: iso(from + (open[0] ?? 0) * HOUR), to: iso(from + (open[1] ?? 0) * HOUR) }] : [],
    };
  });
  const sessions = [bookings[id(26)], bookings[id(20)]].flatMap((booking) => booking ?? []);
  return {
    days,
    bookings: sessions.filter(({ startsAt }) => startsAt >= (days[0]?.from ?? '') && startsAt < (days[6]?.to ?? '')),
  };
}
