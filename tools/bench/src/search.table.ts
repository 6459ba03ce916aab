/** The figures of the search as a table. Pure. */

export interface Times {
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

export interface Freshness extends Times {
  hires: number;
  /** What one look at the search took: the figure is that much too long at most. */
  lookP50Ms: number;
}

export interface SearchFigures {
  parameters: { providers: number; listings: number; runs: number; rounds: number };
  /** `found` by the search; `counted` by its floor, which leaves some rules out. */
  kinds: {
    what: string;
    found: number;
    counted: number;
    search: Times;
    /** What one search takes of PostgreSQL and catalog. */
    cpuMs: number;
    floor: Times;
  }[];
  worstP95Ms: number;
  freshness: { atRest: Freshness; whileRenewing: Freshness; renewedPerSecond: number };
}

const cell = (value: number | string, width = 10) => String(value).padStart(width);

/** @param figures with their numbers rounded already */
export function tableOfSearch({ kinds, freshness, parameters }: SearchFigures): string {
  const { providers, listings, runs } = parameters;
  const head = [`${providers} providers, ${listings} listings`.padEnd(32), cell('found'), cell('half of', 12)];
  const rows = kinds.map(({ what, found, search, cpuMs, floor }) => {
    const ratio = `x${Number((search.p95Ms / floor.p95Ms).toPrecision(3))}`;
    const times = [
      `${search.p50Ms} ms`,
      `${search.p95Ms} ms`,
      `${cpuMs} ms`,
      `${floor.p50Ms} ms`,
      `${floor.p95Ms} ms`,
      ratio,
    ];
    return `  ${what.padEnd(32)}${cell(found)}${times.map((one) => cell(one, 12)).join('')}`;
  });
  const fresh = (what: string, { p50Ms, p95Ms, lookP50Ms, hires }: Freshness) =>
    `  ${what.padEnd(42)}${cell(`${p50Ms} ms`, 12)}${cell(`${p95Ms} ms`, 12)}   ${hires} hires, a look takes ${lookP50Ms} ms`;
  return [
    `  ${head.join('')}${cell('95 of 100', 12)}${cell('CPU', 12)}${cell('floor: half', 12)}${cell('95 of 100', 12)}${cell('ratio', 12)}`,
    ...rows,
    `  (${runs} runs of free times)`,
    '',
    fresh('A hire, until the search knows', freshness.atRest),
    fresh(`  while ${freshness.renewedPerSecond} providers a second are renewed`, freshness.whileRenewing),
  ].join('\n');
}
