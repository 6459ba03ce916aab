/**
 * Reads foreign calendars in a thread of its own, one after the other: whatever somebody wrote into one, the service goes on
 * answering. The library that reads them can be held for ever by a single rule (each second of a 30 February), and a thread
 * can be ended.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Fault } from '@sounding/bus';
import type { BusyTimes } from '@sounding/calendar';
import type { Answered, Told } from './busy.worker.ts';
import { Unreadable } from './calendar.http.ts';

/** Beside this file, and called as this file is: built code in a service, the source in a test. */
const WORKER = new URL(import.meta.url.replace(/busy\.thread(\.[jt]s)$/, 'busy.worker$1'));

/** Who waits for the calendar: a person at a page, or only the clock. */
export type For = 'person' | 'clock';

interface Waiting {
  readonly told: Told;
  readonly owner: string;
  readonly for: For;
  readonly done: (times: BusyTimes) => void;
  readonly fail: (error: unknown) => void;
}

@Injectable()
export class BusyThread implements BeforeApplicationShutdown {
  /** The longest that one calendar is read; the fullest that our other bounds let through takes a quarter of it. */
  limitMs = 5_000;
  /** The most memory for it; the fullest takes half of it. */
  mostMegabytes = 128;
  /** A person who would wait longer for their turn is told to come again. */
  turnMs = 8_000;

  private readonly line: Waiting[] = [];
  private readonly stopping = new AbortController();
  private serving = false;

  /**
   * What the calendar says is busy. Persons come before the clock, each owner with one calendar at a time. Throws
   * `Unreadable` (no calendar, or more of it than the bounds of entries, time or memory), and `Fault` when there is no turn.
   */
  read(told: Told, owner: string, why: For): Promise<BusyTimes> {
    return new Promise((done, fail) => {
      const crowded = why === 'person' && this.line.some((one) => one.for === 'person' && one.owner === owner);
      if (crowded || this.stopping.signal.aborted) return fail(noTurn());
      const waiting = { told, owner, for: why, done, fail };
      this.line.push(waiting);
      if (why === 'person') setTimeout(() => this.leave(waiting), this.turnMs).unref();
      if (!this.serving) void this.serve();
    });
  }

  /** Before the clock is waited for: it may have a long line here. */
  beforeApplicationShutdown(): void {
    this.stopping.abort();
    for (const waiting of this.line.splice(0)) waiting.fail(noTurn());
  }

  private leave(waiting: Waiting): void {
    const at = this.line.indexOf(waiting);
    if (at < 0) return;
    this.line.splice(at, 1);
    waiting.fail(noTurn());
  }

  private async serve(): Promise<void> {
    this.serving = true;
    while (this.line.length > 0) {
      // A machine that has no thread left says so here, to whoever is next.
      await this.withWorker().catch((error: unknown) => this.next()?.fail(error));
    }
    this.serving = false;
  }

  /** One worker for as long as anybody waits, or until a calendar breaks it. */
  private async withWorker(): Promise<void> {
    // Without our settings, which hold secrets, and without what the service itself is instrumented with.
    const worker = new Worker(WORKER, {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.mostMegabytes, maxYoungGenerationSizeMb: 16 },
    });
    // `once` hears an error while a calendar is read. One that comes while the worker is being ended concerns nobody, and
    // without a listener it would end the service.
    worker.on('error', () => undefined);
    for (let next = this.next(); next; next = this.next()) {
      if (!(await this.readWith(worker, next))) break;
    }
    await worker.terminate();
  }

  private next(): Waiting | undefined {
    const person = this.line.findIndex((one) => one.for === 'person');
    return this.line.splice(Math.max(person, 0), 1)[0];
  }

  /** Answers whether the worker can go on. */
  private async readWith(worker: Worker, { told, done, fail }: Waiting): Promise<boolean> {
    const late = AbortSignal.timeout(this.limitMs);
    try {
      const answered = once(worker, 'message', { signal: AbortSignal.any([late, this.stopping.signal]) });
      worker.postMessage(told);
      const [answer] = (await answered) as [Answered];
      if ('times' in answer) done(answer.times);
      else fail(new Unreadable(answer.problem));
      return true;
    } catch (cause) {
      if (this.stopping.signal.aborted) fail(noTurn());
      else if (late.aborted || isOutOfMemory(cause)) fail(new Unreadable('too-much', cause));
      else fail(cause);
      return false;
    }
  }
}

function isOutOfMemory(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function noTurn(): Fault {
  return new Fault('unavailable', 'there is no turn to read this calendar');
}
