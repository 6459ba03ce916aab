/** Calendar days of a zone, and instants sorted into them. */
import { Temporal } from 'temporal-polyfill';

export interface DayOfSlots {
  /** `2026-11-24`, a day of the reader's zone. */
  readonly day: string;
  readonly starts: readonly string[];
}

export function today(now: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The first instant of a day; not always midnight, where clocks change at midnight. */
export function startOfDay(day: string, zone: string): string {
  const instant = Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant();
  return new Date(instant.epochMilliseconds).toISOString();
}

/** Starts, sorted, into the days on which they fall for the reader; days without any are left out. */
export function byDay(starts: readonly string[], zone: string): DayOfSlots[] {
  const days = new Map<string, string[]>();
  for (const start of [...starts].sort()) {
    const day = today(new Date(start), zone);
    const found = days.get(day);
    if (found) found.push(start);
    else days.set(day, [start]);
  }
  return [...days].map(([day, all]) => ({ day, starts: all }));
}

/** A day from an address: kept inside [first, last], and `first` when it is no day at all. */
export function clampDay(given: string | null, first: string, last: string): string {
  if (!given || !/^\d{4}-\d{2}-\d{2}$/.test(given)) return first;
  return given < first ? first : given > last ? last : given;
}

/** Days shown at once, and how far ahead the page lets people leaf. */
const SHOWN = 14;
const AHEAD = 90;

export interface ShownDays {
  /** Instants of the days whose times are asked for: from now, or from the day that the address names. */
  readonly range: { readonly from: string; readonly to: string };
  /** Where the days before and after these are; worked out here, so that calendars stay off the phone. */
  readonly ways: { readonly earlier: string | null; readonly later: string | null };
}

/** Which days a page of free times shows. @param asked the day in its address */
export function shownDays(asked: string | null, now: Date, zone: string): ShownDays {
  const first = today(now, zone);
  const last = addDays(first, AHEAD);
  const from = clampDay(asked, first, last);
  const before = addDays(from, -SHOWN);
  const after = addDays(from, SHOWN);
  return {
    range: { from: from === first ? now.toISOString() : startOfDay(from, zone), to: startOfDay(after, zone) },
    ways: {
      earlier: from === first ? null : before <= first ? '?' : `?from=${before}`,
      later: from < last ? `?from=${after}` : null,
    },
  };
}
