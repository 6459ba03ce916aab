/** One process of the platform: started, watched, started again when it crashes, stopped with its whole group. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { spawnKept, stopChild } from '@sounding/testing';

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly cwd: string;
  readonly logFile: string;
  /** Answers 2xx when the process serves; absent for programs that speak no HTTP. */
  readonly readyUrl?: string;
}

export type State = 'stopped' | 'starting' | 'ready' | 'waiting to start again';

/** Wait before starting again: half a second, doubled each time, at most 15 s; a run of 30 s counts as healthy again. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const HEALTHY_AFTER_MS = 30_000;

export class Supervised {
  state: State = 'stopped';
  /** How often it ended without being asked since it was last ready. */
  failures = 0;
  #child: ChildProcess | undefined;
  #wanted = false;
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #program: Program;
  readonly #tell: (sentence: string) => void;
  #env: Record<string, string>;

  constructor(program: Program, tell: (sentence: string) => void) {
    this.#program = program;
    this.#tell = tell;
    this.#env = program.env;
  }

  get name(): string {
    return this.#program.name;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  get logFile(): string {
    return this.#program.logFile;
  }

  start(extra: Record<string, string> = {}): void {
    this.#wanted = true;
    this.#env = { ...this.#program.env, ...extra };
    this.#launch();
  }

  #launch(): void {
    const { command, args, cwd, logFile } = this.#program;
    const log = openSync(logFile, 'a');
    const child = spawnKept(command, args, { cwd, env: this.#env, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    this.#startedAt = Date.now();
    this.state = 'starting';
    child.once('error', (error) => this.#tell(`${this.name} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      if (child === this.#child) this.#ended(code, signal);
    });
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = undefined;
    this.state = 'stopped';
    if (!this.#wanted) return;
    const healthy = Date.now() - this.#startedAt > HEALTHY_AFTER_MS;
    this.failures = healthy ? 1 : this.failures + 1;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (this.failures - 1), LONGEST_WAIT_MS);
    const how = signal ? `was ended by ${signal}` : `ended (exit ${code})`;
    this.#tell(`${this.name} ${how}; starting it again in ${wait / 1000} s. See ${this.#program.logFile}`);
    this.state = 'waiting to start again';
    this.#timer = setTimeout(() => this.#launch(), wait);
  }

  /** Asks whether it serves. */
  async isReady(): Promise<boolean> {
    if (!this.#child) return false;
    if (!this.#program.readyUrl) return true;
    try {
      const response = await fetch(this.#program.readyUrl, { signal: AbortSignal.timeout(2_000) });
      await response.arrayBuffer();
      if (!response.ok) return false;
      this.state = 'ready';
      return true;
    } catch {
      // Not listening yet; the caller asks again until its patience ends.
      return false;
    }
  }

  /** What it last wrote, for the person who has to find out why it does not start. */
  lastLines(count = 15): string {
    try {
      return readFileSync(this.#program.logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
    } catch {
      return '(no log)';
    }
  }

  /** Ends it with `signal` and does not start it again until `start`. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#timer);
    if (this.#child) await stopChild(this.#child, signal);
    this.state = 'stopped';
    this.failures = 0;
  }

  /** Ends it as a crash would: the supervisor sees it and starts it again. */
  crash(): void {
    if (this.#child?.pid !== undefined) process.kill(this.#child.pid, 'SIGKILL');
  }

  stop(): Promise<void> {
    return this.kill('SIGTERM');
  }
}
