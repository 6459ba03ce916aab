/** A person at the public HTTP API: keeps the cookie, sends idempotency keys, and says what went wrong when something does. */
import { randomUUID } from 'node:crypto';

export interface Problem {
  status: number;
  code: string;
  detail: string;
  traceId: string;
}

/** The API said no. */
export class Refused extends Error {
  constructor(
    readonly request: string,
    readonly problem: Problem,
  ) {
    super(`${request} answered ${problem.status} ${problem.code}: ${problem.detail} (trace ${problem.traceId})`);
  }
}

export class Visitor {
  private readonly cookies = new Map<string, string>();

  /** @param origin where the gateway is, `http://localhost:3000` */
  constructor(readonly origin: string) {}

  /** The same person, with the same cookies, at another copy of the door. */
  at(origin: string): Visitor {
    const same = new Visitor(origin);
    for (const [name, value] of this.cookies) same.cookies.set(name, value);
    return same;
  }

  /** The `cookie` header that this person's browser sends. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get<T>(path: string): Promise<T> {
    return this.ask('GET', path);
  }

  post<T>(path: string, body: unknown = {}, key: string = randomUUID()): Promise<T> {
    return this.ask('POST', path, body, { 'idempotency-key': key });
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.ask('PUT', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.ask('PATCH', path, body);
  }

  /** The raw bytes of a document. */
  async bytes(path: string): Promise<Uint8Array> {
    const answer = await this.fetch('GET', path);
    if (!answer.ok) throw new Refused(`GET ${path}`, (await answer.json()) as Problem);
    return new Uint8Array(await answer.arrayBuffer());
  }

  private async ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await this.fetch(method, path, body, headers);
    const text = await answer.text();
    if (!answer.ok) throw new Refused(`${method} ${path}`, problemOf(answer.status, text));
    return (text === '' ? null : JSON.parse(text)) as T;
  }

  private async fetch(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(this.origin + path, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        cookie: this.cookie,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }
}

function problemOf(status: number, text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return { status, code: 'not-a-problem', detail: text.slice(0, 200), traceId: '' };
  }
}

/** Asks again until the answer is there; a person would press reload. Throws with what was seen last. */
export async function until<T>(what: string, look: () => Promise<T | null>, limitMs = 20_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (performance.now() > end) throw new Error(`${what} did not happen within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
