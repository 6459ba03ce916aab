/** What weekly hours may be. Pure. */
import { type Hours, Refusal } from '@sounding/contracts';

/** Sorted by day and time; refuses `bad-window` with the first window that ends before it begins. */
export function checkedHours({ zone, weekly }: Hours): Hours {
  const sorted = [...weekly].sort((a, b) => a.day - b.day || a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
  for (const { day, from, to } of sorted) {
    if (from >= to) {
      throw new Refusal('bad-window', `A window ends at ${to}, which is not after its start at ${from}.`, {
        day,
        from,
        to,
      });
    }
  }
  return { zone, weekly: sorted };
}

const DAY = 86_400_000;
/** The longest range one question may ask for. */
export const MOST_DAYS = 62;

/** Instants of a range as milliseconds; refuses `bad-range`. */
export function checkedRange(from: string, to: string): { from: number; to: number } {
  const range = { from: Date.parse(from), to: Date.parse(to) };
  if (!(range.to > range.from) || range.to - range.from > MOST_DAYS * DAY) {
    throw new Refusal(
      'bad-range',
      `Ask for a range that ends after it begins and is no longer than ${MOST_DAYS} days.`,
      {
        mostDays: MOST_DAYS,
      },
    );
  }
  return range;
}
