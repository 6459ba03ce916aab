/** Days in UTC, as books are compared by. Pure. */

const DAY = 24 * 3_600_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The last three days, as the form begins. */
export function daysUntil(now: Date): { from: string; to: string } {
  return { from: dayOf(now.getTime() - 2 * DAY), to: dayOf(now.getTime()) };
}

/** From the beginning of the one day to the end of the other, or until now if that is sooner; null for no days. */
export function periodOfDays(from: string, to: string, now: Date): { from: string; to: string } | null {
  const [first, last] = [from, to].map((day) => (DATE.test(day) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN));
  if (first === undefined || last === undefined || !(first <= last)) return null;
  const end = Math.min(last + DAY, now.getTime());
  return first < end ? { from: new Date(first).toISOString(), to: new Date(end).toISOString() } : null;
}
