/** How far a person moves the business clock. Pure. */

const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** Dates far from here are no longer dates that anything was tested with. */
const MOST_MS = 30 * 365 * 86_400_000;

/** `+8d`, `-30m`, `+1d12h` in milliseconds; anything else, and more than thirty years, answers null. */
export function shiftOf(text: string): number | null {
  const match = /^([+-])((?:\d{1,9}[smhdw])+)$/.exec(text);
  if (!match) return null;
  const parts = [...(match[2] ?? '').matchAll(/(\d+)([smhdw])/g)];
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
  if (total > MOST_MS) return null;
  return match[1] === '-' ? -total : total;
}
