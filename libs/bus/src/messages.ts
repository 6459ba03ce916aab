/** What a handler sees of the bus. */
import type { Data, Event, Request } from '@sounding/contracts';

/** The least a transaction can do; a service's `Prisma.TransactionClient` is one. */
export interface Tx {
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): PromiseLike<T>;
  $executeRawUnsafe(query: string, ...values: unknown[]): PromiseLike<number>;
}

export type Realm = 'client' | 'staff';

/** Somebody on whose behalf a request is sent. */
export interface Bearer {
  /** The token to send with a request of this contract, or null when nobody is signed in. */
  bearer(contract: Request): Promise<string | null>;
  /** Milliseconds left of the request that is being served; infinite at a door. */
  timeLeft(): number;
}

/** The second argument of every `@Handle` method. */
export interface Call<T = Tx> extends Bearer {
  readonly contract: Request;
  /** From the verified token, never from the payload. */
  readonly account: string | null;
  readonly realm: Realm | null;
  /** The signed-in account, or throws the refusal `not-signed-in`. */
  person(): string;
  readonly idempotencyKey: string | null;
  /**
   * One database transaction. With an idempotency key the answer is stored in the same commit: what `work` returns, when it
   * is the contract's output; otherwise what the handler returns, right after it.
   */
  commit<R>(work: (tx: T) => Promise<R>): Promise<R>;
}

/** The only argument of every `@On` method. */
export interface Message<E extends Event = Event, T = Tx> {
  readonly id: string;
  /** Counts the events of the aggregate from 1, without gaps. */
  readonly seq: number;
  readonly aggregate: string;
  readonly data: Data<E>;
  /** When the owner committed it, by the machine's clock. */
  readonly publishedAt: Date;
  /**
   * One transaction that moves the inbox from `seq - 1` to `seq` together with the effect. It may be tried again after it
   * failed, never after it succeeded. A handler that returns without it has no effect, and the bus moves the inbox.
   */
  commit<R>(work: (tx: T) => Promise<R>): Promise<R>;
  /**
   * The same in a single statement of the service's own, which calls `bus.step` with this step first and answers what that
   * answers. For aggregates where the round trips of a transaction matter.
   */
  commitInOne(statement: (step: Step) => Promise<boolean>): Promise<void>;
}

/** What `bus.step` takes. */
export interface Step {
  readonly owner: string;
  readonly aggregate: string;
  readonly seq: number;
  readonly id: string;
}
