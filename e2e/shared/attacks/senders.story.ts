/** Who a request says it comes from: headers that proxies write, hosts that are not ours, pages of others, sockets of others. */

import WebSocket from 'ws';
import type { World } from '../../world.ts';
import type { Stage } from '../matrix.story.ts';

const SPOOFED: readonly Record<string, string>[] = [
  { 'x-account': 'ACCOUNT', 'x-user-id': 'ACCOUNT', 'x-account-id': 'ACCOUNT' },
  { authorization: 'Bearer ACCOUNT' },
  { 'x-sounding-token': 'ACCOUNT' },
  { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1;host=localhost' },
  { 'x-original-url': '/api/v1/terms', 'x-rewrite-url': '/api/v1/terms' },
  { 'x-http-method-override': 'GET', 'x-method-override': 'GET' },
];

export function tellSenders(world: () => World, stage: () => Stage): void {
  const site = () => world().platform.urls.site;
  const ask = (path: string, init: RequestInit) => fetch(site() + path, { redirect: 'manual', ...init });

  describe('headers', () => {
    it.each(SPOOFED)('%o sign nobody in', async (headers) => {
      const { accountId = '' } = stage().objects;
      const said = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value.replace('ACCOUNT', accountId)]),
      );
      expect((await ask('/api/v1/account', { headers: said })).status).toBe(401);
      expect((await ask('/api/v1/bookings', { method: 'POST', headers: said })).status).toBe(401);
    });

    it('that name another host do not get into any address that we write', async () => {
      const headers = {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        cookie: stage().cookies.client,
      };
      for (const path of ['/', '/sign-in', '/terms', '/account/calendar', `/bookings/${stage().objects.bookingId}`]) {
        const answer = await ask(path, { headers });
        const text = (await answer.text()) + JSON.stringify([...answer.headers]);
        expect([path, text.includes('evil.example')]).toEqual([path, false]);
      }
    });
  });

  describe('pages of others', () => {
    const leaving = (headers: Record<string, string>, body?: string) =>
      ask('/api/v1/sign-out', {
        method: 'POST',
        headers: { cookie: stage().cookies.client, ...headers },
        ...(body ? { body } : {}),
      });

    it.each<Record<string, string>>([
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', 'content-type': 'text/plain' },
    ])('%o cannot end a session', async (headers) => {
      const answer = await leaving(headers);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'cross-site']);
      expect((await ask('/api/v1/session', { headers: { cookie: stage().cookies.client } })).status).toBe(200);
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
      'a body of type %s, which a form can send without asking, is not read',
      async (type) => {
        const answer = await leaving({ 'content-type': type }, '{"a":1}');
        expect(answer.status).toBe(415);
        expect((await ask('/api/v1/session', { headers: { cookie: stage().cookies.client } })).status).toBe(200);
      },
    );

    it('cannot post the site’s own forms either', async () => {
      const form = {
        method: 'POST',
        body: 'subject=Hello&text=Hello',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      };
      const before = await (await ask('/api/v1/tickets', { headers: { cookie: stage().cookies.client } })).text();
      const evil: Record<string, string>[] = [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }];
      for (const from of evil) {
        const answer = await ask('/tickets/new', {
          ...form,
          headers: { ...form.headers, ...from, cookie: stage().cookies.client },
        });
        expect(answer.status).toBe(403);
      }
      expect(await (await ask('/api/v1/tickets', { headers: { cookie: stage().cookies.client } })).text()).toBe(before);
    });

    it('are allowed to read nothing: no answer has a header that says so', async () => {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await ask('/api/v1/session', { method, headers: { origin: 'https://evil.example' } });
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
    });
  });

  describe('a socket', () => {
    const opened = (origin: string | undefined, cookie: string) =>
      new Promise<number>((done) => {
        const address = `${site().replace('http', 'ws')}/api/v1/live?booking=${stage().objects.bookingId}`;
        const socket = new WebSocket(address, { ...(origin ? { origin } : {}), headers: cookie ? { cookie } : {} });
        socket.on('unexpected-response', (_request, response) => done(response.statusCode ?? 0));
        socket.on('open', () => {
          socket.close();
          done(101);
        });
      });

    it('is opened for a party on our own page, and for nobody else', async () => {
      const { client, stranger } = stage().cookies;
      expect(await opened(site(), client)).toBe(101);
      expect(await opened(site(), stranger)).toBe(404);
      expect(await opened(site(), '')).toBe(401);
      for (const origin of ['https://evil.example', 'null', undefined]) expect(await opened(origin, client)).toBe(403);
    });
  });
}
