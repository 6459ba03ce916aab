/**
 * Hears the events of one owner: pulls from the durable, hands each event to its aggregate's lane, acknowledges after the
 * commit. It only binds; streams and durables are made by tools/provision, and it says when they are missing.
 */
import { type ConsumerMessages, type JsMsg, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { sentenceOf } from './failure.ts';
import type { Outcome } from './hearing.inbox.ts';
import type { Heard } from './inbox.store.ts';
import type { Log } from './log.ts';
import { consumerPending, duplicates, redeliveries } from './metrics.prom.ts';
import { Recent } from './recent.ts';
import { AGGREGATE, durableOf, SAID_AT, SEQ, STREAM, TRACEPARENT } from './wire.ts';

/** Events that may be in work at once; more are not pulled. */
const AT_ONCE = 256;
const WORKING_MS = 10_000;
const LOOK_MS = 2_000;
/** A durable that goes says so to its pulls; only after a lost connection is it looked at each time. */
const CALM_LOOK_MS = 10_000;
const DOUBT_MS = 30_000;
/** Ids that one process remembers, about 4 MB. */
const RECENT = 50_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export type Work = (heard: Heard) => Promise<Outcome>;

export class Consumer {
  readonly durable: string;
  private messages: ConsumerMessages | null = null;
  private stopped = false;
  private trouble: string | null = 'not started';
  private running: Promise<void> | null = null;
  private readonly inWork = new Map<string, JsMsg>();
  private readonly settling = new Set<Promise<void>>();
  private room: (() => void) | null = null;
  private doubtUntil = 0;
  /** Events that are in the inbox or stored: a broker that lost acknowledgements sends thousands of them again. */
  private readonly recent = new Recent(RECENT);
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly service: string,
    private readonly owner: string,
    private readonly nats: NatsConnection,
    private readonly work: Work,
    private readonly log: Log,
  ) {
    this.durable = durableOf(service, owner);
    this.heartbeat = setInterval(() => this.stillWorking(), WORKING_MS);
    this.heartbeat.unref();
  }

  start(): void {
    this.running = this.run();
  }

  /** Why nothing is heard from this owner, or null. */
  problem(): string | null {
    return this.trouble;
  }

  /** The connection came back: the server may have lost the durable, or have a new one of its name. */
  reconnected(): void {
    this.doubtUntil = Date.now() + DOUBT_MS;
  }

  /** Takes no more; what is in work goes on. */
  async stopPulling(): Promise<void> {
    this.stopped = true;
    this.messages?.stop();
    this.room?.();
    await this.running;
  }

  /** Waits for acknowledgements on their way. */
  async stop(): Promise<void> {
    clearInterval(this.heartbeat);
    await Promise.allSettled(this.settling);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.pull();
      } catch (error) {
        this.trouble = sentenceOf(error);
        this.log.warn({ durable: this.durable, error: this.trouble }, 'cannot pull; trying again');
      }
      if (!this.stopped) await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  /** Pulls until the durable is gone, replaced, or we stop. */
  private async pull(): Promise<void> {
    const stream = jetstream(this.nats, { checkAPI: false, timeout: 2_000 });
    const consumer = await stream.consumers.get(STREAM, this.durable);
    const { created } = await consumer.info();
    if (this.stopped) return;
    const messages = await consumer.consume({
      max_messages: AT_ONCE,
      expires: 10_000,
      abort_on_missing_resource: true,
    });
    this.messages = messages;
    this.trouble = null;
    let looked = Date.now();
    const watch = setInterval(() => {
      if (Date.now() > this.doubtUntil && Date.now() < looked + CALM_LOOK_MS) return;
      looked = Date.now();
      consumer.info().then(
        (info) => {
          consumerPending.set({ service: this.service, owner: this.owner }, info.num_pending);
          if (info.created !== created) this.interrupt(messages, 'the durable was made anew');
          else this.trouble = null;
        },
        (error: unknown) => this.interrupt(messages, sentenceOf(error)),
      );
    }, LOOK_MS);
    try {
      for await (const message of messages) {
        this.take(message);
        if (this.inWork.size >= AT_ONCE) await this.waitForRoom();
        if (this.stopped) break;
      }
    } finally {
      clearInterval(watch);
      this.messages = null;
      await messages.close();
    }
  }

  private interrupt(messages: ConsumerMessages, why: string): void {
    if (this.stopped || this.messages !== messages) return;
    this.trouble = why;
    messages.stop();
  }

  private waitForRoom(): Promise<void> {
    return new Promise((resolve) => {
      this.room = () => {
        this.room = null;
        resolve();
      };
    });
  }

  /** Starts the work of one delivery; a delivery of an event that is in work only renews how it is acknowledged. */
  private take(message: JsMsg): void {
    if (message.redelivered) redeliveries.inc({ service: this.service, owner: this.owner });
    const heard = heardOf(this.owner, message);
    if (this.recent.has(heard.id)) {
      duplicates.inc({ service: this.service, owner: this.owner });
      message.ack();
      return;
    }
    const there = this.inWork.has(heard.id);
    this.inWork.set(heard.id, message);
    if (there) return;
    const done = this.settle(heard).finally(() => this.settling.delete(done));
    this.settling.add(done);
  }

  private async settle(heard: Heard): Promise<void> {
    const outcome = await this.work(heard);
    const message = this.inWork.get(heard.id);
    this.inWork.delete(heard.id);
    this.room?.();
    if (outcome !== 'left') this.recent.add(heard.id);
    if (outcome === 'left' || !message) return;
    // A lost acknowledgement of what is known anyway only brings it once more.
    if (outcome === 'known') return message.ack();
    try {
      await message.ackAck({ timeout: 5_000 });
    } catch (error) {
      // It will come again and be skipped: the inbox knows it.
      this.log.info({ durable: this.durable, error: sentenceOf(error) }, 'an acknowledgement got lost');
    }
  }

  private stillWorking(): void {
    for (const message of this.inWork.values()) message.working();
  }
}

/** A delivery as the inbox sees it. One without our headers gets `seq` 0, which no rule fits. */
function heardOf(owner: string, message: JsMsg): Heard {
  const id = message.headers?.get('Nats-Msg-Id') ?? '';
  const seq = Number(message.headers?.get(SEQ) || 0);
  const said = new Date(message.headers?.get(SAID_AT) || Number.NaN);
  const whole = UUID.test(id) && Number.isSafeInteger(seq) && seq > 0 && !Number.isNaN(said.getTime());
  return {
    owner,
    aggregate: message.headers?.get(AGGREGATE) || '?',
    seq: whole ? seq : 0,
    id: UUID.test(id) ? id : strangeId(message.info.streamSequence),
    name: message.subject.replace(/^evt\./, ''),
    data: dataOf(message),
    traceparent: message.headers?.get(TRACEPARENT) || null,
    saidAt: Number.isNaN(said.getTime()) ? new Date() : said,
  };
}

/** A stable id for a message that has none: its place in the stream. */
function strangeId(streamSeq: number): string {
  return `00000000-0000-4000-8000-${streamSeq.toString(16).padStart(12, '0')}`;
}

function dataOf(message: JsMsg): unknown {
  try {
    return message.json();
  } catch (error) {
    if (error instanceof SyntaxError) return { notJson: true };
    throw error;
  }
}
