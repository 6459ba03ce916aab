/** The HTTP side of a door: who asks, is the shape right, one bus call, one answer. */
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import { Fault, nameSpan } from '@sounding/bus';
import { Refusal, type Session } from '@sounding/contracts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { mayBeginAnew } from './anew.ts';
import { deviceOf } from './device.bowser.ts';
import { API_CSP, HSTS, halfCookieName, isCrossSite, SECURITY_HEADERS } from './headers.ts';
import { issuesOf, kindsOf, readQuery } from './input.ts';
import { type Beside, openApi } from './openapi.ts';
import { type Problem, problem, problemOfBug, problemOfFault, problemOfRefusal } from './problem.ts';
import type { Answer, Route } from './route.ts';
import { addressKey, type Tally } from './tally.ts';

/** Who asks, and what the route wants to know beside the contract's input. */
export interface Asker {
  readonly account: string | null;
  readonly idempotencyKey: string | null;
  readonly beside: Record<string, unknown>;
}

/** What a door needs from the world. The token of the person travels with each call; the bus client mints it. */
export interface DoorWorld {
  title: string;
  realm: 'client' | 'staff';
  cookie: string;
  /** `http://localhost:3000`; requests of pages from elsewhere that change something are refused. */
  origin: string;
  secure: boolean;
  /** Requests a minute from one address, and of one account; sign-in and codes get a twentieth. */
  perMinute: number;
  /** Counts the requests of accounts at this copy of the door. */
  tally: Tally;
  routes: readonly Route[];
  whoIs(token: string): Promise<Session>;
  ask(route: Route, input: unknown, who: Asker): Promise<unknown>;
  traceId(): string;
  bug(error: unknown): void;
  /** A request that changes something, or one that we failed, was answered. `route` is the pattern: an address itself may tell who. */
  answered(what: { method: string; route: string; status: number; ms: number }): void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The session's token from the cookie, whether or not it is still good. */
    sessionToken: string | null;
    /** The token of a sign-in that is half done. */
    halfToken: string | null;
  }
}

/** What somebody waits at least when a part of us is away. */
const AWAY_SECONDS = 5;

/** Writes a failure as problem+json. `Retry-After` says how long to wait where that is known, and says nothing where it is not. */
export function sendProblem(reply: FastifyReply, what: Problem): FastifyReply {
  const wait = what.facts?.retryAfterSeconds ?? (what.status === 503 ? AWAY_SECONDS : null);
  if (typeof wait === 'number') reply.header('retry-after', String(Math.ceil(wait)));
  reply.header('cache-control', 'no-store');
  return reply.code(what.status).type('application/problem+json; charset=utf-8').send(what);
}

/** What a person is told of a failure. Bugs are logged with the trace id that the person sees. */
export function failureOf(world: Pick<DoorWorld, 'traceId' | 'bug'>, error: unknown): Problem {
  const traceId = world.traceId();
  if (error instanceof Refusal) return problemOfRefusal(error, traceId);
  if (error instanceof Fault) {
    return problemOfFault(error.code === 'timeout' ? 'timeout' : 'unavailable', traceId);
  }
  const status = (error as FastifyError).statusCode;
  if (status === 413) return problem('too-large', 'This is larger than we accept.', traceId);
  if (status === 415) return problem('unsupported-type', 'Send application/json.', traceId);
  if (status === 429) return tooMany((error as { retryAfterSeconds?: number }).retryAfterSeconds ?? 60, traceId);
  if (status === 400) return problem('malformed-json', 'The body is not well-formed JSON.', traceId);
  world.bug(error);
  return problemOfBug(traceId);
}

function tooMany(seconds: number, traceId: string): Problem {
  const detail = `Too many requests. Please wait ${seconds === 1 ? 'a second' : `${seconds} seconds`} and try again.`;
  return problem('too-many-requests', detail, traceId, { retryAfterSeconds: seconds });
}

function idempotencyKeyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Refusal('invalid-input', 'Idempotency-Key takes 1 to 200 visible ASCII characters.');
  }
  return key;
}

function setCookie(name: string, reply: FastifyReply, change: Answer['cookie']): void {
  if (!change) return;
  const base = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' as const };
  if (change === 'clear') reply.clearCookie(name, base);
  else reply.setCookie(name, change.token, { ...base, expires: new Date(change.expiresAt) });
}

/**
 * The origins whose pages are ours. Without TLS, which is on a machine of a developer, also the one under which this very copy was
 * reached. With TLS never: that one is read from headers, and whoever points a name of their own at us writes those.
 */
export function ownOrigins(world: Pick<DoorWorld, 'origin' | 'secure'>, request: FastifyRequest): readonly string[] {
  return world.secure ? [world.origin] : [world.origin, `${request.protocol}://${request.host}`];
}

/** The account that asks, or null where nobody needs to be signed in. An unknown or ended session is refused only where one is needed. */
export async function accountOf(
  world: Pick<DoorWorld, 'whoIs' | 'perMinute' | 'tally'>,
  request: FastifyRequest,
  needed: boolean,
): Promise<string | null> {
  return (await sessionOf(world, request, needed))?.accountId ?? null;
}

async function sessionOf(
  world: Pick<DoorWorld, 'whoIs' | 'perMinute' | 'tally'>,
  request: FastifyRequest,
  needed: boolean,
): Promise<Session | null> {
  if (!request.sessionToken) {
    if (needed) throw new Refusal('not-signed-in', 'Please sign in first.');
    return null;
  }
  try {
    const session = await world.whoIs(request.sessionToken);
    countAccount(world, request, session.accountId);
    return session;
  } catch (error) {
    if (!needed && error instanceof Refusal && error.code === 'not-signed-in') return null;
    throw error;
  }
}

/** One account may come from many addresses. What changes something is counted by route as well, a tenth of all. */
function countAccount(
  { tally, perMinute }: Pick<DoorWorld, 'perMinute' | 'tally'>,
  request: FastifyRequest,
  account: string,
) {
  const route = `${request.method} ${request.routeOptions.url}`;
  const wait =
    tally.take(account, perMinute, performance.now()) ||
    (isChange(request) && tally.take(`${account} ${route}`, Math.max(6, perMinute / 10), performance.now()));
  if (!wait) return;
  const detail = `You did this too often. Please wait ${wait} seconds and try again.`;
  throw new Refusal('too-many-requests', detail, { retryAfterSeconds: wait });
}

function objectOf(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new Refusal('invalid-input', 'The body must be a JSON object.');
  return value as Record<string, unknown>;
}

/** What the request itself says, whatever its body says of it. */
function besidesOf(route: Route, request: FastifyRequest): Record<string, unknown> {
  const { sessionToken, halfToken } = request;
  return {
    ...(route.withToken ? { token: sessionToken } : {}),
    ...(route.withHalf ? { half: halfToken } : {}),
    // A cookie that is no token of ours is no session that could end.
    ...(route.withBrowser ? { device: deviceOf(request.headers['user-agent']), replaces: tokenIn(sessionToken) } : {}),
  };
}

function inputMaker(world: DoorWorld, route: Route) {
  const kinds = kindsOf(route.contract.input);
  return (request: FastifyRequest): unknown => {
    const raw = request.query as Record<string, unknown>;
    const params = request.params as Record<string, string>;
    const body = objectOf(request.body);
    const query = readQuery(route.input ? new Map([...kinds, ['ids', 'list' as const]]) : kinds, raw);
    const given = route.input
      ? route.input({ params, query, body, origin: world.origin })
      : { ...(route.method === 'GET' ? query : body), ...readQuery(kinds, params) };
    const parsed = route.contract.input.safeParse({ ...given, ...besidesOf(route, request) });
    if (parsed.success) return parsed.data;
    throw new Refusal('invalid-input', 'Please check the marked fields.', { issues: issuesOf(parsed.error) });
  };
}

function besideMaker({ beside }: Route) {
  if (!beside) return () => ({});
  const kinds = kindsOf(beside);
  return (request: FastifyRequest): Record<string, unknown> => {
    const parsed = beside.safeParse(readQuery(kinds, request.query as Record<string, unknown>));
    if (parsed.success) return parsed.data;
    throw new Refusal('invalid-input', 'Please check the marked fields.', { issues: issuesOf(parsed.error) });
  };
}

function register(world: DoorWorld, fastify: FastifyInstance, route: Route): void {
  const inputOf = inputMaker(world, route);
  const besideOfRequest = besideMaker(route);
  fastify.route({
    method: route.method,
    url: route.path,
    config: route.guarded ? { rateLimit: { max: Math.max(5, Math.round(world.perMinute / 20)) } } : {},
    handler: async (request, reply) => {
      if (route.withToken && !request.sessionToken) throw new Refusal('not-signed-in', 'Please sign in first.');
      if (route.withHalf === true && !request.halfToken)
        throw new Refusal('sign-in-over', 'Please begin to sign in again.');
      const needed = route.contract.who === 'person' || route.contract.who === 'staff';
      const session = needed || route.personal ? await sessionOf(world, request, needed) : null;
      const account = session?.accountId ?? null;
      const input = inputOf(request);
      mayBeginAnew(route, session, input);
      const asker = { account, idempotencyKey: idempotencyKeyOf(request), beside: besideOfRequest(request) };
      const output = await world.ask(route, input, asker);
      const answer = route.answer ? route.answer(output as never) : { body: output };
      setCookie(world.cookie, reply, answer.cookie);
      setCookie(halfCookieName(world.cookie), reply, answer.half);
      return reply.code(route.status).header('cache-control', 'no-store').send(answer.body);
    },
  });
}

/** What a door serves beside its routes: files, sockets, webhooks, feeds. Not the site's pages, and not what Fastify adds by itself. */
function besideOf(served: readonly RouteOptions[]): Beside[] {
  return served
    .filter(({ url, config }) => !config?.isSite && url !== EVERYTHING_ELSE)
    .flatMap(({ method, url }) => [method].flat().map((one) => ({ method: one, path: url })))
    .filter(({ method }) => method !== 'HEAD');
}

/** Answered by `unknownPath`. */
export const EVERYTHING_ELSE = '/api/*';

function tokenIn(value: string | null | undefined): string | null {
  return value && /^[\w-]{32,128}$/.test(value) ? value : null;
}

function isChange(request: FastifyRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
}

/** Puts a door's API on a Fastify instance: headers, cookies, limits, cross-site guard, routes, OpenAPI, problems. */
export async function serveApi(fastify: FastifyInstance, world: DoorWorld): Promise<void> {
  // Before anything is registered: from here on no address is served that this list does not know.
  const served: RouteOptions[] = [];
  fastify.addHook('onRoute', (route) => {
    served.push(route);
  });
  await fastify.register(cookie);
  fastify.decorateRequest('sessionToken', null);
  fastify.decorateRequest('halfToken', null);
  fastify.addHook('onRequest', async (request, reply) => {
    nameSpan(request.method, request.routeOptions.url ?? 'none');
    reply.headers(SECURITY_HEADERS);
    if (world.secure) reply.header('strict-transport-security', HSTS);
    request.sessionToken = request.cookies[world.cookie] || null;
    request.halfToken = tokenIn(request.cookies[halfCookieName(world.cookie)]);
    if (
      isChange(request) &&
      !request.url.startsWith('/webhooks/') &&
      isCrossSite(request.headers, ownOrigins(world, request))
    ) {
      return sendProblem(reply, problem('cross-site', 'This request came from another site.', world.traceId()));
    }
  });
  await fastify.register(rateLimit, {
    global: true,
    max: world.perMinute,
    timeWindow: 60_000,
    allowList: (request) => !request.url.startsWith('/api/'),
    keyGenerator: (request) => addressKey(request.ip),
    errorResponseBuilder: (_request, { ttl }) =>
      Object.assign(new Error('too many requests'), { statusCode: 429, retryAfterSeconds: Math.ceil(ttl / 1000) }),
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', API_CSP);
    }
    // What may be kept says so itself; a failure, a private answer and what nobody thought of may not.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.header('trace-id', world.traceId());
    return payload;
  });
  fastify.addHook('onResponse', async (request, reply) => {
    if (!/^\/(api|webhooks)\//.test(request.url)) return;
    if (!isChange(request) && reply.statusCode < 500) return;
    world.answered({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });
  await fastify.register(async (api) => {
    api.setErrorHandler((error, _request, reply) => sendProblem(reply, failureOf(world, error)));
    // A form of another site can send text and forms without asking first; it cannot send JSON.
    api.addHook('onRequest', async (request) => {
      const type = request.headers['content-type'];
      if (type === undefined || /^application\/json *(;|$)/i.test(type)) return;
      throw Object.assign(new Error('not JSON'), { statusCode: 415 });
    });
    for (const route of world.routes) register(world, api, route);
    let document: ReturnType<typeof openApi> | null = null;
    api.get('/api/openapi.json', async () => {
      document ??= openApi(world.title, world.routes, world.cookie, besideOf(served));
      return document;
    });
  });
}

/** Answers everything under /api that is no route. */
export function unknownPath(world: Pick<DoorWorld, 'traceId'>, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, problem('not-found', 'There is nothing at this address.', world.traceId()));
}
