/**
 * Weekly hours on the line of real time: which spans a provider is open, and where the grid of starts lies.
 * Pure. Instants are milliseconds since 1970 (UTC); wall times are minutes since midnight in the provider's zone.
 */
import type { Hours } from '@sounding/contracts';
import { Temporal } from 'temporal-polyfill';

/** A stretch of real time, `to` excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A stretch of one day's wall clock, in minutes since midnight; 1440 is `24:00`. */
export interface DayWindow {
  readonly from: number;
  readonly to: number;
}

export interface Opening {
  /** When the provider is open: sorted, and windows that touch across midnight are one span. */
  readonly spans: readonly Span[];
  /** Where a start may lie: sorted and unique, whether or not a session fits there. */
  readonly tiles: readonly number[];
}

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY = DAY_MINUTES * MINUTE;

function minutesOf(wall: string): number {
  const [hours = 0, minutes = 0] = wall.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The windows of each weekday (index 1 to 7), sorted; windows that overlap or touch are one. */
export function mergedWeek(weekly: Hours['weekly']): readonly (readonly DayWindow[])[] {
  const days: DayWindow[][] = Array.from({ length: 8 }, () => []);
  for (const window of weekly) {
    days[window.day]?.push({ from: minutesOf(window.from), to: minutesOf(window.to) });
  }
  return days.map(merged);
}

/** Sorts spans and joins those that overlap or touch; empty ones vanish. */
export function merged<T extends Span | DayWindow>(spans: readonly T[]): { from: number; to: number }[] {
  const joined: { from: number; to: number }[] = [];
  for (const span of spans.filter((one) => one.to > one.from).sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ from: span.from, to: span.to });
  }
  return joined;
}

/** One local day: turns its wall times into instants. */
interface LocalDay {
  /** Where a window begins or ends: a time in a gap takes the offset before the gap, a repeated one its first instant. */
  bound(minutes: number): number;
  /** Every instant that shows this wall time: two in a repeated hour. */
  tile(minutes: number): readonly number[];
}

/** RFC 5545 section 3.3.5 names the choices for a gap and for a repeated hour; Temporal calls them `compatible`. */
function localDay(date: Temporal.PlainDate, zone: string): LocalDay {
  const at = (minutes: number, disambiguation: 'compatible' | 'earlier' | 'later') =>
    date
      .add({ days: Math.floor(minutes / DAY_MINUTES) })
      .toPlainDateTime(Temporal.PlainTime.from({ hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 }))
      .toZonedDateTime(zone, { disambiguation });
  const midnight = at(0, 'compatible').epochMilliseconds;
  if (at(DAY_MINUTES, 'compatible').epochMilliseconds - midnight === DAY) {
    // No clock change today (nearly always): plain arithmetic, a hundred times cheaper than asking the zone.
    const plain = (minutes: number) => midnight + minutes * MINUTE;
    return { bound: plain, tile: (minutes) => [plain(minutes)] };
  }
  return {
    bound: (minutes) => at(minutes, 'compatible').epochMilliseconds,
    tile: (minutes) => {
      const first = at(minutes, 'earlier');
      const second = at(minutes, 'later');
      if (first.epochMilliseconds === second.epochMilliseconds) return [first.epochMilliseconds];
      const repeated = first.toPlainDateTime().equals(second.toPlainDateTime());
      return repeated ? [first.epochMilliseconds, second.epochMilliseconds] : [second.epochMilliseconds];
    },
  };
}

/**
 * Spans and grid of all days that reach into [from, to), with a day's margin on both sides. The grid is laid on the
 * wall clock, from the start of each merged window by `stepMinutes`, so that a clock change never moves it.
 */
export function opening(hours: Hours, stepMinutes: number, from: number, to: number): Opening {
  const week = mergedWeek(hours.weekly);
  const spans: Span[] = [];
  const tiles = new Set<number>();
  const dateOf = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(hours.zone).toPlainDate();
  const last = dateOf(to + DAY);
  for (let date = dateOf(from - DAY); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    const windows = week[date.dayOfWeek] ?? [];
    if (windows.length === 0) continue;
    const day = localDay(date, hours.zone);
    for (const window of windows) {
      spans.push({ from: day.bound(window.from), to: day.bound(window.to) });
      for (let minutes = window.from; minutes < window.to; minutes += stepMinutes) {
        for (const instant of day.tile(minutes)) tiles.add(instant);
      }
    }
  }
  return { spans: merged(spans), tiles: [...tiles].sort((a, b) => a - b) };
}
