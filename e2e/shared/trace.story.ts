/** A hire is one trace: from the gateway through booking, billing and receipts, across NATS, outbox and SQL, and nothing personal in it. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Booking, DOORS, SERVICES } from '@sounding/contracts';
import { confirmed, findListing, mailedCode, pay, receiptOf, until, Visitor } from '@sounding/tool-bench';
import type { World } from '../world.ts';

interface Span {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly links: number;
  /** All that was sent of it: name, attributes, events, status. */
  readonly text: string;
}

interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly links?: readonly unknown[];
}

interface Body {
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: readonly { readonly spans: readonly Sent[] }[];
  }[];
}

/** SERVER, as OTLP numbers it. */
const SERVED = 2;
const CARD = '4242424242424242';
const spans: Span[] = [];

/** What a person gave us on the way, and the trace that their reservation was answered with. */
interface Hire {
  readonly traceId: string;
  readonly personal: Record<string, string>;
}

/** The smallest OTLP receiver: keeps what is posted to it. */
function receive(body: Body): void {
  for (const { resource, scopeSpans } of body.resourceSpans ?? []) {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '?';
    for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
      spans.push({
        service,
        name: span.name,
        kind: span.kind,
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? '',
        links: span.links?.length ?? 0,
        text: JSON.stringify(span),
      });
    }
  }
}

/** What was received until now. */
export const spansSoFar = (): readonly Pick<Span, 'service' | 'name' | 'text'>[] => spans;

/** Where the processes send their spans; kept until `close`. */
export async function listenForSpans(): Promise<{ url: string; close: () => void }> {
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      receive(JSON.parse(Buffer.concat(chunks).toString()) as Body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const close = () => {
    receiver.closeAllConnections();
    receiver.close();
  };
  return { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`, close };
}

/** `booking > billing`: some span of billing has a parent in booking, within this trace. */
function edgesOf(traceId: string): Set<string> {
  const members = spans.filter((span) => span.traceId === traceId);
  const byId = new Map(members.map((span) => [span.spanId, span]));
  const pairs = members.map((span) => [byId.get(span.parentSpanId)?.service, span.service]);
  return new Set(pairs.filter(([from, to]) => from && from !== to).map(([from, to]) => `${from} > ${to}`));
}

const WANTED = [
  'gateway > booking',
  'booking > catalog',
  'booking > billing',
  'billing > booking',
  'billing > receipts',
  'booking > workspace',
  'booking > identity',
  'receipts > identity',
];

export function tellTheTrace(world: () => World): void {
  let hire: Hire;
  beforeAll(async () => {
    hire = await hireSomebody();
  }, 240_000);

  /** A change as a browser sends it: the answer with its headers. */
  function send(path: string, body: unknown, cookie = ''): Promise<Response> {
    return fetch(world().copy.site + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), cookie },
      body: JSON.stringify(body),
    });
  }

  async function hireSomebody(): Promise<Hire> {
    const client = new Visitor(world().copy.site);
    const email = `marisol.${randomUUID()}@example.com`;
    const password = 'a-lantern-over-the-estuary';
    const alias = 'Marisol Quill';
    await client.post('/api/v1/sign-up', { email, password, alias, adult: true, zone: 'Europe/Lisbon' });
    const code = await mailedCode(world().copy, email);
    await client.post('/api/v1/confirm', { email, code });
    const signedIn = await send('/api/v1/sign-in', { email, password });
    const cookies = signedIn.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    const cookie = cookies.find((pair) => /^__Host-client-\d+=/.test(pair)) ?? '';
    const token = cookie.slice(cookie.indexOf('=') + 1);
    // On a busy machine booking still tells catalog which times are free after the start says that all is ready.
    const look = () => findListing(client, 'life path advice').catch(() => null);
    const { hit, starts } = await until('a free time', look, 60_000);
    const reserved = await send('/api/v1/bookings', { listingId: hit.listing.id, startsAt: starts.at(-1) }, cookie);
    expect(reserved.status).toBe(201);
    const { booking } = (await reserved.json()) as { booking: Booking };
    await pay(world().copy, client, booking.id, CARD);
    await confirmed(client, booking.id);
    await receiptOf(client, booking.id);
    const message = 'Grandmother left me a brass astrolabe';
    await until('the room', () => client.get(`/api/v1/bookings/${booking.id}/room`).catch(() => null));
    expect((await send(`/api/v1/bookings/${booking.id}/messages`, { text: message }, cookie)).status).toBe(201);
    return {
      traceId: reserved.headers.get('trace-id') ?? '',
      personal: { email, password, alias, token: decodeURIComponent(token), cookie: token, message, card: CARD },
    };
  }

  /** Which of the person's things are in a text, as they are or as an address carries them. */
  function toldBy(text: string): string[] {
    const forms = (value: string) => [value, encodeURIComponent(value), value.replaceAll(' ', '+')];
    return Object.entries(hire.personal).flatMap(([what, value]) =>
      forms(value).some((form) => text.includes(form)) ? [what] : [],
    );
  }

  it('a hire is one trace through gateway, booking, billing and receipts, and its answer names it', async () => {
    await until('the trace', async () => {
      const edges = edgesOf(hire.traceId);
      return WANTED.every((edge) => edges.has(edge)) ? true : null;
    }).catch(() => undefined);
    expect([...edgesOf(hire.traceId)]).toEqual(expect.arrayContaining(WANTED));
    const trace = spans.filter((span) => span.traceId === hire.traceId);
    const roots = trace.filter((span) => span.parentSpanId === '');
    expect(roots.map(({ service, kind }) => ({ service, kind }))).toEqual([{ service: 'gateway', kind: SERVED }]);
    for (const service of ['catalog', 'booking', 'billing', 'receipts', 'workspace', 'identity']) {
      expect(trace.some((span) => span.service === service && span.name.startsWith('pg.query'))).toBe(true);
    }
    const heard = trace.filter((span) => span.name.startsWith('hear '));
    expect(heard.length).toBeGreaterThan(2);
    expect(heard.every((span) => span.links > 0)).toBe(true);
  });

  it('no span tells who somebody is, what they wrote or what they searched for', () => {
    const personal = /[\w.+-]+@[\w-]+\.\w|life(%20|\+| )path|user_agent\.original","value":\{"stringValue":"[^"]/i;
    const told = spans.filter(({ text }) => personal.test(text) || toldBy(text).length > 0);
    expect(told.map(({ service, name, text }) => `${service}: ${name}: ${toldBy(text)}`)).toEqual([]);
    expect(Object.values(hire.personal).every((value) => value.length > 5)).toBe(true);
    expect(spans.length).toBeGreaterThan(50);
  });

  it('logs carry the trace id, and nothing personal', async () => {
    const names = [...SERVICES, ...DOORS];
    const read = (name: string) => readFile(join(world().platform.home, 'logs', `${name}.log`), 'utf8');
    const logs = new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
    for (const [name, log] of logs) {
      expect(log).not.toBe('');
      expect(toldBy(log).map((what) => `${name}: ${what}`)).toEqual([]);
    }
    const lines = (logs.get('gateway') ?? '').split('\n').filter((line) => line.includes(hire.traceId));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({ method: 'POST', route: '/api/v1/bookings', status: 201, traceId: hire.traceId }),
    );
  });
}
