/** The arithmetic of the benchmark. Pure. */
import type { Counters } from './counters.net.ts';

/** What one second costs, or one hire: the same numbers over another divisor. */
export interface Cost {
  commits: number;
  /** Commits that wrote. */
  writes: number;
  walSyncs: number;
  walKb: number;
  busMessages: number;
  cpuMs: number;
  cpuMsByProcess: Record<string, number>;
}

/** Nearest rank: the smallest value that `share` of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** What was used between two looks, less what the platform would have used at rest, over `divisor`. */
export function costOf(before: Counters, after: Counters, divisor: number, rest?: Cost): Cost {
  const seconds = (after.atMs - before.atMs) / 1000;
  const net = (used: number, atRest: number) => Math.max(0, used - atRest * seconds) / divisor;
  const cpuMsByProcess = Object.fromEntries(
    Object.entries(after.cpuMs).map(([name, used]) => {
      return [name, net(used - (before.cpuMs[name] ?? 0), rest?.cpuMsByProcess[name] ?? 0)];
    }),
  );
  return {
    commits: net(after.commits - before.commits, rest?.commits ?? 0),
    writes: net(after.writes - before.writes, rest?.writes ?? 0),
    walSyncs: net(after.walSyncs - before.walSyncs, rest?.walSyncs ?? 0),
    walKb: net(after.walKb - before.walKb, rest?.walKb ?? 0),
    busMessages: net(after.busMessages - before.busMessages, rest?.busMessages ?? 0),
    cpuMs: sum(Object.values(cpuMsByProcess)),
    cpuMsByProcess,
  };
}

/** A cost without `times` another one that is part of it. */
export function without(cost: Cost, other: Cost, times: number): Cost {
  const less = (whole: number, part = 0) => Math.max(0, whole - part * times);
  const cpuMsByProcess = Object.fromEntries(
    Object.entries(cost.cpuMsByProcess).map(([name, used]) => [name, less(used, other.cpuMsByProcess[name])]),
  );
  return {
    commits: less(cost.commits, other.commits),
    writes: less(cost.writes, other.writes),
    walSyncs: less(cost.walSyncs, other.walSyncs),
    walKb: less(cost.walKb, other.walKb),
    busMessages: less(cost.busMessages, other.busMessages),
    cpuMs: sum(Object.values(cpuMsByProcess)),
    cpuMsByProcess,
  };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Every number in it with three digits that say something; more would be noise. */
export function rounded<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) => {
      if (typeof part !== 'number' || Number.isInteger(part)) return part;
      return Math.abs(part) >= 100 ? Math.round(part) : Number(part.toPrecision(3));
    }),
  ) as T;
}

/** `work` for each item, `lanes` of them at a time; begins none after `limitMs`. Answers the results in order of completion. */
export async function inLanes<I, O>(
  items: readonly I[],
  lanes: number,
  limitMs: number,
  work: (item: I, at: number) => Promise<O>,
): Promise<O[]> {
  const done: O[] = [];
  const end = performance.now() + limitMs;
  let next = 0;
  const lane = async () => {
    while (next < items.length && performance.now() < end) {
      const at = next++;
      done.push(await work(items[at] as I, at));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}
