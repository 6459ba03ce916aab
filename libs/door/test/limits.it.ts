/** What a door bears: slow senders, many requests of one address and of one account. Over real sockets. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Categories, ChangeAccount, MyAccount, WhoIs } from '@sounding/contracts';
import { cookieName, type DoorShape, type Problem, route, startDoor } from '@sounding/door';
import { freePort, startWorld, type World } from '@sounding/testing';

const SHAPE: DoorShape = {
  name: 'gateway',
  title: 'A door',
  realm: 'client',
  urlVariable: 'PUBLIC_URL',
  whoIs: WhoIs,
  routes: [
    route('GET', '/api/v1/categories', Categories, 'The categories.'),
    route('GET', '/api/v1/account', MyAccount, 'Yours.'),
    route('PATCH', '/api/v1/account', ChangeAccount, 'Changes it.'),
  ],
  open: () => undefined,
};

let world: World;
/** A session of these tests is the account's own id. */
const sessionOf = (accountId: string) => ({
  ...{ accountId, alias: 'Rowan', zone: 'UTC', realm: 'client' as const },
  expiresAt: '2030-01-01T00:00:00.000Z',
});

async function open(environment: Record<string, string>) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const door = await startDoor(SHAPE, {
    PUBLIC_URL: origin,
    SOUNDING_LISTEN_PORT: String(port),
    SOUNDING_LISTEN_HOST: '127.0.0.1',
    SOUNDING_TOKEN_KEYS: world.tokenKeys,
    SOUNDING_TOKEN_SECRET: world.tokenSecret,
    NATS_URL: world.nats.url,
    NATS_PASSWORD: 'of-a-test',
    LOG_LEVEL: 'silent',
    ...environment,
  });
  const cookie = (token: string) => `${cookieName('client', port)}=${token}`;
  return { door, origin, port, cookie };
}

beforeAll(async () => {
  world = await startWorld();
  world.answer(Categories, () => ({ categories: [] }));
  world.answer(WhoIs, ({ token }) => sessionOf(token));
});
afterAll(() => world.stop());

/** Milliseconds until the door closes a connection on which this is sent, a byte at a time. */
function patience(port: number, text: string): Promise<{ ms: number; heard: string }> {
  return new Promise((done) => {
    const began = performance.now();
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 100);
    socket.on('data', (part) => {
      heard += String(part);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      done({ ms: performance.now() - began, heard });
    });
  });
}

test('who sends headers or a body a byte at a time is cut off, and others are served meanwhile', async () => {
  const { door, origin, port } = await open({ SOUNDING_HEADERS_SECONDS: '1', SOUNDING_REQUEST_SECONDS: '2' });
  try {
    const headers = patience(port, 'GET /api/v1/categories HTTP/1.1\r\nx-never: ending');
    const whole =
      'PATCH /api/v1/account HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n';
    const body = new Promise<number>((done) => {
      const began = performance.now();
      const socket = connect(port, '127.0.0.1', () => socket.write(whole));
      const timer = setInterval(() => socket.write(' '), 100);
      socket.on('error', () => undefined);
      socket.resume().on('close', () => {
        clearInterval(timer);
        done(performance.now() - began);
      });
    });
    expect((await fetch(`${origin}/api/v1/categories`)).status).toBe(200);
    const cut = await headers;
    expect(cut.ms).toBeLessThan(10_000);
    expect(cut.heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(await body).toBeLessThan(10_000);
  } finally {
    await door.stop();
  }
});

test('an address that asks too often is told how long to wait, and its spoofed neighbours are the same address', async () => {
  const { door, origin } = await open({ SOUNDING_REQUESTS_PER_MINUTE: '60' });
  try {
    const ask = (n: number) =>
      fetch(`${origin}/api/v1/categories`, { headers: { 'x-forwarded-for': `203.0.113.${n}` } });
    const statuses: number[] = [];
    for (let n = 0; n < 60; n += 1) statuses.push((await ask(n)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const answer = await ask(61);
    const problem = (await answer.json()) as Problem;
    expect([answer.status, problem.code]).toEqual([429, 'too-many-requests']);
    const wait = Number(answer.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(problem.detail).toContain(`${wait} second`);
  } finally {
    await door.stop();
  }
});

test('an account that changes things too often waits, whatever its addresses, and others do not', async () => {
  const { door, origin, cookie } = await open({
    SOUNDING_REQUESTS_PER_MINUTE: '60',
    SOUNDING_TRUSTED_PROXIES: '127.0.0.1',
  });
  world.answer(ChangeAccount, (_input, { account }) => sessionOf(account ?? ''));
  world.answer(MyAccount, () => ({ alias: 'Rowan', zone: 'UTC', dates: 'en-GB' as const }));
  try {
    const [busy, quiet] = [randomUUID(), randomUUID()];
    const change = (who: string, n: number) =>
      fetch(`${origin}/api/v1/account`, {
        method: 'PATCH',
        headers: { cookie: cookie(who), 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${n}` },
        body: '{"dates":"en-GB"}',
      });
    for (let n = 0; n < 6; n += 1) expect((await change(busy, n)).status).toBe(200);
    const answer = await change(busy, 7);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await change(quiet, 8)).status).toBe(200);
    // Reading goes on.
    const read = { headers: { cookie: cookie(busy), 'x-forwarded-for': '203.0.113.9' } };
    expect((await fetch(`${origin}/api/v1/account`, read)).status).toBe(200);
  } finally {
    await door.stop();
  }
});

test('with TLS before it, a page of a host that somebody points at us is another site', async () => {
  const { door, port } = await open({ PUBLIC_URL: 'https://sounding.example' });
  try {
    const send = (host: string, origin: string) =>
      new Promise<string>((done) => {
        let heard = '';
        const socket = connect(port, '127.0.0.1', () =>
          socket.end(
            `PATCH /api/v1/account HTTP/1.1\r\nhost: ${host}\r\norigin: ${origin}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
          ),
        );
        socket.on('data', (part) => {
          heard += String(part);
        });
        socket.on('close', () => done(heard));
      });
    expect(await send('evil.example', 'http://evil.example')).toMatch(/^HTTP\/1\.1 403 /);
    const own = await send('sounding.example', 'https://sounding.example');
    expect(own).toMatch(/^HTTP\/1\.1 401 /);
    expect(own).toMatch(/strict-transport-security: max-age=63072000/i);
  } finally {
    await door.stop();
  }
});
