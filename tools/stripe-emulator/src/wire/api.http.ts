/** The API's door: key, route, idempotency, faults, the work in one write, and Stripe's headers around the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.file.ts';
import type { CallFault, Control } from '../control/control.ts';
import { API_VERSION } from '../events/event.store.ts';
import { newId, type Store } from '../store/objects.store.ts';
import { readBody } from './body.http.ts';
import { type Call, PLATFORM } from './call.ts';
import { decodeForm, type Tree } from './form.ts';
import { inUse, type Keyed, keepAnswer, recallAnswer } from './idempotency.store.ts';
import { present } from './present.ts';
import { invalid, StripeProblem } from './problem.ts';
import { type LimitedBy, Rate } from './rate.ts';
import { type Endpoint, match } from './route.ts';

export interface ApiSettings {
  readonly store: Store;
  readonly clock: Clock;
  readonly control: Control;
  readonly endpoints: readonly Endpoint[];
  readonly secretKey: string;
  readonly origin: () => string;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly form: string;
  readonly account: string;
  readonly key: string | null;
  readonly requestId: string;
}

export class Api {
  private readonly settings: ApiSettings;
  private readonly running = new Set<string>();
  private readonly rate = new Rate();

  constructor(settings: ApiSettings) {
    this.settings = settings;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = newId('req', 14);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method ?? 'GET';
    let cut: CallFault | null = null;
    let limitedBy: LimitedBy | null = null;
    let reply: Reply;
    try {
      const body = await readBody(request);
      const form = method === 'POST' ? body : url.search.slice(1);
      this.authenticate(request);
      checkVersion(request);
      limitedBy = this.rate.exceeds(this.settings.control.rate, this.endpointOf(method, url.pathname), Date.now());
      if (limitedBy) throw tooMany();
      const fault = this.settings.control.take(method, url.pathname);
      cut = fault?.kind === 'hang' || fault?.kind === 'reset-before' || fault?.kind === 'reset-after' ? fault : null;
      const header = request.headers['idempotency-key'];
      const key = method === 'POST' && typeof header === 'string' && header !== '' ? header : null;
      const asked = { method, path: url.pathname, form, account: this.accountOf(request), key, requestId };
      reply = await this.answer(asked, fault);
    } catch (error) {
      reply = failure(error);
    }
    if (cut?.kind === 'hang') return;
    if (cut) {
      request.socket.resetAndDestroy();
      return;
    }
    const key = request.headers['idempotency-key'];
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(reply.body),
      'cache-control': 'no-cache, no-store',
      'request-id': requestId,
      'stripe-version': API_VERSION,
      ...(typeof key === 'string' ? { 'idempotency-key': key } : {}),
      ...(limitedBy ? { 'stripe-rate-limited-reason': limitedBy } : {}),
      ...reply.headers,
    });
    response.end(reply.body);
  }

  private endpointOf(method: string, path: string): string {
    return `${method} ${match(this.settings.endpoints, method, path)?.endpoint.parts.join('/') ?? path}`;
  }

  private authenticate(request: IncomingMessage): void {
    const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
    const key = /^basic$/i.test(scheme ?? '')
      ? (Buffer.from(credentials, 'base64').toString().split(':')[0] ?? '')
      : /^bearer$/i.test(scheme ?? '')
        ? credentials
        : '';
    if (key === this.settings.secretKey) return;
    const message =
      key === ''
        ? "You did not provide an API key. Send it as 'Authorization: Bearer YOUR_SECRET_KEY'."
        : `Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(8)}`;
    throw new StripeProblem(401, { type: 'invalid_request_error', message }, 'nothing');
  }

  private accountOf(request: IncomingMessage): string {
    const account = request.headers['stripe-account'];
    if (typeof account !== 'string' || account === '' || account === PLATFORM) return PLATFORM;
    if (this.settings.store.get('account', account, PLATFORM)) return account;
    throw new StripeProblem(
      403,
      {
        type: 'invalid_request_error',
        code: 'account_invalid',
        message: `The provided key does not have access to account '${account}' (or that account does not exist).`,
      },
      'nothing',
    );
  }

  private async answer(asked: Asked, fault: CallFault | null): Promise<Reply> {
    const matched = match(this.settings.endpoints, asked.method, asked.path);
    if (!matched)
      throw new StripeProblem(
        404,
        { type: 'invalid_request_error', message: `Unrecognized request URL (${asked.method}: ${asked.path}).` },
        'nothing',
      );
    if (asked.key === null) return this.execute(asked, matched, fault, null);
    if (asked.key.length > 255) throw invalid('Idempotency keys can be at most 255 characters long.');
    const name = `${asked.account} ${asked.key}`;
    if (this.running.has(name)) throw inUse(asked.key);
    this.running.add(name);
    try {
      const keyed = { account: asked.account, key: asked.key, path: asked.path, body: asked.form };
      const kept = recallAnswer(this.settings.store, keyed, this.seconds());
      if (!kept) return await this.execute(asked, matched, fault, keyed);
      await this.settings.store.settled();
      const headers = { 'idempotent-replayed': 'true', 'original-request': kept.requestId };
      return { status: kept.status, body: kept.answer, headers };
    } finally {
      this.running.delete(name);
    }
  }

  private seconds(): number {
    return Math.floor(this.settings.clock() / 1000);
  }

  private async execute(
    asked: Asked,
    matched: { endpoint: Endpoint; ids: string[] },
    fault: CallFault | null,
    keyed: Keyed | null,
  ): Promise<Reply> {
    await before(fault);
    const { store, origin } = this.settings;
    const call: Call = {
      store,
      at: this.seconds(),
      account: asked.account,
      request: { id: asked.requestId, idempotency_key: asked.key },
      origin: origin(),
    };
    const tree = decodeForm(asked.form);
    if (asked.method === 'GET') {
      const reply = run(call, matched, tree);
      await store.settled();
      return reply;
    }
    return store.write(() => {
      const real = carryOut(call, matched, tree);
      const reply = fault?.kind === '500-after' ? UNKNOWN_ERROR : real;
      const kept = { status: reply.status, answer: reply.body, requestId: asked.requestId };
      if (keyed) keepAnswer(store, keyed, kept, call.at);
      return reply;
    });
  }
}

/** Without `Stripe-Should-Retry`, so that the SDK leaves the retry to its caller. */
const tooMany = (): StripeProblem =>
  new StripeProblem(
    429,
    { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests in too short a time.' },
    'nothing',
  );

/** Another version means other fields; a test that rests on them must not pass here by accident. */
function checkVersion({ headers }: IncomingMessage): void {
  const asked = headers['stripe-version'];
  if (asked !== undefined && asked !== API_VERSION)
    throw invalid(`Only API version ${API_VERSION} is emulated, not ${String(asked)}.`);
}

/** Faults that strike before the work. */
async function before(fault: CallFault | null): Promise<void> {
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
  if (fault?.kind === '500-before' || fault?.kind === 'hang' || fault?.kind === 'reset-before')
    throw new StripeProblem(500, { type: 'api_error', message: 'An unknown error occurred.' }, 'nothing');
  if (fault?.kind === '429') throw tooMany();
  if (fault?.kind === '409')
    throw new StripeProblem(
      409,
      {
        type: 'invalid_request_error',
        code: 'lock_timeout',
        message: 'This object cannot be accessed right now because another request is working on it.',
      },
      'nothing',
    );
}

/** The work as its own part of the write: a refusal after execution began is undone but kept as the answer; a decline keeps both. */
function carryOut(call: Call, matched: { endpoint: Endpoint; ids: string[] }, tree: Tree): Reply {
  try {
    return call.store.attempt(() => {
      try {
        return run(call, matched, tree);
      } catch (error) {
        if (error instanceof StripeProblem && error.keep === 'all') return failure(error);
        throw error;
      }
    });
  } catch (error) {
    if (error instanceof StripeProblem && error.keep === 'answer') return failure(error);
    throw error;
  }
}

function run(call: Call, { endpoint, ids }: { endpoint: Endpoint; ids: string[] }, tree: Tree): Reply {
  const answer = endpoint.run(ids, tree, call);
  const expand = typeof tree.expand === 'object' ? Object.values(tree.expand).map(String) : [];
  return { status: 200, body: JSON.stringify(present(call, answer, expand)) };
}

const UNKNOWN_ERROR: Reply = {
  status: 500,
  body: JSON.stringify({ error: { type: 'api_error', message: 'An unknown error occurred.' } }),
  headers: { 'stripe-should-retry': 'false' },
};

/** A problem is an answer; anything else is a bug of the emulator and says so on its own error stream. */
function failure(error: unknown): Reply {
  if (error instanceof StripeProblem) return { status: error.status, body: JSON.stringify({ error: error.body }) };
  process.stderr.write(`stripe-emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
  return UNKNOWN_ERROR;
}
