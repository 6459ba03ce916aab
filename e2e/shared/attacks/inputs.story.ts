/** What a request carries: fields that nobody asked for, values twice, keys of every object, paths that climb, bodies without end. */
import { request } from 'node:http';
import { cellsOf } from '../../matrix/cells.ts';
import { GATEWAY } from '../../matrix/rows.ts';
import type { World } from '../../world.ts';
import type { Stage } from '../matrix.story.ts';

/** What an attacker would like to be. */
const WISHES = {
  ...{ accountId: '7b0f5c1e-6a55-4d0c-9f5e-0c1a2b3c4d5e', clientId: '7b0f5c1e-6a55-4d0c-9f5e-0c1a2b3c4d5e' },
  ...{
    role: 'staff',
    realm: 'staff',
    isAdmin: true,
    state: 'released',
    confirmed: true,
    verified: true,
    licensed: true,
  },
  ...{ successUrl: 'https://evil.example', cancelUrl: 'https://evil.example', returnUrl: 'https://evil.example' },
  ...{
    total: { minor: 1, currency: 'USD' },
    fee: { minor: 0, currency: 'USD' },
    commission: 0,
    createdAt: '2000-01-01T00:00:00.000Z',
  },
};
const CHANGES = Object.keys(GATEWAY).filter(
  (key) => /^(POST|PUT|PATCH) /.test(key) && GATEWAY[key]?.body && !key.includes('dev/clock'),
);

export function tellInputs(world: () => World, stage: () => Stage): void {
  const site = () => world().platform.urls.site;
  const as = (cookie: string, path: string, init: RequestInit = {}) =>
    fetch(site() + path, {
      redirect: 'manual',
      ...init,
      headers: { 'content-type': 'application/json', cookie, ...init.headers },
    });
  const seen = async () => {
    const paths = [
      'account',
      'session',
      `bookings/${stage().objects.bookingId}`,
      `bookings/${stage().objects.bookingId}/bill`,
    ];
    return Promise.all(paths.map(async (path) => (await as(stage().cookies.client, `/api/v1/${path}`)).text()));
  };

  it.each(CHANGES)('fields that nobody asked for change no answer and nothing else: %s', async (endpoint) => {
    const row = GATEWAY[endpoint];
    if (!row) throw new Error(`${endpoint} has no row`);
    const before = await seen();
    const cell = cellsOf(endpoint, row, stage().objects).find(({ role }) => role === 'client');
    if (!cell) throw new Error(`${endpoint} has no cell of the client`);
    const send = async (body: unknown) => {
      const answer = await as(stage().cookies.client, cell.path, { method: cell.method, body: JSON.stringify(body) });
      const text = await answer.text();
      expect(text).not.toContain('evil.example');
      return answer.status === 429 ? 'often' : `${answer.status} ${(JSON.parse(text) as { code?: string }).code ?? ''}`;
    };
    const plain = await send(cell.body);
    const wishful = await send({ ...WISHES, ...(cell.body as object) });
    if (![plain, wishful].includes('often')) expect(wishful).toBe(plain);
    expect(await seen()).toEqual(before);
  });

  it.each([
    '/api/v1/search?text=a&text=b',
    '/api/v1/search?page=1&page=2',
    '/api/v1/search?from[]=2026-12-01',
    '/api/v1/bookings?as=client&as=provider',
    '/api/v1/provider/statement?from=2026-01-01T00:00:00.000Z&from=2026-02-01T00:00:00.000Z&to=2026-03-01T00:00:00.000Z',
    '/api/v1/money/statement.csv?from=2026-01-01T00:00:00.000Z&from=2026-02-01T00:00:00.000Z&to=2026-03-01T00:00:00.000Z',
    '/api/v1/live?booking=a&booking=b',
  ])('a value that is given twice is refused or not known: %s', async (path) => {
    const answer = await as(stage().cookies.client, path);
    expect(path.includes('[]') ? [200, 400] : [400, 403]).toContain(answer.status);
  });

  it.each([
    ['arrays where a text belongs', '{"subject":["a"],"text":["b"]}'],
    ['objects where a text belongs', '{"subject":{"$ne":""},"text":{"length":5}}'],
    ['a list instead of an object', '[]'],
    ['the prototype of every object', '{"subject":"Hello","text":"Hello","__proto__":{"realm":"staff"}}'],
    ['the prototype, deeper', '{"subject":"Hello","text":"Hello","x":{"__proto__":{"polluted":1}}}'],
    ['its constructor', '{"subject":"Hello","text":"Hello","constructor":{"prototype":{"polluted":1}}}'],
    ['more nesting than a reader can follow', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ])('%s is refused', async (_what, body) => {
    const { client } = stage().cookies;
    const before = await (await as(client, '/api/v1/tickets')).text();
    const answer = await as(client, '/api/v1/tickets', { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(await (await as(client, '/api/v1/tickets')).text()).toBe(before);
  });

  it('the keys of every object in a query reach nobody', async () => {
    const answer = await as('', '/api/v1/search?__proto__=x&constructor=y&__proto__[polluted]=z&toString=1');
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain('polluted');
  });

  const CLIMBS = [
    '../',
    '..%2f',
    '%2e%2e%2f',
    '..%252f',
    '%252e%252e%252f',
    '..\\',
    '..%5c',
    '....//',
    '%c0%ae%c0%ae/',
    '..%00/',
  ];
  const FOLDERS = ['/pictures/', '/calendar/', '/api/v1/receipts/', '/api/reference/', '/assets/', '/api/v1/terms/'];
  it.each(FOLDERS)('no path climbs out of %s', async (folder) => {
    for (const climb of CLIMBS) {
      for (const target of ['secrets.json', 'etc/passwd', 'package.json']) {
        const { status, body } = await rawGet(site(), `${folder}${climb.repeat(6)}${target}`, stage().cookies.client);
        expect([climb, Math.floor(status / 100)]).toEqual([climb, 4]);
        expect(body).not.toMatch(/root:|tokenKey|"workspaces"/);
      }
    }
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/%09/evil.example',
    '/\r\nlocation: https://evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
  ])('nobody is sent away to %j', async (next) => {
    for (const path of ['/sign-in', '/sign-up', '/confirm', '/reset']) {
      const answer = await as(stage().cookies.client, `${path}?next=${encodeURIComponent(next)}`);
      const to = answer.headers.get('location');
      if (to !== null) expect(new URL(to, site()).origin).toBe(site());
      expect(await answer.text()).not.toMatch(/href="(https?:)?\/\/evil|href="javascript/);
    }
  });

  it('a body, a header or an address without end is refused, and the door goes on', async () => {
    const big = await as(stage().cookies.client, '/api/v1/tickets', {
      method: 'POST',
      body: `{"text":"${'x'.repeat(300 * 1024)}"}`,
    });
    expect(big.status).toBe(413);
    const header = await rawGet(site(), '/api/v1/session', 'x'.repeat(20_000));
    // Answered, or cut off while we still sent.
    expect([431, 0]).toContain(header.status);
    const long = await rawGet(site(), `/api/v1/terms/${'x'.repeat(10_000)}`, '');
    expect(long.status).toBeGreaterThanOrEqual(400);
    expect((await as('', '/api/v1/terms')).status).toBe(200);
  });
}

/** As it is written, without a client that would tidy the path up. */
function rawGet(origin: string, path: string, cookie: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(origin);
  return new Promise((done, fail) => {
    const sent = request({ hostname, port, path, agent: false, headers: { cookie } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      answer.on('end', () => done({ status: answer.statusCode ?? 0, body }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') done({ status: 0, body: '' });
      else fail(error);
    });
    sent.end();
  });
}
