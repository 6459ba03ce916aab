/**
 * One event of one aggregate, from its arrival to its effect: decides by what the inbox says and by which of the three kinds
 * of failure a handler met. Runs in the aggregate's lane; time and the database come from outside.
 */
import { EVENTS, type Event } from '@sounding/contracts';
import type { Database } from './database.ts';
import { kindOf, sentenceOf } from './failure.ts';
import {
  arrive,
  commitStep,
  type Heard,
  keepUnexpected,
  Moved,
  nextEarly,
  pass,
  stepInOne,
  tryFailed,
} from './inbox.store.ts';
import type { Lanes } from './lanes.ts';
import type { Log } from './log.ts';
import type { Message, Step, Tx } from './messages.ts';
import { duplicates, handleSeconds } from './metrics.prom.ts';
import { Positions } from './positions.ts';
import { hearing, traceId } from './trace.otel.ts';
import { pause } from './wire.ts';

export type Hear = (message: Message) => Promise<void>;

export interface Heeded {
  readonly contract: Event;
  readonly hear: Hear;
}

/** A bug is tried this often before it becomes a dead letter. */
export const TRIES = 5;
const MOST_PAUSE_MS = 30_000;
/** Aggregates whose position one process remembers. */
const REMEMBERED = 20_000;
const BY_NAME: ReadonlyMap<string, Event> = new Map(EVENTS.map((event) => [event.name, event]));

/** `handled`: it has its effect, or is stored; `known`: it had its effect before; `left`: we stopped, it will come again. */
export type Outcome = 'handled' | 'known' | 'left';

/** What became of an event: `more` says that the next one of its aggregate may be stored already. */
interface Fate {
  readonly outcome: Outcome;
  readonly more: boolean;
}
const DONE: Fate = { outcome: 'handled', more: false };
const KNOWN: Fate = { outcome: 'known', more: false };
/** It had and will have no effect here, and nothing is kept of it. */
const UNCOUNTED: Fate = { outcome: 'known', more: false };

export class Hearing {
  private stopped = false;
  private readonly waking = new Set<() => void>();
  /** Where this process itself moved the inbox of an aggregate to: its next event needs no look before its step, which checks. */
  private readonly positions = new Positions(REMEMBERED);
  /** What the aggregates are, of which this service hears anything: `booking bookingId`. */
  private readonly kinds: ReadonlySet<string>;

  constructor(
    private readonly service: string,
    private readonly database: Database,
    private readonly lanes: Lanes,
    /** By event name. */
    private readonly heeded: ReadonlyMap<string, Heeded>,
    private readonly log: Log,
    /** An event was stored until its turn. */
    private readonly waits: () => void = () => undefined,
  ) {
    this.kinds = new Set([...heeded.values()].map(({ contract }) => `${contract.owner} ${contract.of}`));
  }

  /**
   * Puts an event into its aggregate's lane, and answers what became of it. One that is stored, or closes a hole before one, is
   * `counted` whatever it is: an earlier release may have heard of such aggregates.
   */
  async take(heard: Heard, counted = false): Promise<Outcome> {
    let outcome: Outcome = 'left';
    await this.lanes.run(laneOf(heard), async () => {
      outcome = await this.work(heard, counted);
    });
    return outcome;
  }

  /** Ends pauses; what has not had its effect yet is left to come again. */
  stop(): void {
    this.stopped = true;
    for (const wake of this.waking) wake();
  }

  /** Handles one event, and then the stored ones whose turn has come. */
  private async work(first: Heard, counted: boolean): Promise<Outcome> {
    const fate = await this.untilDecided(first, counted);
    if (fate === null) return 'left';
    for (let { more } = fate; more && !this.stopped; ) {
      const next = await this.untilDone(() => nextEarly(this.database, first.owner, first.aggregate));
      if (!next) break;
      more = (await this.untilDecided(next, true))?.more ?? false;
    }
    return fate.outcome;
  }

  private skip(heard: Heard): Fate {
    duplicates.inc({ service: this.service, owner: heard.owner });
    return KNOWN;
  }

  private async untilDecided(heard: Heard, counted: boolean): Promise<Fate | null> {
    return this.untilDone(() => this.decide(heard, counted));
  }

  /** Tries again as long as the world fails: a fault never counts. Null when we stopped. */
  private async untilDone<T>(work: () => Promise<T>): Promise<T | null> {
    for (let faults = 0; !this.stopped; faults++) {
      try {
        return await work();
      } catch (error) {
        if (kindOf(error) !== 'fault') this.log.error({ error: sentenceOf(error) }, 'the inbox met a bug of its own');
        else this.log.warn({ error: sentenceOf(error), faults }, 'the world failed; an event waits');
        await this.wait(pause(faults, 100, MOST_PAUSE_MS));
      }
    }
    return null;
  }

  private async decide(heard: Heard, counted: boolean): Promise<Fate> {
    if (heard.seq === 0) {
      await keepUnexpected(this.database, heard, 'it lacks the headers of an event');
      return DONE;
    }
    const heeded = this.heeded.get(heard.name);
    if (!heeded) return !counted && this.nothingOf(heard) ? UNCOUNTED : this.countPast(heard);
    if (this.positions.at(laneOf(heard)) === heard.seq - 1) return this.handle(heard, heeded);
    const verdict = await arrive(this.database, heard);
    if (verdict === 'early') {
      this.waits();
      return DONE;
    }
    if (verdict === 'known') return this.skip(heard);
    if (verdict === 'strange') return this.strange(heard);
    return this.handle(heard, heeded);
  }

  /** Whether this service hears no event at all of such aggregates; a release that begins to is a new hearer of each. */
  private nothingOf(heard: Heard): boolean {
    const contract = BY_NAME.get(heard.name);
    return contract !== undefined && !this.kinds.has(`${heard.owner} ${contract.of}`);
  }

  private async countPast(heard: Heard): Promise<Fate> {
    const { verdict, more } = await pass(this.database, heard);
    if (verdict === 'strange') return this.strange(heard);
    if (verdict === 'known' && !more) return this.skip(heard);
    if (verdict === 'early') this.waits();
    if (verdict === 'next') this.positions.moved(laneOf(heard), heard.seq);
    return { outcome: 'handled', more };
  }

  private async strange(heard: Heard): Promise<Fate> {
    await keepUnexpected(this.database, heard, `seq ${heard.seq} of its aggregate was another event`);
    return DONE;
  }

  /** Its turn: runs the handler; a bug is tried again a few times, and then blocks the aggregate. */
  private async handle(heard: Heard, heeded: Heeded): Promise<Fate> {
    for (;;) {
      try {
        const fate = await this.effect(heard, heeded);
        this.positions.moved(laneOf(heard), heard.seq);
        return fate;
      } catch (error) {
        this.positions.forget(laneOf(heard));
        // Another copy was faster, or what we remembered is not so (a restored database): the inbox says which.
        if (error instanceof Moved) return { ...(await this.decide(heard, true)), more: true };
        if (kindOf(error) === 'fault') throw error;
        const tries = await this.failedTry(heard, error);
        if (tries === null || tries >= TRIES || this.stopped) return { outcome: 'handled', more: tries === null };
        await this.wait(pause(tries - 1, 100, 2_000));
      }
    }
  }

  private async failedTry(heard: Heard, error: unknown): Promise<number | null> {
    const traced = (error as { traceId?: string | null }).traceId ?? null;
    const tries = await tryFailed(this.database, heard, sentenceOf(error), traced, TRIES);
    const fields = { event: heard.name, id: heard.id, tries, error: sentenceOf(error), stack: stackOf(error) };
    this.log.error(fields, tries !== null && tries >= TRIES ? 'an event became a dead letter' : 'an event hit a bug');
    return tries;
  }

  private async effect(heard: Heard, heeded: Heeded): Promise<Fate> {
    const end = handleSeconds.startTimer({ service: this.service, event: heard.name });
    let status = 'failed';
    try {
      const age = Date.now() - heard.saidAt.getTime();
      const more = await hearing(
        `evt.${heard.name}`,
        heard.traceparent,
        age,
        (error) => error instanceof Moved,
        () => this.run(heard, heeded),
      );
      status = 'ok';
      return { outcome: 'handled', more };
    } finally {
      end({ status });
    }
  }

  private async run(heard: Heard, heeded: Heeded): Promise<boolean> {
    const message = new HeardMessage(this.database, heard, heeded.contract.data.parse(heard.data));
    try {
      await heeded.hear(message);
    } catch (error) {
      if (message.more === null) throw withTrace(error);
      this.log.error(
        { event: heard.name, error: sentenceOf(error) },
        'a handler failed after its commit; the effect stays',
      );
    }
    if (message.more !== null) return message.more;
    return (await pass(this.database, heard)).more;
  }

  private wait(ms: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waking.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.waking.add(wake);
    });
  }
}

/** The lane of an event's aggregate. */
export function laneOf(heard: { readonly owner: string; readonly aggregate: string }): string {
  return `${heard.owner} ${heard.aggregate}`;
}

/** Keeps the trace of the failed try with the error, for the dead letter. */
function withTrace(error: unknown): unknown {
  if (error instanceof Error) Object.defineProperty(error, 'traceId', { value: traceId(), configurable: true });
  return error;
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}

class HeardMessage implements Message {
  readonly id: string;
  readonly seq: number;
  readonly aggregate: string;
  readonly publishedAt: Date;
  /** Null until the commit; then whether the next event is stored already. */
  more: boolean | null = null;

  constructor(
    private readonly database: Database,
    private readonly heard: Heard,
    readonly data: Message['data'],
  ) {
    this.id = heard.id;
    this.seq = heard.seq;
    this.aggregate = heard.aggregate;
    this.publishedAt = heard.saidAt;
  }

  async commitInOne(statement: (step: Step) => Promise<boolean>): Promise<void> {
    if (this.more !== null) throw new Error(`${this.heard.name} was committed already`);
    this.more = await stepInOne(this.heard, statement);
  }

  async commit<R>(work: (tx: Tx) => Promise<R>): Promise<R> {
    if (this.more !== null) throw new Error(`${this.heard.name} was committed already`);
    const { result, more } = await commitStep(this.database, this.heard, work);
    this.more = more;
    return result;
  }
}
