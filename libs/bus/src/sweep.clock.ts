/**
 * What no delivery will bring: stored events whose turn has come (after a crash, a replay, a discard), and holes, which are
 * filled by asking the owner. Runs when a person settled a dead letter, every two seconds while an event waits for its turn, and
 * otherwise now and then: another copy that stored one may have died.
 */
import { EVENTS_SINCE, type Service } from '@sounding/contracts';
import type { Bus } from './bus.client.ts';
import type { Database } from './database.ts';
import { sentenceOf } from './failure.ts';
import { type Hearing, laneOf } from './hearing.inbox.ts';
import { anyEarly, forgetOld, type Hole, holes, missing, readyEarly } from './inbox.store.ts';
import type { Lanes } from './lanes.ts';
import type { Log } from './log.ts';

const EVERY_MS = 2_000;
const QUIET_MS = 15_000;
const HOLE_SECONDS = 30;
const FORGET_MS = 10 * 60_000;

export class Sweep {
  private timer: NodeJS.Timeout | null = null;
  private due = Number.POSITIVE_INFINITY;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private forgetAt = 0;

  constructor(
    private readonly bus: Bus,
    private readonly database: Database,
    private readonly lanes: Lanes,
    private readonly hearing: Hearing,
    private readonly log: Log,
    private readonly holeSeconds = HOLE_SECONDS,
  ) {}

  start(): void {
    this.within(EVERY_MS);
  }

  /** An event waits for its turn. */
  soon(): void {
    this.within(EVERY_MS);
  }

  private within(ms: number): void {
    const due = Date.now() + ms;
    if (this.stopped || due >= this.due) return;
    if (this.timer) clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.nudge(), ms);
    this.timer.unref();
  }

  nudge(): void {
    if (this.stopped) return;
    this.again = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      this.due = Number.POSITIVE_INFINITY;
      try {
        this.within((await this.round()) ? EVERY_MS : QUIET_MS);
      } catch (error) {
        this.log.warn({ error: sentenceOf(error) }, 'could not look for waiting events');
        this.within(EVERY_MS);
      }
    }
  }

  /** Answers whether an event waits for its turn. */
  private async round(): Promise<boolean> {
    if (Date.now() >= this.forgetAt) {
      await forgetOld(this.database);
      this.forgetAt = Date.now() + FORGET_MS;
    }
    if (!(await anyEarly(this.database))) return false;
    for (const heard of await readyEarly(this.database, 500)) {
      if (!this.lanes.busy(laneOf(heard))) void this.hearing.take(heard, true);
    }
    const found = await holes(this.database, this.holeSeconds, 50);
    await Promise.all(found.map((hole) => this.fill(hole)));
    return true;
  }

  /** Asks the owner for what is missing and hands it on as if it had been delivered. */
  private async fill(hole: Hole): Promise<void> {
    const contract = EVENTS_SINCE.get(hole.owner as Service);
    if (!contract) return;
    try {
      const { events } = await this.bus.ask(contract, { aggregate: hole.aggregate, after: hole.after });
      const first = events[0];
      if (!first) return;
      this.log.info(
        { owner: hole.owner, after: hole.after, events: events.length },
        'asked the owner for missing events',
      );
      if (first.seq > hole.after + 1) await missing(this.database, hole, first.seq);
      for (const event of events) {
        const { id, name, seq, data, traceparent } = event;
        const said = { id, name, seq, data, traceparent, saidAt: new Date(event.at) };
        void this.hearing.take({ owner: hole.owner, aggregate: hole.aggregate, ...said }, true);
      }
    } catch (error) {
      this.log.warn({ owner: hole.owner, error: sentenceOf(error) }, 'could not ask for missing events');
    }
  }
}
