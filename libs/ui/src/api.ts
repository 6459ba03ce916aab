/** A door's HTTP API as the loaders and actions of its site use it. */
import { createContext, data, type RouterContextProvider, redirect } from 'react-router';
import type { Problem } from './problem.ts';
import type { ApiCall, Visit } from './visit.ts';

/** What the door knows about this request. */
export const visit = createContext<Visit>();

/** The API said no, or could not answer. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
  }
}

type Query = Record<string, string | number | undefined | null>;

export interface Api {
  get<T>(path: string, query?: Query): Promise<T>;
  post<T>(path: string, body: unknown, idempotencyKey?: string | null): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** Puts a file. Its content says what it is. */
  upload<T>(path: string, bytes: Uint8Array): Promise<T>;
}

/** Calls `/api/v1<path>` as the visitor. Throws ApiProblem for every answer outside 2xx. */
export function apiOf(context: Readonly<RouterContextProvider>): Api {
  const { call, traceId } = context.get(visit);
  return {
    get: (path, query = {}) => ask(call, traceId, { method: 'GET', path: address(path, query) }),
    post: (path, body, idempotencyKey = null) =>
      ask(call, traceId, { method: 'POST', path: address(path), body, idempotencyKey }),
    put: (path, body) => ask(call, traceId, { method: 'PUT', path: address(path), body }),
    patch: (path, body) => ask(call, traceId, { method: 'PATCH', path: address(path), body }),
    delete: (path) => ask(call, traceId, { method: 'DELETE', path: address(path) }),
    upload: (path, bytes) => ask(call, traceId, { method: 'PUT', path: address(path), bytes }),
  };
}

function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  return `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`;
}

async function ask<T>(call: Visit['call'], traceId: string, request: ApiCall): Promise<T> {
  const answer = await call(request);
  if (answer.status >= 200 && answer.status < 300) return answer.body as T;
  throw new ApiProblem(problemOf(answer.status, answer.body, traceId));
}

function problemOf(status: number, body: unknown, traceId: string): Problem {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  return {
    status,
    code: given.code ?? 'unexpected',
    title: given.title ?? 'Something went wrong',
    detail: given.detail ?? 'Something went wrong on our side. Nothing was changed. Please try again in a moment.',
    traceId: given.traceId ?? traceId,
    facts: given.facts ?? {},
  };
}

/** For loaders: a problem becomes the error page, or the sign-in page when nobody is signed in. */
export async function load<T>(request: Request, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.problem.code === 'not-signed-in') throw redirect(signInPath(request));
    // An address that is no id is a page that is not there, not a mistake in a form.
    if (error.problem.code === 'invalid-input') throw data(null, { status: 404 });
    throw data(error.problem, { status: error.problem.status });
  }
}

/** For actions: a refusal is shown beside the form; only a missing sign-in leaves the page. */
export async function act<T extends Response | object>(
  request: Request,
  work: () => Promise<T>,
): Promise<T | ReturnType<typeof data<{ problem: Problem }>>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.problem.code === 'not-signed-in') throw redirect(signInPath(request));
    return data({ problem: error.problem }, { status: error.problem.status });
  }
}

export function signInPath(request: Request): string {
  return `/sign-in?next=${encodeURIComponent(backTo(request))}`;
}

/** The page that was asked for, as people know its address. */
export function backTo(request: Request): string {
  const url = new URL(request.url);
  return url.pathname.replace(/\.data$/, '').replace(/\/_root$/, '/') + cleaned(url.searchParams);
}

/** The router's own parameters are no part of the address a person comes back to. */
function cleaned(search: URLSearchParams): string {
  const kept = new URLSearchParams(search);
  kept.delete('_routes');
  kept.delete('index');
  return kept.size > 0 ? `?${kept}` : '';
}

/** Only paths on this site: `//evil.example` and `/\evil.example` are other places. */
export function safeNext(next: string | null | undefined, otherwise: string): string {
  // Browsers drop tabs and line ends from addresses: `/<tab>/elsewhere` would be `//elsewhere`, another site.
  return next && /^\/(?![/\\])[\x20-\x7e]*$/.test(next) && !next.startsWith('/sign-') ? next : otherwise;
}

export function newKey(): string {
  return crypto.randomUUID();
}

/** A form's text field, trimmed; empty when it is missing. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
