/**
 * The relay: takes outbox rows to JetStream in the order they were said. Any number of copies run; the one that holds the
 * advisory lock of the database works, on the very connection that holds it. JetStream may lose what it acknowledged, so rows
 * stay and are published again whenever the stream went backwards.
 */
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import type pg from 'pg';
import { Fault, kindOf, sentenceOf } from './failure.ts';
import type { Listener } from './listener.pg.ts';
import type { Log } from './log.ts';
import { published, republished } from './metrics.prom.ts';
import { doubtRecent, forgetPublished, markAndTake, type OutboxRow, seeStream } from './outbox.store.ts';
import { AGGREGATE, pause, SAID_AT, SEQ, STREAM, TRACEPARENT } from './wire.ts';

/** Names the one advisory lock of the relay within a database ("outb"). */
const LOCK = 0x6f757462;
const BATCH = 256;
/** Rows announce themselves; this is for what an announcement could miss. */
const POLL_MS = 5_000;
const LOOK_MS = 5_000;
/** How soon a copy that does not relay tries to take over. */
const TRY_MS = 1_000;
/** How long marks wait for the next rows, with which they share a statement. */
const MARK_MS = 500;
/** A server that dies may lose what it acknowledged since its last flush; nats-server flushes every two minutes. */
const DOUBT_SECONDS = 180;
/** A server that comes and goes must not be told the same over and over. */
const DOUBT_EVERY_MS = 60_000;

export class Relay {
  private readonly stream: JetStreamClient;
  private manager: JetStreamManager | null = null;
  private leads: pg.Client | null = null;
  private stopped = false;
  /** When to publish the last minutes again; 0 when there is no doubt. */
  private doubtAt = 0;
  private doubtedAt = Number.NEGATIVE_INFINITY;
  private interrupt: (() => void) | null = null;
  private lookAt = 0;
  private forgetAt = 0;
  private tryAt = 0;
  private created = '';
  private lastSeq = 0;
  /** What JetStream acknowledged and the database does not know yet, with the highest place in the stream. */
  private acked: string[] = [];
  private ackedSeq = 0;
  private wake: (() => void) | null = null;
  private awake = false;
  private running: Promise<void> | null = null;
  private trouble: string | null = null;

  constructor(
    private readonly service: string,
    private readonly nats: NatsConnection,
    private readonly listener: Listener,
    private readonly log: Log,
  ) {
    this.stream = jetstream(nats, { checkAPI: false });
  }

  start(): void {
    this.running = this.run();
  }

  /** Rows may wait. */
  nudge(): void {
    this.awake = true;
    this.wake?.();
  }

  /** The connection to NATS came back: its server may have died in between. */
  reconnected(): void {
    this.doubtAt ||= Math.max(Date.now(), this.doubtedAt + DOUBT_EVERY_MS);
    this.lookAt = 0;
    this.interrupt?.();
    this.nudge();
  }

  /** Why nothing is published, or null. */
  problem(): string | null {
    return this.trouble;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.nudge();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let faults = 0; !this.stopped; ) {
      try {
        const busy = await this.round();
        faults = 0;
        this.trouble = null;
        if (!busy) await this.idle();
      } catch (error) {
        this.failed(error);
        await new Promise((resolve) => setTimeout(resolve, this.stopped ? 0 : pause(faults++, 100, 2_000)));
      }
    }
    await this.markLast();
  }

  /** What stays unmarked is published once more by whoever relays next, which its message id makes harmless. */
  private async markLast(): Promise<void> {
    const client = this.listener.current();
    if (!client || client !== this.leads || this.acked.length === 0) return;
    try {
      await this.take(client, 0);
    } catch (error) {
      this.log.warn({ error: sentenceOf(error) }, 'the last marks of the relay are lost');
    }
  }

  private failed(error: unknown): void {
    this.trouble = sentenceOf(error);
    this.lookAt = 0;
    const client = this.leads;
    if (client && kindOf(error) === 'fault' && /Query read timeout/.test(this.trouble))
      this.listener.drop(client, error);
    this.log.warn({ error: this.trouble }, 'the relay pauses');
  }

  /** One batch. Answers whether there may be more. */
  private async round(): Promise<boolean> {
    const client = await this.lead();
    if (!client) return false;
    if (Date.now() >= this.lookAt) await this.look(client);
    const rows = await this.take(client, BATCH);
    if (rows.length === 0) return false;
    await this.publish(client, rows);
    return rows.length === BATCH;
  }

  /** Marks what was acknowledged since the last time, and takes the next rows: one statement for both. */
  private async take(client: pg.Client, limit: number): Promise<OutboxRow[]> {
    const marked = this.acked;
    const rows = await markAndTake(client, marked, this.ackedSeq, limit);
    this.acked = this.acked.slice(marked.length);
    return rows;
  }

  /** The connection, when this copy is the one that relays. */
  private async lead(): Promise<pg.Client | null> {
    const client = this.listener.current();
    if (!client) return null;
    if (this.leads === client) return client;
    if (Date.now() < this.tryAt) return null;
    this.tryAt = Date.now() + TRY_MS;
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [LOCK]);
    if (!(rows[0] as { mine: boolean }).mine) return null;
    this.leads = client;
    this.created = '';
    this.acked = [];
    this.lookAt = 0;
    return client;
  }

  /** Compares the stream with what was known of it. */
  private async look(client: pg.Client, seen = Number.POSITIVE_INFINITY): Promise<void> {
    this.manager ??= await jetstreamManager(this.nats, { checkAPI: false, timeout: 2_000 });
    const info = await this.manager.streams.info(STREAM);
    // First the marks: what is not marked could not be taken up again.
    if (this.acked.length > 0) await this.take(client, 0);
    const lastSeq = Math.min(seen, info.state.last_seq);
    if (info.created !== this.created || lastSeq < this.lastSeq) await this.see(client, info.created, lastSeq);
    if (this.doubtAt > 0 && Date.now() >= this.doubtAt) {
      this.doubtAt = 0;
      this.doubtedAt = Date.now();
      const doubted = await doubtRecent(client, DOUBT_SECONDS);
      republished.inc({ service: this.service }, doubted);
    }
    this.lastSeq = info.state.last_seq;
    this.lookAt = Date.now() + LOOK_MS;
    if (Date.now() >= this.forgetAt) {
      await forgetPublished(client);
      this.forgetAt = Date.now() + 10 * 60_000;
    }
  }

  private async see(client: pg.Client, created: string, lastSeq: number): Promise<void> {
    const again = await seeStream(client, created, lastSeq);
    this.created = created;
    if (again === 0) return;
    this.log.warn({ rows: again }, 'the stream went backwards: everything kept is published again');
    republished.inc({ service: this.service }, again);
  }

  /** Publishes a batch at once; order holds because one connection carries it. Keeps for marking what was acknowledged. */
  private async publish(client: pg.Client, rows: readonly OutboxRow[]): Promise<void> {
    const interrupted = new Promise<never>((_, reject) => {
      // What was on its way when the connection broke may never be answered: the next round sends it again.
      this.interrupt = () => reject(new Fault('unavailable', 'the connection broke while events were on their way'));
    });
    const acks = await Promise.race([Promise.allSettled(rows.map((row) => this.send(row))), interrupted]);
    this.interrupt = null;
    const acknowledged: string[] = [];
    let highest = 0;
    let lowest = Number.POSITIVE_INFINITY;
    let failure: unknown = null;
    for (const [index, ack] of acks.entries()) {
      if (ack.status === 'rejected') failure ??= ack.reason;
      else {
        acknowledged.push((rows[index] as OutboxRow).position);
        highest = Math.max(highest, ack.value.seq);
        if (!ack.value.duplicate) lowest = Math.min(lowest, ack.value.seq);
      }
    }
    // A fresh message below the highest known one: the stream went back between two looks.
    if (lowest <= this.lastSeq) await this.look(client, lowest);
    if (acknowledged.length > 0) {
      this.acked = [...this.acked, ...acknowledged];
      this.ackedSeq = highest;
      this.lastSeq = Math.max(this.lastSeq, highest);
      published.inc({ service: this.service }, acknowledged.length);
    }
    if (failure !== null) throw failure;
  }

  private send(row: OutboxRow) {
    const sent = headers();
    sent.set(AGGREGATE, row.aggregate);
    sent.set(SEQ, row.seq);
    sent.set(SAID_AT, row.said_at.toISOString());
    if (row.traceparent) sent.set(TRACEPARENT, row.traceparent);
    return this.stream.publish(`evt.${row.name}`, JSON.stringify(row.data), {
      msgID: row.id,
      headers: sent,
      expect: { streamName: STREAM },
      timeout: 3_000,
      retries: 1,
    });
  }

  /** Until rows may wait, or the slow poll. */
  private async idle(): Promise<void> {
    const ms = this.acked.length > 0 ? MARK_MS : this.leads === this.listener.current() ? POLL_MS : TRY_MS;
    if (!this.awake && !this.stopped) await this.sleep(ms);
    this.awake = false;
  }

  private sleep(ms: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }).finally(() => {
      this.wake = null;
    });
  }
}
