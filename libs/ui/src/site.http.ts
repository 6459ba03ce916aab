/**
 * Mounts a server-rendered site in a door's Fastify. The site reaches the platform only through the door's own public API,
 * which it calls in-process as the visitor.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { pathToFileURL } from 'node:url';
import fastifyStatic from '@fastify/static';
import { trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RouterContext, RouterContextProvider, ServerBuild } from 'react-router';
import type { ApiAnswer, ApiCall, Visit } from './visit.ts';

export type { ApiAnswer, ApiCall, Visit } from './visit.ts';

export interface SiteOptions {
  /** The folder `react-router build` wrote: `client/` and `server/`. */
  readonly build: string;
  /** Business time. */
  readonly now: () => Date;
  readonly report: (error: unknown, facts: { traceId: string; path: string }) => void;
  /** The Content-Security-Policy of a page with this nonce. */
  readonly policy: (nonce: string) => string;
  /** Paths whose requests leave no line in any log. */
  readonly unlogged?: readonly string[];
}

/** What a site's `entry.server.tsx` exports beside React Router's own needs: its copies of router and context. */
interface SiteEntry {
  readonly createRequestHandler: (
    build: ServerBuild,
    mode: string,
  ) => (request: Request, context: RouterContextProvider) => Promise<Response>;
  readonly RouterContextProvider: new () => RouterContextProvider;
  readonly visit: RouterContext<Visit>;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A page or a part of the site. */
    isSite?: boolean;
  }
}

const YEAR_SECONDS = 31_536_000;
/** More than any form of ours takes, and less than would hurt: pages read bodies whole. What is a little too much is refused by the API, in words. */
const MOST_BODY = 24 * 1024 * 1024;

export async function mountSite(fastify: FastifyInstance, options: SiteOptions): Promise<void> {
  const file = join(options.build, 'server', 'index.js');
  if (!existsSync(file)) throw new Error(`The site is not built (${file} is missing). Run "npm run build:web".`);
  const build = (await import(pathToFileURL(file).href)) as ServerBuild;
  const entry = build.entry.module as unknown as SiteEntry;
  const render = entry.createRequestHandler(build, 'production');

  await fastify.register(async (scope) => {
    // So that the door's list of addresses can tell pages from its own.
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, isSite: true };
    });
    // The router reads bodies itself; parsed bodies would leave it waiting for bytes that are gone.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.setErrorHandler((error, request, reply) => {
      const traceId = traceOf(request).split('-')[1] ?? '';
      options.report(error, { traceId, path: pathOf(request) });
      return reply.code(500).type('text/html; charset=utf-8').send(lastResort(traceId));
    });
    await scope.register(fastifyStatic, {
      root: join(options.build, 'client'),
      wildcard: false,
      decorateReply: false,
      cacheControl: false,
      preCompressed: true,
      setHeaders: (response, path) => {
        response.header(
          'cache-control',
          path.includes('/assets/') ? `public, max-age=${YEAR_SECONDS}, immutable` : 'public, max-age=3600',
        );
      },
    });
    const answer = (request: FastifyRequest, reply: FastifyReply) =>
      serve(fastify, options, entry, render, request, reply);
    for (const path of options.unlogged ?? []) {
      scope.route({ method: ['GET', 'HEAD'], url: path, logLevel: 'silent', handler: answer });
    }
    scope.route({ method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], url: '/*', handler: answer });
  });
}

async function serve(
  fastify: FastifyInstance,
  options: SiteOptions,
  entry: SiteEntry,
  render: (request: Request, context: RouterContextProvider) => Promise<Response>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const traceparent = traceOf(request);
  const traceId = traceparent.split('-')[1] ?? '';
  const { 'content-length': length, 'transfer-encoding': unmeasured } = request.headers;
  if (Number(length ?? 0) > MOST_BODY || unmeasured !== undefined) {
    return reply.code(413).header('connection', 'close').type('text/html; charset=utf-8').send(tooMuch);
  }
  const cookies: string[] = [];
  const told: Told = { cookies, retryAfter: null };
  const nonce = randomBytes(16).toString('base64');
  const context = new entry.RouterContextProvider();
  const path = pathOf(request);
  context.set(entry.visit, {
    call: (call) => callApi(fastify, request, traceparent, told, call),
    nonce,
    now: options.now(),
    traceId,
    report: (error) => options.report(error, { traceId, path }),
  });
  const response = await render(webRequest(request), context);
  if (response.status === 429 && told.retryAfter) reply.header('retry-after', told.retryAfter);
  return send(reply, response, cookies, options.policy(nonce));
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '/';
}

/** Browsers say how long a form is; whoever does not, or sends this much, has no use for a page around it. */
const tooMuch = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Too large</title><h1>This is larger than we accept</h1><p>Nothing was changed. Please go back and choose a smaller file.</p></html>`;

/** When not even the error page can be rendered. */
function lastResort(traceId: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Something went wrong</title><h1>Something went wrong on our side</h1>
<p>Nothing was changed. Please try again in a moment. If you write to support, this number helps: <code>${traceId}</code></p>
<p><a href="/help/now">In danger now? Numbers to call</a></p></html>`;
}

/** The visitor's own trace, else the trace that the door's telemetry has begun, else a fresh one. */
function traceOf(request: FastifyRequest): string {
  const own = trace.getActiveSpan()?.spanContext();
  if (own) return `00-${own.traceId}-${own.spanId}-0${own.traceFlags & 1}`;
  const given = request.headers.traceparent;
  if (typeof given === 'string' && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(given)) return given;
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

function webRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith(':'))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const url = new URL(request.url.replace(/^\/+/, '/'), `${request.protocol}://${request.host}`);
  const withBody = request.method !== 'GET' && request.method !== 'HEAD';
  const gone = new AbortController();
  request.raw.once('close', () => {
    if (!request.raw.complete) gone.abort();
  });
  const init: RequestInit & { duplex?: 'half' } = { method: request.method, headers, signal: gone.signal };
  if (withBody) {
    init.body = Readable.toWeb(request.raw) as unknown as ReadableStream;
    init.duplex = 'half';
  }
  return new Request(url, init);
}

/** What the API's answers say to the browser beside their bodies. */
interface Told {
  readonly cookies: string[];
  retryAfter: string | null;
}

/** Headers that tell the API who asks; nothing else of the visitor's request is passed on. */
const PASSED_ON = ['cookie', 'origin', 'sec-fetch-site', 'user-agent', 'accept-language', 'x-forwarded-proto'] as const;

async function callApi(
  fastify: FastifyInstance,
  request: FastifyRequest,
  traceparent: string,
  told: Told,
  call: ApiCall,
): Promise<ApiAnswer> {
  const headers: Record<string, string> = { accept: 'application/json', host: request.host, traceparent };
  for (const name of PASSED_ON) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  if (call.idempotencyKey) headers['idempotency-key'] = call.idempotencyKey;
  if (call.body !== undefined) headers['content-type'] = 'application/json';
  if (call.bytes) headers['content-type'] = 'application/octet-stream';
  const payload = call.bytes ? Buffer.from(call.bytes) : JSON.stringify(call.body);
  const response = await fastify.inject({
    method: call.method,
    url: call.path,
    headers,
    remoteAddress: request.ip,
    ...(payload === undefined ? {} : { payload }),
  });
  const set = response.headers['set-cookie'];
  if (response.headers['retry-after']) told.retryAfter = String(response.headers['retry-after']);
  if (set) told.cookies.push(...(Array.isArray(set) ? set : [String(set)]));
  return { status: response.statusCode, body: response.payload === '' ? null : parse(response.payload) };
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw new Error('The API answered something that is not JSON.', { cause: error });
  }
}

function send(reply: FastifyReply, response: Response, cookies: string[], policy: string): FastifyReply {
  reply.code(response.status);
  response.headers.forEach((value, name) => {
    if (name !== 'set-cookie') reply.header(name, value);
  });
  for (const cookie of [...response.headers.getSetCookie(), ...cookies]) reply.header('set-cookie', cookie);
  reply.header('content-security-policy', policy);
  // Not `no-referrer`: with it browsers send `Origin: null` on forms, and the API would refuse them.
  reply.header('referrer-policy', 'same-origin');
  if (!response.headers.has('cache-control')) reply.header('cache-control', 'private, no-store');
  if (!response.body) return reply.send();
  return reply.send(Readable.fromWeb(response.body as unknown as NodeStream));
}
