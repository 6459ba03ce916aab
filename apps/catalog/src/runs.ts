/** Runs of free starts as they are stored: in order, and none as long as a day, so that a day's runs are found by their beginning. */

export interface Run {
  readonly first: string;
  readonly last: string;
  readonly stepMinutes: number;
}

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

/** The same starts in pieces shorter than a day. Throws when runs are out of order: then "the first one" would mean nothing. */
export function piecesOf(runs: readonly Run[]): Run[] {
  let before = Number.NEGATIVE_INFINITY;
  return runs.flatMap((run) => {
    const [first, last] = [Date.parse(run.first), Date.parse(run.last)];
    if (!(first > before && last >= first)) throw new Error('runs overlap, or are out of order');
    before = last;
    return pieces(first, last, run.stepMinutes);
  });
}

function pieces(first: number, last: number, stepMinutes: number): Run[] {
  const whole = Math.max(1, Math.floor(DAY_MINUTES / stepMinutes)) * stepMinutes * MINUTE;
  const count = Math.floor((last - first) / whole) + 1;
  return Array.from({ length: count }, (_, n) => {
    const begin = first + n * whole;
    return { first: iso(begin), last: iso(Math.min(last, begin + whole - stepMinutes * MINUTE)), stepMinutes };
  });
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
