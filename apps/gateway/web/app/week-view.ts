/**
 * A provider's week as it is drawn: instants on the wall clock of each day, in percent of its height. Worked out by the server,
 * so that calendars stay off the phone.
 */
import type { Booking, ScheduleDay } from '@sounding/contracts';
import { clock, dateWords, fromTo, zoneName } from '@sounding/ui';
import { Temporal } from 'temporal-polyfill';
import { addDays, today } from './days.ts';

export interface Place {
  readonly top: number;
  readonly height: number;
}

export interface DrawnDay {
  readonly date: string;
  /** `Tue, Nov 24, 2026` */
  readonly words: string;
  readonly hours: ScheduleDay['hours'];
  /** `Tokyo`, where the day is not in the provider's own zone. */
  readonly elsewhere: string | null;
  /** The open hours in words, for those who do not see them. */
  readonly openWords: string;
  readonly open: readonly Place[];
  readonly sessions: readonly {
    readonly id: string;
    readonly at: string;
    readonly name: string;
    readonly place: Place;
  }[];
}

export interface DrawnWeek {
  readonly monday: string;
  readonly before: string;
  readonly after: string;
  readonly days: readonly DrawnDay[];
  /** In the zone of the day on which each begins. */
  readonly sessions: readonly {
    readonly id: string;
    readonly title: string;
    readonly name: string;
    readonly when: string;
  }[];
}

const DAY_MINUTES = 1_440;

/** The Monday of the week of an instant, in a zone. */
export function mondayOf(now: Date, zone: string): string {
  const day = today(now, zone);
  return addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);
}

/** A Monday from an address; any day of a week is its Monday, and no day at all is the week of now. */
export function weekOf(given: string | null, now: Date, zone: string): string {
  if (!given || !isDay(given)) return mondayOf(now, zone);
  return addDays(given, 1 - Temporal.PlainDate.from(given).dayOfWeek);
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The part of [from, to) that lies on a day; null when none does. */
export function placeOn(day: ScheduleDay, { from, to }: { from: string; to: string }): Place | null {
  const first = from > day.from ? from : day.from;
  const last = to < day.to ? to : day.to;
  if (last <= first) return null;
  const top = minuteOf(first, day);
  // An hour that comes twice would end before it begins on the wall.
  const height = Math.max(15, minuteOf(last, day) - top);
  return { top: (top / DAY_MINUTES) * 100, height: (height / DAY_MINUTES) * 100 };
}

function minuteOf(instant: string, { to, zone }: ScheduleDay): number {
  if (instant >= to) return DAY_MINUTES;
  const { hour, minute } = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return hour * 60 + minute;
}

/** @param home the provider's own zone; @param names aliases by account */
export function drawnWeek(
  { days, bookings }: { days: readonly ScheduleDay[]; bookings: readonly Booking[] },
  home: string,
  names: Readonly<Record<string, string>>,
): DrawnWeek {
  const monday = days[0]?.date ?? '';
  const nameOf = ({ clientId }: Booking) => names[clientId] ?? 'your client';
  const zoneOf = ({ startsAt }: Booking) =>
    days.find(({ from, to }) => from <= startsAt && startsAt < to)?.zone ?? home;
  return {
    monday: dateWords(monday),
    before: addDays(monday, -7),
    after: addDays(monday, 7),
    days: days.map((day) => ({
      date: day.date,
      words: dateWords(day.date),
      hours: day.hours,
      elsewhere: day.zone === home ? null : zoneName(day.zone, day.from).replace(/ time .*/, ''),
      openWords: openWords(day),
      open: day.open.flatMap((span) => placeOn(day, span) ?? []),
      sessions: bookings.flatMap((booking) => {
        const place = placeOn(day, { from: booking.startsAt, to: booking.endsAt });
        return place ? [{ id: booking.id, at: clock(booking.startsAt, day.zone), name: nameOf(booking), place }] : [];
      }),
    })),
    sessions: bookings.map((booking) => ({
      id: booking.id,
      title: booking.offer.title,
      name: nameOf(booking),
      when: fromTo(booking.startsAt, booking.endsAt, zoneOf(booking)),
    })),
  };
}

function openWords(day: ScheduleDay): string {
  if (day.hours === 'off') return 'Day off';
  if (day.open.length === 0) return 'No hours';
  const end = (to: string) => (to === day.to ? 'midnight' : clock(to, day.zone));
  return `Open ${day.open.map(({ from, to }) => `${clock(from, day.zone)} to ${end(to)}`).join(', ')}`;
}
