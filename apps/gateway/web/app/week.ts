/** Weekly hours as the form's fields and as painted on a grid, and back. Days are 1 (Monday) to 7; times minutes since midnight. */
import type { Hours } from '@sounding/contracts';

export type Window = Hours['weekly'][number];

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
/** Fields offered per day; more windows are shown when a day has them. */
export const PER_DAY = 2;

const DAY = 1_440;

/** The windows of a day in order, with empty places up to what the form offers. */
export function ofDay(weekly: readonly Window[], day: number): readonly (Window | null)[] {
  const found = weekly.filter((window) => window.day === day).sort((a, b) => a.from.localeCompare(b.from));
  return [...found, ...Array<null>(Math.max(0, PER_DAY - found.length)).fill(null)];
}

/** A window from the fields of one pair; a half-filled pair is sent as it is, so that the API can say what is wrong with it. */
export function readWindow(from: string, to: string, nextDay: boolean): Omit<Window, 'day'> | null {
  if (!from && !to) return null;
  if (nextDay) return { from, to, nextDay };
  // A browser's time field cannot say 24:00; midnight at the end of a window means it.
  return { from, to: to === '00:00' ? '24:00' : to };
}

/** The window of the fields `from-<id>`, `to-<id>` and `next-<id>`. */
export function windowAt(field: (name: string) => string, id: string): Omit<Window, 'day'> | null {
  return readWindow(field(`from-${id}`), field(`to-${id}`), field(`next-${id}`) === 'on');
}

/** Reads `from-1-0`, `to-1-0`, `next-1-0`, … */
export function readWeek(field: (name: string) => string, most = 10): Window[] {
  const windows: Window[] = [];
  for (let day = 1; day <= 7; day++) {
    for (let place = 0; place < most; place++) {
      const window = windowAt(field, `${day}-${place}`);
      if (window) windows.push({ day, ...window });
    }
  }
  return windows;
}

/** What a time field shows for a wall-clock time. */
export function shown(time: string | undefined): string {
  return time === '24:00' ? '00:00' : (time ?? '');
}

/** `09:30` -> 570 */
function minutes(wall: string): number {
  return Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3));
}

function wall(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

interface Stretch {
  readonly from: number;
  /** More than a day's minutes on the next day. */
  readonly to: number;
}

function stretchOf({ from, to, nextDay }: Window): Stretch {
  return { from: minutes(from), to: minutes(to) + (nextDay ? DAY : 0) };
}

/** What is left of a night after midnight belongs to the next day. */
function windowOf(day: number, { from, to }: Stretch): Window {
  if (from >= DAY) return windowOf((day % 7) + 1, { from: from - DAY, to: to - DAY });
  return to > DAY
    ? { day, from: wall(from), to: wall(to - DAY), nextDay: true }
    : { day, from: wall(from), to: wall(to) };
}

function dayBefore(day: number): number {
  return ((day + 5) % 7) + 1;
}

/** Whether a half-filled or mistyped window can be drawn at all. */
function isDrawable({ from, to, nextDay }: Window): boolean {
  return /^\d\d:\d\d$/.test(from) && /^\d\d:\d\d$/.test(to) && (nextDay ? to <= from : from < to);
}

/** Whether the hours are open at a minute of a day, and whether it is the night before that runs in. */
export function openAt(weekly: readonly Window[], day: number, minute: number): 'open' | 'night-before' | null {
  const within = (of: number, at: number) =>
    weekly.some((one) => {
      if (one.day !== of || !isDrawable(one)) return false;
      const { from, to } = stretchOf(one);
      return from <= at && at < to;
    });
  if (within(day, minute)) return 'open';
  return within(dayBefore(day), minute + DAY) ? 'night-before' : null;
}

/** With [from, to) of a day open as well; windows of the day that it meets become one with it. */
export function painted(weekly: readonly Window[], day: number, from: number, to: number): Window[] {
  const meets = (one: Window) => {
    if (one.day !== day || !isDrawable(one)) return false;
    const stretch = stretchOf(one);
    return stretch.from <= to && stretch.to >= from;
  };
  const met = weekly.filter(meets).map(stretchOf);
  const whole = {
    from: Math.min(from, ...met.map((stretch) => stretch.from)),
    to: Math.max(to, ...met.map((stretch) => stretch.to)),
  };
  return [...weekly.filter((one) => !meets(one)), windowOf(day, whole)];
}

/** With [from, to) of a day closed, also to the night that runs in from the day before. */
export function cleared(weekly: readonly Window[], day: number, from: number, to: number): Window[] {
  return weekly.flatMap((one) => {
    const before = one.day === dayBefore(day);
    if ((one.day !== day && !before) || !isDrawable(one)) return [one];
    const hole = one.day === day ? { from, to } : { from: from + DAY, to: to + DAY };
    const stretch = stretchOf(one);
    if (stretch.to <= hole.from || stretch.from >= hole.to) return [one];
    const left = [
      { from: stretch.from, to: hole.from },
      { from: hole.to, to: stretch.to },
    ];
    return left.filter((part) => part.to > part.from).map((part) => windowOf(one.day, part));
  });
}
