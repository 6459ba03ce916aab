/**
 * The free starts of a plan once more, by another method, for the specs to compare: the same time-zone data through Intl
 * instead of Temporal, clocks inverted by looking which instants show a time, and half minutes that are open or not instead of
 * spans. Slow and plain on purpose. Pure; used by specs only.
 */
import type { DayWindow } from '@sounding/contracts';
import type { Plan, Taken } from './slots.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Liberia's clocks stood half a minute off until 1972; no other zone has had seconds since 1970. */
const HALF = MINUTE / 2;

/** A stretch of real time in which a zone's clocks are `offset` ahead of UTC. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the wall clock is ahead of UTC, as Intl shows it. */
export function offsetAt(instant: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    const number = 'numeric' as const;
    const parts = { year: number, month: number, day: number, hour: number, minute: number, second: number };
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...parts });
    formats.set(zone, format);
  }
  // `11/24/2026, 14:05:00`
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
    format.format(instant).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}

/** The first instant in (from, to] at which the offset is no longer that of `from`. */
export function changeWithin(from: number, to: number, zone: string): number {
  const before = offsetAt(from, zone);
  let [low, high] = [from, to];
  while (high - low > 1_000) {
    const middle = low + Math.floor((high - low) / 2_000) * 1_000;
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Asks every six hours, and where two answers differ, finds the second. No zone changes its clocks there and back in six. */
function piecesOf(zone: string, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  let begun = from;
  let offset = offsetAt(from, zone);
  for (let at = from; at < to; at += 6 * HOUR) {
    const later = offsetAt(at + 6 * HOUR, zone);
    if (later === offset) continue;
    const change = changeWithin(at, at + 6 * HOUR, zone);
    pieces.push({ from: begun, to: change, offset });
    begun = change;
    offset = later;
  }
  return [...pieces, { from: begun, to: to + DAY, offset }];
}

/** The clocks of the zones that a plan names, around a range. */
class Walls {
  private readonly zones = new Map<string, Piece[]>();

  constructor(
    private readonly from: number,
    private readonly to: number,
  ) {}

  pieces(zone: string): Piece[] {
    const known = this.zones.get(zone) ?? piecesOf(zone, this.from, this.to);
    this.zones.set(zone, known);
    return known;
  }

  /** All instants at which the wall shows this time; where it never does, the one by the offset before the gap. */
  instants(wall: number, zone: string): number[] {
    const pieces = this.pieces(zone);
    const found = pieces.map(({ offset }) => wall - offset).filter((at, n) => inside(at, pieces[n]));
    if (found.length > 0) return found;
    const gap = pieces.find(({ to, offset }, n) => to + offset <= wall && wall < to + (pieces[n + 1]?.offset ?? 0));
    if (!gap) throw new Error(`no instant shows ${new Date(wall).toISOString()} in ${zone}`);
    return [wall - gap.offset];
  }

  /** Whether any instant shows this date. */
  everWas(date: number, zone: string): boolean {
    return this.pieces(zone).some((one) => one.from + one.offset < date + DAY && one.to + one.offset > date);
  }
}

function inside(at: number, piece: Piece | undefined): boolean {
  return piece !== undefined && piece.from <= at && at < piece.to;
}

/** The minutes of a date's own windows: those past 1440 are on the next day. */
type MinutesOfDay = Set<number>;

const text = (date: number) => new Date(date).toISOString().slice(0, 10);

function minutes(windows: readonly DayWindow[]): MinutesOfDay {
  const of = (wall: string) => Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3));
  const all = new Set<number>();
  for (const { from, to, nextDay } of windows) {
    const end = of(to) + (nextDay ? 1_440 : 0);
    for (let minute = of(from); minute < end; minute += 1) all.add(minute);
  }
  return all;
}

/** A plan beside its walls. */
class Oracle {
  private readonly walls: Walls;
  private readonly dates: number[] = [];
  private readonly days = new Map<number, MinutesOfDay>();
  private readonly begins = new Map<number, number>();

  constructor(
    private readonly plan: Plan,
    from: number,
    to: number,
  ) {
    const [first, last] = [Math.floor(from / DAY) - 12, Math.ceil(to / DAY) + 12];
    this.walls = new Walls((first - 3) * DAY, (last + 4) * DAY);
    for (let date = first; date <= last; date += 1) this.dates.push(date * DAY);
  }

  private zone(date: number): string {
    const { travel, zone } = this.plan.schedule;
    return travel.find((one) => one.from <= text(date) && text(date) <= one.to)?.zone ?? zone;
  }

  private isOff(date: number): boolean {
    return this.plan.schedule.daysOff.some((one) => one.from <= text(date) && text(date) <= one.to);
  }

  private own(date: number): MinutesOfDay {
    const known = this.days.get(date) ?? this.makeOwn(date);
    this.days.set(date, known);
    return known;
  }

  private makeOwn(date: number): MinutesOfDay {
    const { overrides, weekly } = this.plan.schedule;
    if (this.isOff(date) || !this.walls.everWas(date, this.zone(date))) return new Set();
    const other = overrides.find((one) => one.date === text(date));
    return minutes(other?.windows ?? weekly.filter((one) => one.day === (new Date(date).getUTCDay() || 7)));
  }

  /** The minutes of a date with those that ran in from the day before and met them. */
  private day(date: number): { open: MinutesOfDay; grid: number } {
    const open = new Set(this.own(date));
    const begins = Math.min(...open);
    if (this.zone(date - DAY) === this.zone(date)) {
      const ranIn = Math.max(...[...this.own(date - DAY)].map((minute) => minute - 1_440));
      for (let minute = begins; minute <= ranIn; minute += 1) open.add(minute);
    }
    const next = this.zone(date + DAY) === this.zone(date) ? Math.min(...this.own(date + DAY)) + 1_440 : Infinity;
    return { open, grid: next };
  }

  private begin(date: number): number {
    const known = this.begins.get(date) ?? this.walls.instants(date, this.zone(date))[0] ?? Number.NaN;
    this.begins.set(date, known);
    return known;
  }

  /** The date whose beginning is the last one not after the instant. */
  dateOf(instant: number): number {
    return this.dates.reduce((best, date) => {
      const at = this.begin(date);
      return at <= instant && at >= this.begin(best) ? date : best;
    });
  }

  /** Which half minutes are open, and the instants on the grid. */
  openings(): { isOpen: (at: number) => boolean; tiles: Set<number> } {
    const tiles = new Set<number>();
    const [first = 0, last = 0] = [this.dates[0], this.dates.at(-1)];
    const half = (at: number) => Math.round((at - first) / HALF);
    const open = new Uint8Array(half(last));
    for (const date of this.dates.slice(8, -8)) {
      const day = this.day(date);
      const at = (minute: number) => this.walls.instants(date + minute * MINUTE, this.zone(date));
      for (const begins of day.open) {
        if (day.open.has(begins - 1)) continue;
        let minute = begins;
        for (; day.open.has(minute); minute += 1) {
          if ((minute - begins) % this.plan.stepMinutes === 0 && minute < day.grid) {
            for (const tile of at(minute)) tiles.add(tile);
          }
        }
        open.fill(1, half(at(begins)[0] ?? 0), Math.max(half(at(begins)[0] ?? 0), half(at(minute)[0] ?? 0)));
      }
    }
    for (const date of this.dates.filter((one) => this.isOff(one) && this.dateOf(this.begin(one)) === one)) {
      const later = this.dates.map((one) => this.begin(one)).filter((at) => at > this.begin(date));
      open.fill(0, half(this.begin(date)), half(Math.min(...later)));
    }
    return { isOpen: (at) => open[half(at)] === 1, tiles };
  }
}

/** What `freeStarts` must answer. */
export function oracleStarts(plan: Plan, taken: readonly Taken[], now: number, from: number, to: number): number[] {
  const oracle = new Oracle(plan, from, to);
  const { isOpen, tiles } = oracle.openings();
  const { caps } = plan.schedule;
  const sessions = taken.flatMap(({ startsAt }) => (startsAt === null ? [] : [oracle.dateOf(startsAt)]));
  const week = (date: number) => Math.floor((date / DAY + 3) / 7);
  const length = plan.durationMinutes * MINUTE;
  return [...tiles]
    .filter((start) => start >= from && start < to && start > now)
    .filter((start) => start >= now + plan.noticeMinutes * MINUTE && start < now + plan.horizonDays * DAY)
    .filter((start) => {
      for (let at = start; at < start + length; at += HALF) if (!isOpen(at)) return false;
      return true;
    })
    .filter((start) => {
      const [first, last] = [
        start - plan.bufferBeforeMinutes * MINUTE,
        start + length + plan.bufferAfterMinutes * MINUTE,
      ];
      return taken.every((one) => one.to <= first || one.from >= last);
    })
    .filter((start) => {
      if (caps.day === null && caps.week === null) return true;
      const date = oracle.dateOf(start);
      const onDay = sessions.filter((one) => one === date).length;
      const inWeek = sessions.filter((one) => week(one) === week(date)).length;
      return onDay < (caps.day ?? Infinity) && inWeek < (caps.week ?? Infinity);
    })
    .sort((a, b) => a - b);
}
