/** `Bus`: what services and doors hold to ask, commit, and reach live rooms. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { headers, type Msg, RequestError, TimeoutError } from '@nats-io/transport-node';
import { type Output, Refusal, type Request } from '@sounding/contracts';
import type { z } from 'zod';
import { audienceOf } from './audience.ts';
import { type Connection, connectNats, type NatsSettings } from './connection.nats.ts';
import type { Database } from './database.ts';
import { Fault, kindOf } from './failure.ts';
import { LiveRooms } from './live.nats.ts';
import type { Log } from './log.ts';
import type { Bearer, Tx } from './messages.ts';
import { askSeconds } from './metrics.prom.ts';
import { type Mint, minter, type Person } from './token.jwt.ts';
import { asking, traceparent } from './trace.otel.ts';
import { KEY, STATUS, type Status, TIME_LEFT, TOKEN, TRACEPARENT } from './wire.ts';

export interface BusSettings {
  /** The service or door. Its NATS user has the same name, or that name and `-2` while passwords change. */
  readonly name: string;
  readonly nats: NatsSettings;
  /** Public JWKS (JSON); services verify tokens with it. */
  readonly tokenKeys?: string | undefined;
  /** Private JWK (JSON); doors alone mint tokens. */
  readonly tokenSecret?: string | undefined;
  readonly log: Log;
}

export interface AskOptions {
  /** On whose behalf: a `Call` forwards its person and its time limit; a door says `bus.as(person)`. */
  readonly as?: Bearer | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Marks the code that runs inside a commit, where no request may be sent. */
const committing = new AsyncLocalStorage<true>();

export class Bus {
  readonly live: LiveRooms;
  private readonly mint: Mint | null;
  private held: Database | null = null;
  /** Channels of the service's own database, and what to do when something is notified there. */
  readonly notified = new Map<string, (payload: string | null) => void>();

  constructor(
    readonly settings: BusSettings,
    readonly connection: Connection,
  ) {
    this.live = new LiveRooms(connection.nats);
    this.mint = settings.tokenSecret ? minter(settings.tokenSecret) : null;
  }

  static async connect(settings: BusSettings): Promise<Bus> {
    return new Bus(settings, await connectNats(settings.nats, settings.name, settings.log));
  }

  /**
   * Asks the owner of the contract and waits for its answer, at most the contract's time and what is left of the call that is
   * being served. Throws the owner's `Refusal`, or a `Fault`: at once when nobody is there or NATS is away, `timeout` when
   * nobody answered in time.
   */
  async ask<C extends Request>(contract: C, input: z.input<C['input']>, options: AskOptions = {}): Promise<Output<C>> {
    if (committing.getStore()) throw new Error(`${contract.name} was asked inside a commit`);
    const limit = Math.min(contract.timeoutMs, options.as?.timeLeft() ?? Number.POSITIVE_INFINITY);
    if (limit < 1) throw new Fault('timeout', `no time left to ask ${contract.name}`);
    const end = askSeconds.startTimer({ service: this.settings.name, request: contract.name });
    let status = 'fault';
    try {
      const answer = await asking(
        contract.subject,
        (error) => kindOf(error) === 'refusal',
        () => this.exchange(contract, input, limit, options),
      );
      status = 'ok';
      return answer;
    } catch (error) {
      if (error instanceof Refusal) status = 'refusal';
      throw error;
    } finally {
      end({ status });
    }
  }

  private async exchange<C extends Request>(
    contract: C,
    input: unknown,
    limit: number,
    options: AskOptions,
  ): Promise<Output<C>> {
    const sent = headers();
    sent.set(TIME_LEFT, String(Math.floor(limit)));
    const parent = traceparent();
    if (parent) sent.set(TRACEPARENT, parent);
    if (options.idempotencyKey) sent.set(KEY, options.idempotencyKey);
    const token = contract.who === 'service' ? null : await options.as?.bearer(contract);
    if (token) sent.set(TOKEN, token);
    // The client would keep the request until the connection is back, and whoever waits would learn nothing until the time is over.
    if (!this.connection.up()) throw new Fault('unavailable', `NATS is away; ${contract.name} was not asked`);
    let answer: Msg;
    try {
      answer = await this.connection.nats.request(contract.subject, JSON.stringify(input), {
        timeout: limit,
        headers: sent,
      });
    } catch (error) {
      throw unanswered(contract, error);
    }
    return read(contract, answer);
  }

  /** A transaction outside of a call or a message: what a clock does. `T` is the service's own kind of transaction. */
  async commit<R, T extends Tx = Tx>(work: (tx: T) => Promise<R>): Promise<R> {
    return this.database().transaction((tx) => work(tx as T));
  }

  /** Somebody who is signed in at this door. Each request gets a token of its own. */
  as(person: Person): Bearer {
    return {
      bearer: (contract) => this.mintToken({ ...person, audience: audienceOf(contract, person.realm) }),
      timeLeft: () => Number.POSITIVE_INFINITY,
    };
  }

  /** The door's signed word, good for 60 seconds and only for the services in `audience`. */
  async mintToken(person: Person & { readonly audience: readonly string[] }): Promise<string> {
    if (!this.mint) throw new Error(`${this.settings.name} is not a door: it holds no token secret`);
    return this.mint({ account: person.account, realm: person.realm }, person.audience);
  }

  /** The service's database, once `provideDatabase` made it. */
  database(): Database {
    if (!this.held) throw new Error(`${this.settings.name} has no database`);
    return this.held;
  }

  /**
   * Calls `hear` with the payload after each commit that did `pg_notify(channel, payload)`, and with null when the listening
   * connection is there (again): what was said meanwhile is not known then. Several may hear one channel. To be called before the
   * service listens.
   */
  onNotify(channel: string, hear: (payload: string | null) => void): void {
    const others = this.notified.get(channel);
    this.notified.set(channel, (payload) => {
      others?.(payload);
      hear(payload);
    });
  }

  hasDatabase(): boolean {
    return this.held !== null;
  }

  useDatabase(database: Database): void {
    this.held = {
      ...database,
      transaction: (work) => database.transaction((tx) => committing.run(true, () => work(tx))),
    };
  }

  /** Finishes what is being said and closes the connection. */
  async close(): Promise<void> {
    if (!this.connection.nats.isClosed()) await this.connection.nats.drain();
  }
}

function unanswered(contract: Request, cause: unknown): Fault {
  if (cause instanceof RequestError && cause.isNoResponders()) {
    return new Fault('unavailable', `nobody answers ${contract.name}`, { cause });
  }
  if (cause instanceof TimeoutError || (cause instanceof RequestError && cause.cause instanceof TimeoutError)) {
    return new Fault('timeout', `${contract.name} was not answered in time`, { cause });
  }
  return new Fault('unavailable', `${contract.name} could not be asked`, { cause });
}

function read<C extends Request>(contract: C, answer: Msg): Output<C> {
  const status = answer.headers?.get(STATUS) as Status | undefined;
  const body: unknown = answer.data.length > 0 ? answer.json() : null;
  if (status === 'ok') {
    const output = contract.output.safeParse(body);
    if (output.success) return output.data as Output<C>;
    throw new Fault('failed', `${contract.name} answered something else than its output`, { cause: output.error });
  }
  if (status === 'refusal') {
    const refusal = body as { code: string; detail: string; facts: Record<string, unknown> };
    throw new Refusal(refusal.code, refusal.detail, refusal.facts);
  }
  if (status === 'fault') {
    const code = (body as { code?: string } | null)?.code === 'timeout' ? 'timeout' : 'unavailable';
    throw new Fault(code, `${contract.name} cannot be answered now`);
  }
  throw new Fault('failed', `${contract.name} failed at its owner`);
}
