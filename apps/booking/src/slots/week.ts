/**
 * A schedule on the line of real time: which spans a provider is open, where the grid of starts lies, and which local day an
 * instant belongs to. Pure. Instants are milliseconds since 1970 (UTC); wall times are minutes since midnight; days are
 * counted from 1970-01-01.
 */
import type { DayWindow, Schedule } from '@sounding/contracts';
import { Temporal } from 'temporal-polyfill';

/** A stretch of real time, `to` excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A stretch of one day's wall clock, in minutes since midnight; 1440 is `24:00`, and more is on the next day. */
type Minutes = Span;

export interface Opening {
  /** When the provider is open: sorted, and windows that touch across midnight are one span. */
  readonly spans: readonly Span[];
  /** Where a start may lie: sorted and unique, whether or not a session fits there. */
  readonly tiles: readonly number[];
}

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY = DAY_MINUTES * MINUTE;
/** A window begins at most this many days (of UTC) before the last instant that it reaches: two days long, and zones. */
const REACH_DAYS = 3;

const dayOf = (instant: number): number => Math.floor(instant / DAY);
const dayOfDate = (date: string): number => Date.parse(date) / DAY;
const dateOfDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
/** Weeks begin on Monday. */
export const weekOfDay = (day: number): number => Math.floor((day + 3) / 7);

function minutesOf(wall: string): number {
  const [hours = 0, minutes = 0] = wall.split(':').map(Number);
  return hours * 60 + minutes;
}

function windowOf({ from, to, nextDay }: DayWindow): Minutes {
  return { from: minutesOf(from), to: minutesOf(to) + (nextDay ? DAY_MINUTES : 0) };
}

/** Sorts spans and joins those that overlap or touch; empty ones vanish. */
export function merged(spans: readonly Span[]): Span[] {
  const joined: { from: number; to: number }[] = [];
  for (const span of spans.filter((one) => one.to > one.from).sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ from: span.from, to: span.to });
  }
  return joined;
}

/** What is left of `spans` outside of `holes`; both are merged. */
function without(spans: readonly Span[], holes: readonly Span[]): Span[] {
  return holes.reduce<Span[]>(
    (left, hole) =>
      left.flatMap((span) =>
        hole.from >= span.to || hole.to <= span.from
          ? [span]
          : [
              { from: span.from, to: hole.from },
              { from: hole.to, to: span.to },
            ].filter((part) => part.to > part.from),
      ),
    [...spans],
  );
}

/** The clock of one local day: turns its wall times into instants. */
interface LocalClock {
  readonly midnight: number;
  readonly nextMidnight: number;
  /** Where a window begins or ends: a time in a gap takes the offset before the gap, a repeated one its first instant. */
  bound(minutes: number): number;
  /** Every instant that shows this wall time: two in a repeated hour. */
  tile(minutes: number): readonly number[];
}

/** The instant of a wall time, given in minutes since the day began. Temporal calls the choice of RFC 5545 `compatible`. */
function wallTime(
  day: number,
  minutes: number,
  zone: string,
  choice: 'compatible' | 'earlier' | 'later' = 'compatible',
) {
  return Temporal.PlainDate.from(dateOfDay(day + Math.floor(minutes / DAY_MINUTES)))
    .toPlainDateTime({ hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 })
    .toZonedDateTime(zone, { disambiguation: choice });
}

/** RFC 5545 section 3.3.5 names the choices for a gap and for a repeated hour. `midnight` tells where days of the zone begin. */
function localClock(day: number, zone: string, midnight: (day: number) => number): LocalClock {
  const [begins, next, second] = [midnight(day), midnight(day + 1), midnight(day + 2)];
  if (next - begins === DAY && second - next === DAY) {
    // No clock change today or tomorrow (nearly always): plain arithmetic, a hundred times cheaper than asking the zone.
    const plain = (minutes: number) => begins + minutes * MINUTE;
    return { midnight: begins, nextMidnight: next, bound: plain, tile: (minutes) => [plain(minutes)] };
  }
  const tile = (minutes: number) => {
    const first = wallTime(day, minutes, zone, 'earlier');
    const later = wallTime(day, minutes, zone, 'later');
    if (first.epochMilliseconds === later.epochMilliseconds) return [first.epochMilliseconds];
    const repeated = first.toPlainDateTime().equals(later.toPlainDateTime());
    return repeated ? [first.epochMilliseconds, later.epochMilliseconds] : [later.epochMilliseconds];
  };
  const bound = (minutes: number) => wallTime(day, minutes, zone).epochMilliseconds;
  return { midnight: begins, nextMidnight: next, bound, tile };
}

/** What the schedule says of one date, before the days around it. */
interface OwnDay {
  readonly zone: string;
  readonly hours: 'weekly' | 'override' | 'off';
  /** The windows that begin on it: sorted; those that overlap or touch are one. */
  readonly windows: readonly Minutes[];
  readonly clock: LocalClock;
}

export interface WeekDay extends Span {
  readonly date: string;
  readonly zone: string;
  readonly hours: OwnDay['hours'];
  readonly open: readonly Span[];
}

interface GridDay extends OwnDay {
  /** From here on the grid is the next day's, whose own windows begin. */
  readonly gridEnds: number;
}

/** The local days of a schedule, each computed once. */
export class LocalDays {
  private readonly week: readonly (readonly Minutes[])[];
  private readonly overrides: ReadonlyMap<number, readonly Minutes[]>;
  private readonly off: readonly Span[];
  private readonly travel: readonly (Span & { readonly zone: string })[];
  private readonly known = new Map<number, OwnDay>();
  private readonly midnights = new Map<string, Map<number, number>>();

  constructor(private readonly schedule: Schedule) {
    const { weekly, overrides, daysOff, travel } = schedule;
    this.week = Array.from({ length: 8 }, (_, day) => merged(weekly.filter((one) => one.day === day).map(windowOf)));
    this.overrides = new Map(overrides.map(({ date, windows }) => [dayOfDate(date), merged(windows.map(windowOf))]));
    this.off = daysOff.map(({ from, to }) => ({ from: dayOfDate(from), to: dayOfDate(to) }));
    this.travel = travel.map(({ from, to, zone }) => ({ from: dayOfDate(from), to: dayOfDate(to), zone }));
  }

  own(day: number): OwnDay {
    const known = this.known.get(day);
    if (known) return known;
    const zone = this.travel.find((one) => one.from <= day && day <= one.to)?.zone ?? this.schedule.zone;
    const clock = localClock(day, zone, (at) => this.midnight(at, zone));
    const override = this.overrides.get(day);
    const off = this.off.some((one) => one.from <= day && day <= one.to);
    // A date that the zone skipped never was, and has no hours of its own.
    const open = !off && clock.nextMidnight > clock.midnight;
    const made: OwnDay = {
      zone,
      hours: off ? 'off' : override ? 'override' : 'weekly',
      windows: open ? (override ?? this.week[weekdayOf(day)] ?? []) : [],
      clock,
    };
    this.known.set(day, made);
    return made;
  }

  /** The first instant of a day in a zone; of one that the zone skipped, that of the next. */
  private midnight(day: number, zone: string): number {
    const ofZone = this.midnights.get(zone) ?? new Map<number, number>();
    this.midnights.set(zone, ofZone);
    const known = ofZone.get(day) ?? wallTime(day, 0, zone).epochMilliseconds;
    ofZone.set(day, known);
    return known;
  }

  /**
   * A day beside its neighbours. A window that ran in from yesterday and meets today's windows is one with them; the grid is
   * today's from where today's first window begins. Where the zone changes overnight, each day keeps its own grid.
   */
  grid(day: number): GridDay {
    const today = this.own(day);
    const [before, after] = [this.own(day - 1), this.own(day + 1)];
    const begins = today.windows[0]?.from;
    const ranIn = before.zone === today.zone ? (before.windows.at(-1)?.to ?? 0) - DAY_MINUTES : 0;
    const meets = begins !== undefined && ranIn > begins;
    const windows = meets ? merged([...today.windows, { from: begins, to: ranIn }]) : today.windows;
    const next = after.zone === today.zone ? after.windows[0]?.from : undefined;
    return { ...today, windows, gridEnds: next === undefined ? Number.POSITIVE_INFINITY : next + DAY_MINUTES };
  }

  /** When the days around [from, to) begin, in time. A journey of more than a day's hours turns their order around. */
  private begins(from: number, to: number): { readonly day: number; readonly at: number }[] {
    const begins: { readonly day: number; readonly at: number }[] = [];
    for (let day = dayOf(from) - REACH_DAYS; day <= dayOf(to) + REACH_DAYS; day += 1) {
      begins.push({ day, at: this.own(day).clock.midnight });
    }
    return begins.sort((a, b) => a.at - b.at || a.day - b.day);
  }

  /**
   * Tells the local day of instants in [from, to). A day lasts until the next one begins, so that an instant belongs to one
   * day also where a journey makes dates overlap or leaves hours between them.
   */
  between(from: number, to: number): (instant: number) => number {
    const begins = this.begins(from, to);
    return (instant) => begins[countUntil(begins, instant) - 1]?.day ?? dayOf(instant);
  }

  /** Local days that are off, around [from, to). */
  closed(from: number, to: number): Span[] {
    const begins = this.begins(from, to);
    return merged(
      begins
        .map(({ day, at }, n) => ({ day, from: at, to: begins[n + 1]?.at ?? at + DAY }))
        .filter(({ day }) => this.own(day).hours === 'off'),
    );
  }
}

/** How many of the sorted beginnings are not after the instant. */
function countUntil(begins: readonly { readonly at: number }[], instant: number): number {
  let [low, high] = [0, begins.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((begins[middle]?.at ?? Number.POSITIVE_INFINITY) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Spans and grid of all days that reach into [from, to). The grid is laid on the wall clock, from the start of each merged
 * window by `stepMinutes`, so that a clock change never moves it.
 */
export function opening(days: LocalDays, stepMinutes: number, from: number, to: number): Opening {
  const spans: Span[] = [];
  const tiles = new Set<number>();
  for (let day = dayOf(from) - REACH_DAYS; day <= dayOf(to) + 1; day += 1) {
    const { windows, gridEnds, clock } = days.grid(day);
    for (const window of windows) {
      spans.push({ from: clock.bound(window.from), to: clock.bound(window.to) });
      const end = Math.min(window.to, gridEnds);
      for (let minutes = window.from; minutes < end; minutes += stepMinutes) {
        for (const instant of clock.tile(minutes)) if (instant >= from && instant < to) tiles.add(instant);
      }
    }
  }
  return { spans: without(merged(spans), days.closed(from, to)), tiles: [...tiles].sort((a, b) => a - b) };
}

/** Seven days from `date`, as the page of the schedule shows them. */
export function weekFrom(schedule: Schedule, date: string): readonly WeekDay[] {
  const days = new LocalDays(schedule);
  const first = dayOfDate(date);
  const shown = Array.from({ length: 7 }, (_, n) => days.own(first + n));
  const { spans } = opening(days, DAY_MINUTES, (first - 1) * DAY, (first + 8) * DAY);
  return shown.map(({ zone, hours, clock }, n) => {
    const [from, to] = [clock.midnight, clock.nextMidnight];
    const open = spans
      .map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to, to) }))
      .filter((span) => span.to > span.from);
    return { date: dateOfDay(first + n), zone, hours, from, to, open };
  });
}
