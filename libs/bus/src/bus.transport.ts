/** The Nest transport: finds `@Handle` and `@On`, answers requests in a queue group, hears events, relays the outbox. */
import type { Msg, Subscription } from '@nats-io/transport-node';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import {
  EVENTS,
  EVENTS_SINCE,
  type Event,
  type EventsSince,
  type Input,
  REQUESTS,
  type Request,
  type Service,
} from '@sounding/contracts';
import { isObservable, lastValueFrom } from 'rxjs';
import { type Answerer, answer } from './answer.nats.ts';
import type { Bus } from './bus.client.ts';
import { Consumer } from './consumer.nats.ts';
import { BUS_TRANSPORT } from './handle.decorators.ts';
import { Hearing, type Heeded } from './hearing.inbox.ts';
import { Lanes } from './lanes.ts';
import { Listener } from './listener.pg.ts';
import type { Message } from './messages.ts';
import { keptSince } from './outbox.store.ts';
import { Relay } from './relay.nats.ts';
import { Sweep } from './sweep.clock.ts';
import { verifier } from './token.jwt.ts';

/** How long events in work may take to end when the process stops; then they are left to be delivered again. */
const STOP_MS = 15_000;

export interface TransportSettings {
  /** How long an event waits for a missing one before its owner is asked; 30 s. */
  readonly holeSeconds?: number;
}

interface Declared {
  readonly contract: Request | Event;
}

export class BusTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = BUS_TRANSPORT;
  private readonly answers: { contract: Request; run: (input: unknown, call: unknown) => Promise<unknown> }[] = [];
  private readonly heeded = new Map<string, Heeded>();
  private subscriptions: Subscription[] = [];
  private readonly answering = new Set<Promise<void>>();
  private readonly lanes = new Lanes();
  private consumers: Consumer[] = [];
  private hearing: Hearing | null = null;
  private listener: Listener | null = null;
  private relay: Relay | null = null;
  private sweep: Sweep | null = null;

  constructor(
    private readonly bus: Bus,
    private readonly settings: TransportSettings = {},
  ) {
    super();
  }

  override addHandler(pattern: unknown, callback: MessageHandler, isEvent = false, extras: object = {}): void {
    const { contract } = extras as Declared;
    const { name } = this.bus.settings;
    if (this.messageHandlers.has(String(pattern))) throw new Error(`${contract.name} has two handlers in ${name}`);
    super.addHandler(pattern, callback, isEvent, extras);
    const run = async (...args: unknown[]) => settled(await callback(args[0], args[1]));
    if (contract.kind === 'request') {
      if (contract.owner !== name) throw new Error(`${name} does not own ${contract.name}`);
      this.answers.push({ contract, run });
    } else {
      if (!contract.heardBy.includes(name as Service))
        throw new Error(`${contract.name} does not name ${name} as hearer`);
      this.heeded.set(contract.name, { contract, hear: async (message: Message) => void (await run(message)) });
    }
  }

  listen(done: (error?: unknown) => void): void {
    this.open().then(() => done(), done);
  }

  /** What keeps this service from working, in words; empty when nothing does. */
  problems(): string[] {
    const found: string[] = [];
    if (!this.bus.connection.up()) found.push('nats: not connected');
    const relay = this.relay?.problem();
    if (relay) found.push(`outbox: ${relay}`);
    for (const consumer of this.consumers) {
      const problem = consumer.problem();
      if (problem) found.push(`durable ${consumer.durable}: ${problem}`);
    }
    return found;
  }

  private async open(): Promise<void> {
    const { name, log } = this.bus.settings;
    const { nats } = this.bus.connection;
    this.sayWhatIsMissing();
    if (this.bus.hasDatabase()) {
      const database = this.bus.database();
      this.listener = new Listener(database.url, name, log);
      const relay = new Relay(name, nats, this.listener, log);
      const hearing = new Hearing(name, database, this.lanes, this.heeded, log, () => this.sweep?.soon());
      const sweep = new Sweep(this.bus, database, this.lanes, hearing, log, this.settings.holeSeconds);
      this.listener.on('bus_outbox', () => relay.nudge());
      this.listener.on('bus_inbox', () => sweep.nudge());
      for (const [channel, hear] of this.bus.notified) this.listener.on(channel, hear);
      this.bus.connection.onReconnect(() => {
        relay.reconnected();
        for (const consumer of this.consumers) consumer.reconnected();
      });
      [this.relay, this.hearing, this.sweep] = [relay, hearing, sweep];
      await this.listener.start();
      relay.start();
      sweep.start();
      this.hear(hearing);
    }
    this.answerAll();
    await nats.flush();
  }

  /** Declared but absent handlers: events would be counted past and requests find nobody. */
  private sayWhatIsMissing(): void {
    const { name, log } = this.bus.settings;
    const unheard = EVENTS.filter((event) => event.heardBy.includes(name as Service) && !this.heeded.has(event.name));
    const mine = REQUESTS.filter((request) => request.owner === name && !request.name.endsWith('.events-since'));
    const answered = new Set(this.answers.map(({ contract }) => contract.name));
    const unanswered = mine.filter((request) => !answered.has(request.name));
    const missing = [...unheard, ...unanswered].map((contract) => contract.name);
    if (missing.length > 0) log.warn({ missing }, 'declared in the contracts, but without a handler here');
  }

  private hear(hearing: Hearing): void {
    const { name, log } = this.bus.settings;
    const owners = new Set([...this.heeded.values()].map(({ contract }) => contract.owner));
    for (const owner of owners) {
      const consumer = new Consumer(name, owner, this.bus.connection.nats, (heard) => hearing.take(heard), log);
      this.consumers.push(consumer);
      consumer.start();
    }
  }

  private answerAll(): void {
    const { name, log, tokenKeys } = this.bus.settings;
    if (!tokenKeys) throw new Error('SOUNDING_TOKEN_KEYS is needed to verify who asks');
    const at: Answerer = { service: name, verify: verifier(tokenKeys), database: () => this.bus.database(), log };
    for (const { contract, run } of this.answers) this.subscribe(at, contract, run);
    const since = EVENTS_SINCE.get(name as Service);
    if (since && this.bus.hasDatabase()) {
      this.subscribe(at, since, (input) => {
        const { aggregate, after, limit } = input as Input<EventsSince>;
        return keptSince(this.bus.database(), aggregate, after, limit);
      });
    }
  }

  private subscribe(at: Answerer, contract: Request, run: (input: unknown, call: unknown) => Promise<unknown>): void {
    const take = (error: Error | null, message: Msg): void => {
      if (error) {
        at.log.error({ request: contract.name, error: error.message }, 'cannot answer');
        return;
      }
      const work = answer(at, contract, run, message).finally(() => this.answering.delete(work));
      this.answering.add(work);
    };
    const options = { queue: at.service, callback: take };
    this.subscriptions.push(this.bus.connection.nats.subscribe(contract.subject, options));
  }

  /** Stops in order: no more events, no more requests, what is in work ends, the relay finishes its batch. */
  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stopPulling()));
    if (!this.bus.connection.nats.isClosed() && this.bus.connection.up()) {
      await Promise.all(this.subscriptions.map((subscription) => subscription.drain()));
    }
    const late = setTimeout(() => this.hearing?.stop(), STOP_MS / 3);
    await this.sweep?.stop();
    await within(Promise.allSettled([this.lanes.settled(), ...this.answering]), STOP_MS);
    clearTimeout(late);
    this.hearing?.stop();
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await this.relay?.stop();
    await this.listener?.stop();
    this.subscriptions = [];
    this.consumers = [];
  }

  override on(): never {
    throw new Error('the bus has no events of its own; read problems()');
  }

  override unwrap<T>(): T {
    return this.bus.connection.nats as T;
  }
}

async function settled(result: unknown): Promise<unknown> {
  return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  await Promise.race([work, new Promise<void>((resolve) => setTimeout(resolve, ms).unref())]);
}
