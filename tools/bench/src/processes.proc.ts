/** What processes use, as Linux counts it under /proc. Elsewhere nothing is counted and the figures are left out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The unit of the times in /proc/<pid>/stat; 100 a second on every Linux, whatever the kernel's own tick. */
const MS_PER_TICK = 10;

interface Process {
  pid: number;
  parent: number;
  cpuMs: number;
}

/** Null for a process that ended meanwhile. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Ended between the listing and the look, or not ours to see; both are left out of the sum.
    return null;
  }
}

function everyProcess(): Process[] {
  if (!existsSync('/proc/self/stat')) return [];
  return readdirSync('/proc').flatMap((name) => {
    const text = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : null;
    if (!text) return [];
    // The second field is the name in brackets and may hold anything; the fields are counted from behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    return [{ pid: Number(name), parent: Number(fields[1]), cpuMs: ticks * MS_PER_TICK }];
  });
}

/** A process and all that it started: PostgreSQL's backends, the browser of the receipts. */
function family(root: number, all: readonly Process[]): Process[] {
  const found = all.filter((one) => one.pid === root);
  for (const one of found) found.push(...all.filter((other) => other.parent === one.pid));
  return found;
}

export type ByProcess = Record<string, number>;

function perRoot(roots: ReadonlyMap<string, number>, count: (one: Process) => number): ByProcess {
  const all = everyProcess();
  const sums = [...roots].map(([name, pid]) => {
    return [name, family(pid, all).reduce((sum, one) => sum + count(one), 0)] as const;
  });
  return all.length === 0 ? {} : Object.fromEntries(sums);
}

/** CPU milliseconds so far, of each root with its descendants, the ended ones too. */
export function cpuMs(roots: ReadonlyMap<string, number>): ByProcess {
  return perRoot(roots, (one) => one.cpuMs);
}

/** Megabytes: the proportional share of what is in memory, so that shared pages count once; resident where that may not be read. */
export function memoryMb(roots: ReadonlyMap<string, number>): ByProcess {
  return perRoot(roots, ({ pid }) => {
    const share = read(`/proc/${pid}/smaps_rollup`)?.match(/^Pss:\s+(\d+) kB/m)?.[1];
    const resident = share ?? read(`/proc/${pid}/status`)?.match(/^VmRSS:\s+(\d+) kB/m)?.[1] ?? '0';
    return Number(resident) / 1024;
  });
}
