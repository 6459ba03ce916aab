/**
 * Children that never outlive us. A small shell holds a pipe to this process; when we end in any way, kill -9
 * included, the pipe closes and the shell ends every process group that is still on its list.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

const SCRIPT = `
pids=""
while read -r verb pid; do
  case "$verb" in
    add) pids="$pids $pid" ;;
    drop) left=""; for p in $pids; do [ "$p" = "$pid" ] || left="$left $p"; done; pids="$left" ;;
  esac
done
for p in $pids; do kill -INT "-$p" 2>/dev/null; done
n=0
while [ $n -lt 50 ]; do
  alive=""
  for p in $pids; do kill -0 "-$p" 2>/dev/null && alive="$alive $p"; done
  [ -z "$alive" ] && exit 0
  n=$((n+1)); sleep 0.1
done
for p in $pids; do kill -KILL "-$p" 2>/dev/null; done
`;

let keeper: ChildProcess | undefined;

function tell(line: string): void {
  if (!keeper || keeper.exitCode !== null) {
    // In its own process group, so that Ctrl-C in the terminal does not end it before it has done its work.
    keeper = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    keeper.unref();
    const pipe = keeper.stdin as (ChildProcess['stdin'] & { unref?: () => void }) | null;
    pipe?.unref?.();
    // A keeper that was killed itself is no reason to fail: the children are still ended by whoever started them.
    pipe?.on('error', () => undefined);
  }
  keeper.stdin?.write(`${line}\n`);
}

/** `spawn` in a process group of its own, on the keeper's list until it ends. */
export function spawnKept(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid !== undefined) {
    tell(`add ${pid}`);
    child.once('exit', () => tell(`drop ${pid}`));
  }
  return child;
}

/** Signals the whole group of a child; a group that is gone is what we wanted. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Resolves when the child has ended. */
export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
  });
}

/** Asks a child to stop, and makes it after `patienceMs`. */
export async function stopChild(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
  patienceMs = 8_000,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  signalGroup(child, signal);
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs);
  await ended(child);
  clearTimeout(timer);
}
