/** Answering a request: who asks, is the input right, has it been answered before, and which kind of failure it was. */
import { headers, type Msg } from '@nats-io/transport-node';
import { COMMON_REFUSALS, Refusal, type Request } from '@sounding/contracts';
import type { z } from 'zod';
import type { Database } from './database.ts';
import { Fault, kindOf, sentenceOf } from './failure.ts';
import { claim, type Key, keepAnswer, lookUp, requestHash, storeAnswer } from './idempotency.store.ts';
import type { Log } from './log.ts';
import type { Call, Tx } from './messages.ts';
import { requestSeconds } from './metrics.prom.ts';
import type { Person, Verify } from './token.jwt.ts';
import { answering } from './trace.otel.ts';
import { KEY, STATUS, type Status, TIME_LEFT, TOKEN, TRACEPARENT } from './wire.ts';

export interface Answerer {
  readonly service: string;
  readonly verify: Verify;
  /** Null in a service without a database, which then cannot commit. */
  readonly database: () => Database;
  readonly log: Log;
}

export type Handler = (input: unknown, call: Call) => Promise<unknown>;

/** The answer was stored while this call ran: another one with the same key was faster. */
class Answered extends Error {
  constructor(readonly answer: unknown) {
    super('answered before');
  }
}

const MISMATCH = new Refusal(
  'idempotency-mismatch',
  'This idempotency key was used for another request. Please use a new one.',
);
const NOT_SIGNED_IN = new Refusal('not-signed-in', 'Please sign in first.');
const NOT_ALLOWED = new Refusal('not-allowed', 'You may not do this.');

/** Answers one message; never throws. */
export async function answer(at: Answerer, contract: Request, handler: Handler, message: Msg): Promise<void> {
  const end = requestSeconds.startTimer({ service: at.service, request: contract.name });
  let status: Status = 'ok';
  let body: unknown;
  try {
    const parent = message.headers?.get(TRACEPARENT) || null;
    body = await answering(
      contract.subject,
      parent,
      (error) => kindOf(error) === 'refusal',
      () => result(at, contract, handler, message),
    );
  } catch (error) {
    [status, body] = failed(at, contract, error);
  }
  end({ status });
  const sent = headers();
  sent.set(STATUS, status);
  message.respond(JSON.stringify(body), { headers: sent });
}

function failed(at: Answerer, contract: Request, error: unknown): [Status, unknown] {
  const fields = { request: contract.name, error: sentenceOf(error) };
  const kind = kindOf(error);
  if (kind === 'refusal') {
    const refusal = error as Refusal;
    if ([...COMMON_REFUSALS, ...contract.refusals].includes(refusal.code)) {
      return ['refusal', { code: refusal.code, detail: refusal.detail, facts: refusal.facts }];
    }
    at.log.error(fields, 'a refusal that its contract does not declare');
    return ['failed', null];
  }
  if (kind === 'fault') {
    at.log.warn(fields, 'the world failed a request');
    return ['fault', { code: error instanceof Fault ? error.code : 'unavailable' }];
  }
  at.log.error({ ...fields, stack: error instanceof Error ? error.stack : undefined }, 'a request hit a bug');
  return ['failed', null];
}

async function result(at: Answerer, contract: Request, handler: Handler, message: Msg): Promise<unknown> {
  const started = performance.now();
  const limit = Math.min(Number(message.headers?.get(TIME_LEFT) || contract.timeoutMs), contract.timeoutMs);
  const token = message.headers?.get(TOKEN) || null;
  const person = await whoAsks(at, contract, token);
  const input = inputOf(contract, message);
  const given = message.headers?.get(KEY) || null;
  const call = new AnsweredCall(at, contract, person, token, given, () => limit - (performance.now() - started));
  if (!given) return outputOf(contract, await handler(input, call));
  const key = { account: person?.account ?? '', key: given, hash: requestHash(contract.name, input) };
  return once(at, contract, key, call, () => handler(input, call));
}

/** With an idempotency key: repeats the stored answer, or handles and makes sure that the answer is stored. */
async function once(
  at: Answerer,
  contract: Request,
  key: Key,
  call: AnsweredCall,
  handle: () => Promise<unknown>,
): Promise<unknown> {
  const before = await lookUp(at.database(), key);
  if (before.state === 'mismatch') throw MISMATCH;
  if (before.state === 'answered') return before.answer;
  call.claims(key);
  try {
    const output = outputOf(contract, await handle());
    const stored = call.stored();
    if (stored !== 'nothing' && stored !== JSON.stringify(output)) await keepAnswer(at.database(), key, output);
    return output;
  } catch (error) {
    if (error instanceof Answered) return error.answer;
    throw error;
  }
}

async function whoAsks(at: Answerer, contract: Request, token: string | null): Promise<Person | null> {
  if (contract.who === 'service') {
    if (token) throw NOT_ALLOWED;
    return null;
  }
  if (!token) {
    if (contract.who === 'anyone') return null;
    throw NOT_SIGNED_IN;
  }
  const person = await at.verify(token, at.service);
  if (!person) throw NOT_SIGNED_IN;
  if (contract.who === 'person' && person.realm !== 'client') throw NOT_ALLOWED;
  if (contract.who === 'staff' && person.realm !== 'staff') throw NOT_ALLOWED;
  return person;
}

/** The parsed input, or a refusal that names each wrong field and never repeats what was sent. */
function inputOf(contract: Request, message: Msg): unknown {
  let sent: unknown;
  try {
    sent = message.json();
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Refusal('invalid-input', 'This is not JSON.');
    throw cause;
  }
  const input = contract.input.safeParse(sent);
  if (input.success) return input.data;
  const issues = input.error.issues.slice(0, 20).map(issueOf);
  throw new Refusal('invalid-input', 'Some of what you sent is not right. Please check it and try again.', { issues });
}

function issueOf(issue: z.core.$ZodIssue): { path: string; message: string } {
  return { path: issue.path.map(String).join('.'), message: issue.message };
}

function outputOf(contract: Request, output: unknown): unknown {
  return contract.output.parse(output);
}

class AnsweredCall implements Call {
  readonly account: string | null;
  readonly realm: Person['realm'] | null;
  private key: Key | null = null;
  private kept: string | null = null;
  private committed = false;

  constructor(
    private readonly at: Answerer,
    readonly contract: Request,
    person: Person | null,
    private readonly token: string | null,
    readonly idempotencyKey: string | null,
    readonly timeLeft: () => number,
  ) {
    this.account = person?.account ?? null;
    this.realm = person?.realm ?? null;
  }

  async bearer(): Promise<string | null> {
    return this.token;
  }

  person(): string {
    if (this.account === null) throw NOT_SIGNED_IN;
    return this.account;
  }

  claims(key: Key): void {
    this.key = key;
  }

  /** JSON of the answer that a commit stored; null when one committed without it; `nothing` when none committed. */
  stored(): string | null {
    return this.committed ? this.kept : 'nothing';
  }

  async commit<R>(work: (tx: Tx) => Promise<R>): Promise<R> {
    const { key } = this;
    if (!key) return this.at.database().transaction(work);
    const [value, kept] = await this.at.database().transaction(async (tx) => {
      const claimed = await claim(tx, key);
      if (claimed.state === 'mismatch') throw MISMATCH;
      if (claimed.state === 'answered') throw new Answered(claimed.answer);
      const value = await work(tx);
      const output = this.contract.output.safeParse(value);
      if (output.success) await storeAnswer(tx, key, output.data);
      return [value, output.success ? JSON.stringify(output.data) : null] as const;
    });
    this.committed = true;
    this.kept = kept;
    return value;
  }
}
