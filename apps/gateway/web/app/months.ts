/** Months of a statement, in UTC like the transfer days. */

/** `2026-11`: the first instant of the month and of the one after it. */
export interface Month {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Null when the text is no month. */
export function monthOf(name: string | undefined): Month | null {
  const parts = /^(20\d{2})-(0[1-9]|1[0-2])$/.exec(name ?? '');
  return parts ? month(Number(parts[1]), Number(parts[2]) - 1) : null;
}

/** The month of `now` and those before it, newest first. */
export function latestMonths(now: Date, count: number): Month[] {
  return Array.from({ length: count }, (_, back) => month(now.getUTCFullYear(), now.getUTCMonth() - back));
}

/** `November 2026` */
export function monthWords({ from }: Month): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(new Date(from));
}

function month(year: number, index: number): Month {
  const from = new Date(Date.UTC(year, index)).toISOString();
  return { name: from.slice(0, 7), from, to: new Date(Date.UTC(year, index + 1)).toISOString() };
}
