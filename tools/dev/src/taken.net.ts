/** Which of the ports we need are taken, and by whom. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { isFree } from '@sounding/testing';

export interface Taken {
  readonly port: number;
  readonly what: string;
  /** `node dist/main.js (pid 123)` where the machine tells. */
  readonly by: string | null;
}

/** Sockets that listen on the port, as Linux lists them: column 1 is address:port in hex, 3 the state, 9 the inode. */
function inodesOf(port: number): Set<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const found = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readLines(table)) {
      const columns = line.trim().split(/\s+/);
      if (columns[1]?.endsWith(`:${hex}`) && columns[3] === '0A' && columns[9]) found.add(columns[9]);
    }
  }
  return found;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    // Not a Linux machine: the port is still named, only its owner is not.
    return [];
  }
}

function holds(pid: string, inodes: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return target.startsWith('socket:[') && inodes.has(target.slice(8, -1));
    });
  } catch {
    // The process ended meanwhile, or belongs to somebody else.
    return false;
  }
}

export function ownerOf(port: number): string | null {
  const inodes = inodesOf(port);
  if (inodes.size === 0) return null;
  const pid = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && holds(entry, inodes));
  if (!pid) return null;
  const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  const script = args.find((arg, at) => !arg.startsWith('-') && args[at - 1] !== '--import');
  return `${basename(program)}${script ? ` ${script}` : ''} (pid ${pid})`;
}

export async function takenPorts(wanted: readonly { port: number; what: string }[]): Promise<Taken[]> {
  const checked = await Promise.all(
    wanted.map(async ({ port, what }) => {
      const free = (await isFree(port, '127.0.0.1')) && (await isFree(port, '0.0.0.0'));
      return free ? null : { port, what, by: ownerOf(port) };
    }),
  );
  return checked.filter((taken) => taken !== null);
}

/**
 * The first hundred ports from `wanted`, or a thousand further on, and so on, in which nobody listens; so that two checkouts
 * of one machine can run their stories at the same time.
 */
export async function freeBase(wanted: number): Promise<number> {
  for (let base = wanted; base < 60_000; base += 1_000) {
    const hundred = Array.from({ length: 100 }, (_, offset) => isFree(base + offset));
    if ((await Promise.all(hundred)).every(Boolean)) return base;
  }
  throw new Error(`No hundred free ports from ${wanted}.`);
}
