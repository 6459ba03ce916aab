/** The three kinds of failure: the business says no (refusal), the world failed (fault), an assertion failed (bug). */
import { Refusal } from '@sounding/contracts';

/** `unavailable`: nobody is there; `timeout`: no answer in time; `failed`: the callee has a bug, which trying again does not mend. */
export type FaultCode = 'unavailable' | 'timeout' | 'failed';

/** The world failed: a database, the bus or a callee is away. Doors answer 503, 504 or 500. */
export class Fault extends Error {
  override readonly name = 'Fault';
  constructor(
    readonly code: FaultCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export type Failure = 'refusal' | 'fault' | 'bug';

/** Connection, resource and operator classes of SQLSTATE, and conflicts that pass by themselves. */
const SQLSTATE_FAULT = /^(08...|53...|57(014|P0.)|58...|40001|40P01|55P03|25006)$/;
const SOCKET_FAULT = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOSPC',
  'EMFILE',
]);
/** Prisma: database unreachable, timed out, closed, pool empty, transaction lost or in conflict. */
const PRISMA_FAULT = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
]);
const NAMED_FAULT = new Set([
  'PrismaClientInitializationError',
  'PrismaClientRustPanicError',
  'ConnectionError',
  'ClosedConnectionError',
  'DrainingConnectionError',
  'TimeoutError',
  'NoRespondersError',
  'RequestError',
  'ConsumerNotFoundError',
  'StreamNotFoundError',
  'JetStreamNotEnabled',
  'JetStreamStatusError',
]);
const STRIPE_FAULT = new Set(['StripeConnectionError', 'StripeAPIError', 'StripeRateLimitError']);
const ADAPTER_FAULT = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
  'TransactionAlreadyClosed',
]);
/** What `pg` throws without a code when a connection dies, hangs or cannot be had. */
const PG_SENTENCE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Client was closed|Cannot use a pool after calling end)/;

interface Shape {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly kind?: unknown;
  readonly originalCode?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
}

function looksLikeFault(error: Shape): boolean {
  const code = typeof error.code === 'string' ? error.code : '';
  const original = typeof error.originalCode === 'string' ? error.originalCode : '';
  return (
    SOCKET_FAULT.has(code) ||
    PRISMA_FAULT.has(code) ||
    SQLSTATE_FAULT.test(code) ||
    SQLSTATE_FAULT.test(original) ||
    NAMED_FAULT.has(String(error.name)) ||
    STRIPE_FAULT.has(String(error.type)) ||
    ADAPTER_FAULT.has(String(error.kind)) ||
    (typeof error.message === 'string' && PG_SENTENCE.test(error.message))
  );
}

/** Which of the three kinds an error is. Libraries wrap, so the chain of causes is looked through, at most eight deep. */
export function kindOf(error: unknown): Failure {
  if (error instanceof Refusal) return 'refusal';
  let at: unknown = error;
  for (let depth = 0; depth < 8 && typeof at === 'object' && at !== null; depth++) {
    if (at instanceof Fault) return at.code === 'failed' ? 'bug' : 'fault';
    const shape = at as Shape;
    if (looksLikeFault(shape)) return 'fault';
    at = shape.cause ?? shape.meta?.driverAdapterError;
  }
  return 'bug';
}

/** An error as one short line, for logs and dead letters. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replace(/\s+/g, ' ').slice(0, 500);
}
