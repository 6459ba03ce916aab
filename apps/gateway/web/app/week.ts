/** Weekly hours as the form's fields, and back. Two windows a day are enough for the form; more are kept as they are. */
import type { Hours } from '@sounding/contracts';

export type Window = Hours['weekly'][number];

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
/** Fields offered per day. */
export const PER_DAY = 2;

/** The windows of a day in order, with empty places up to what the form offers. */
export function ofDay(weekly: readonly Window[], day: number): readonly (Window | null)[] {
  const found = weekly.filter((window) => window.day === day).sort((a, b) => a.from.localeCompare(b.from));
  return [...found, ...Array<null>(Math.max(0, PER_DAY - found.length)).fill(null)];
}

/** Reads `from-1-0`, `to-1-0`, …; a half-filled pair is sent as it is, so that the API can say what is wrong with it. */
export function readWeek(field: (name: string) => string, most = 10): Window[] {
  const windows: Window[] = [];
  for (let day = 1; day <= 7; day++) {
    for (let place = 0; place < most; place++) {
      const from = field(`from-${day}-${place}`);
      const to = field(`to-${day}-${place}`);
      // A browser's time field cannot say 24:00; midnight at the end of a window means it.
      if (from || to) windows.push({ day, from, to: to === '00:00' ? '24:00' : to });
    }
  }
  return windows;
}

/** What a time field shows for a wall-clock time. */
export function shown(time: string | undefined): string {
  return time === '24:00' ? '00:00' : (time ?? '');
}
