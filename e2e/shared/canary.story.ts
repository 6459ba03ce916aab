/**
 * Nothing that a person tells us is in what we write about our work. A person of canary words says everything that can be said, well and
 * badly, to both doors; then logs (at the level of debugging), spans, metrics, the logs and streams of NATS and PostgreSQL, mails'
 * subjects and the object store are searched for the words.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Booking, DOORS, type Glass, type Listing, SERVICES } from '@sounding/contracts';
import { confirmed, mailedCode, pay, receiptOf, reserve, until, Visitor } from '@sounding/tool-bench';
import pg from 'pg';
import sharp from 'sharp';
import { canariesFor, tellingFiles, toldIn } from '../canary.ts';
import { enterDesk } from '../staff.ts';
import type { World } from '../world.ts';
import { demo, type Stage } from './matrix.story.ts';
import { spansSoFar } from './trace.story.ts';

const SAID = canariesFor([
  ...[
    'email',
    'password',
    'alias',
    'search',
    'full name',
    'card holder',
    'message',
    'subject',
    'ticket',
    'reply',
    'claim',
  ],
  ...[
    'review',
    'display name',
    'headline',
    'about',
    'approach',
    'credential',
    'issuer',
    'licence',
    'listing',
    'description',
  ],
  ...[
    'plain terms',
    'you get',
    'picture',
    'calendar',
    'calendar path',
    'answer',
    'decision',
    'staff reason',
    'glass',
    'staff email',
  ],
  ...[
    'path',
    'query',
    'header',
    'cookie',
    'key',
    'broken json',
    'number',
    'nul',
    'webhook',
    'wrong password',
    'unknown email',
    'file',
  ],
]);
const said = (what: string): string => SAID[what] ?? '';
const sentence = (what: string): string => `It is about ${said(what)}, which is long enough for a sentence.`;
/** The mail viewer of a development copy is a mailbox: what is in it was sent to the person. The emulator's data are Stripe's. */
const MAILBOX = /mail-viewer\.log$/;

export function tellCanaries(world: () => World, stage: () => Stage): void {
  let client: Visitor;
  let booking: Booking;
  const site = () => world().platform.urls.site;
  const listing = () => stage().objects.listingId ?? '';

  async function arrives(): Promise<void> {
    client = new Visitor(site());
    const email = `${said('email').toLowerCase()}@example.com`;
    const password = said('password');
    await client.post('/api/v1/sign-up', { email, password, alias: said('alias'), adult: true, zone: 'Europe/Lisbon' });
    await client.post('/api/v1/confirm', { email, code: await mailedCode(world().copy, email) });
    await client.post('/api/v1/sign-in', { email, password });
    // A known address, which the database must not tell of.
    await client.post('/api/v1/sign-up', { email, password, alias: said('alias'), adult: true, zone: 'UTC' });
    await client.get(`/api/v1/search?text=${said('search')}`);
    await (await fetch(`${site()}/search?text=${said('search')}`)).text();
    await client.put('/api/v1/document-wishes', { fullName: said('full name'), country: 'PT' });
  }

  async function offers(): Promise<void> {
    await client.put('/api/v1/provider/profile', {
      ...{ displayName: said('display name'), headline: sentence('headline'), about: sentence('about') },
      ...{ languages: ['en'], zone: 'Europe/Lisbon', approaches: [said('approach').slice(0, 40)] },
      credentials: [{ title: said('credential'), issuer: said('issuer'), year: 2001 }],
      ...{ licenceNumber: said('licence'), licencePlaces: ['PT'] },
    });
    const draft = {
      ...{ mode: 'advice', category: 'life-path-advice', title: said('listing'), durationMinutes: 50 },
      ...{ description: sentence('description'), price: { minor: 5_000, currency: 'USD' } },
      ...{ plainTerms: sentence('plain terms'), youGet: [said('you get')] },
    };
    await client.post<Listing>('/api/v1/provider/listings', draft);
    const grey = { create: { width: 600, height: 600, channels: 3 as const, background: '#888' } };
    const bytes = await sharp(grey)
      .withExif({ IFD0: { Copyright: said('picture'), ImageDescription: said('picture') } })
      .jpeg()
      .toBuffer();
    const sent = await asks('/api/v1/provider/picture', {
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg' },
      body: new Uint8Array(bytes),
    });
    expect([sent, toldIn(bytes, SAID)]).toEqual([200, ['picture']]);
    const url = `https://${said('calendar')}.invalid/${said('calendar path')}.ics`;
    expect(await asks('/api/v1/calendars/busy', posting({ url }))).toBeGreaterThanOrEqual(400);
  }

  async function hires(): Promise<void> {
    const from = new Date(Date.now() + 86_400_000);
    const query = `from=${from.toISOString()}&to=${new Date(from.getTime() + 20 * 86_400_000).toISOString()}`;
    const { starts } = await client.get<{ starts: string[] }>(`/api/v1/listings/${listing()}/slots?${query}`);
    ({ booking } = await reserve(client, listing(), starts[0] ?? ''));
    await pay(world().copy, client, booking.id, '4242424242424242', { name: said('card holder') });
    await confirmed(client, booking.id);
    const receipt = await receiptOf(client, booking.id);
    await client.post(`/api/v1/receipts/${receipt.id}/again`, { fullName: said('full name') });
    const room = `/api/v1/bookings/${booking.id}`;
    await until('the room', () => client.get(`${room}/room`).catch(() => null));
    await client.post(`${room}/messages`, { text: sentence('message') });
    const ticket = await client.post<{ id: string }>('/api/v1/tickets', {
      ...{ subject: said('subject'), text: sentence('ticket'), bookingId: booking.id },
    });
    await client.post(`/api/v1/tickets/${ticket.id}/messages`, { text: sentence('reply') });
    await works(ticket.id);
    await comes(room);
  }

  /** Staff read it all, and write themselves. */
  async function works(ticketId: string): Promise<void> {
    const staff = new Visitor(world().platform.urls.console);
    await enterDesk(staff, world());
    await staff.get(`/api/v1/tickets/${ticketId}`);
    for (const part of ['story', 'money', 'receipts']) {
      await staff.get(`/api/v1/bookings/${booking.id}/${part}?ticket=${ticketId}`);
    }
    await staff.post(`/api/v1/tickets/${ticketId}/answers`, { text: sentence('answer') });
    const about = { what: 'booking', id: booking.id };
    await staff.post('/api/v1/reasons', { about, reason: 'fault', words: sentence('staff reason') });
    const asked = { bookingId: booking.id, reason: sentence('glass') };
    const glass = await staff.post<Glass>('/api/v1/glasses', asked);
    const second = new Visitor(world().platform.urls.console);
    await enterDesk(second, world(), 'second of staff');
    await second.post(`/api/v1/glasses/${glass.id}/approval`);
    await staff.get(`/api/v1/glasses/${glass.id}/messages`);
    const wrong = { email: `${said('staff email')}@example.com`, password: said('wrong password') };
    expect(await knocks('/api/v1/sign-in', posting(wrong), world().platform.urls.console)).toBe(401);
  }

  async function comes(room: string): Promise<void> {
    await world().moveClockTo(booking.startsAt, -1);
    const provider = new Visitor(site());
    const { email, password } = demo('provider');
    await provider.post('/api/v1/sign-in', { email, password });
    for (const side of [client, provider]) await side.post(`${room}/beats`);
    await world().moveClockTo(booking.endsAt, -5);
    const review = { stars: 4, text: sentence('review') };
    await until(
      'the end',
      () =>
        client.post(`${room}/review`, review).then(
          () => true,
          () => null,
        ),
      30_000,
    );
    await until('the claim', () =>
      client.post(`${room}/claim`, { text: sentence('claim') }).then(
        () => true,
        () => null,
      ),
    );
  }

  const posting = (body: unknown): RequestInit => ({
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const asks = (path: string, init: RequestInit = {}) =>
    knocks(path, { ...init, headers: { ...init.headers, cookie: client.cookie } });
  async function knocks(path: string, init: RequestInit = {}, origin = site()): Promise<number> {
    const answer = await fetch(origin + path, { redirect: 'manual', ...init });
    await answer.arrayBuffer();
    return answer.status;
  }

  /** What goes wrong is written about most: everything that can be refused, with a canary inside. */
  async function errs(): Promise<[string, number][]> {
    const bad: [string, string, RequestInit?][] = [
      ['an id', `/api/v1/bookings/${said('path')}`],
      ['a path that is none', `/${said('path')}/${said('path')}`],
      ['an api that is none', `/api/v1/${said('path')}`],
      ['a feed', `/calendar/${said('path')}.ics`],
      ['a paper', `/api/v1/verify/${said('path')}`],
      ['a picture', `/pictures/${said('path')}-128.webp`],
      ['a page', `/bookings/${said('path')}?next=${said('query')}`],
      ['a query', `/api/v1/search?from=${said('query')}&text=${said('search')}`],
      ['a socket', `/api/v1/live?booking=${said('query')}`],
      ['json', '/api/v1/tickets', posting(`{"subject":"${said('broken json')}`)],
      [
        'a number',
        '/api/v1/provider/listings',
        posting({ price: { minor: said('number'), currency: said('number') } }),
      ],
      [
        'a character that no database takes',
        '/api/v1/tickets',
        posting({ subject: `a\0${said('nul')}`, text: `b\0${said('nul')}` }),
      ],
      ['half of a letter', '/api/v1/tickets', posting({ subject: `\ud800${said('nul')}`, text: said('nul') })],
      ['a name with it', '/api/v1/account', { ...posting({ alias: `a\0${said('nul')}` }), method: 'PATCH' }],
      [
        'a wish with it',
        '/api/v1/document-wishes',
        { ...posting({ fullName: `a\0${said('nul')}`, country: null }), method: 'PUT' },
      ],
      ['a search with it', `/api/v1/search?text=${said('nul')}%00`],
      [
        'an address with it',
        '/api/v1/sign-in',
        posting({ email: `a\0${said('nul')}@example.com`, password: `\0${said('nul')}` }),
      ],
      [
        'a password',
        '/api/v1/sign-in',
        posting({ email: `${said('unknown email')}@example.com`, password: said('wrong password') }),
      ],
      ['a code', '/api/v1/confirm', posting({ email: `${said('unknown email')}@example.com`, code: '000000' })],
      ['a key', '/api/v1/tickets', { method: 'POST', headers: { 'idempotency-key': said('key').repeat(20) } }],
      [
        'headers',
        '/api/v1/session',
        {
          headers: {
            'user-agent': said('header'),
            referer: `https://a/${said('header')}`,
            'x-forwarded-for': said('header'),
          },
        },
      ],
      [
        'a cookie',
        '/api/v1/session',
        { headers: { cookie: `__Host-client-${world().platform.ports.gateway}=${said('cookie')}` } },
      ],
      [
        'a webhook',
        '/webhooks/stripe',
        {
          ...posting({ id: said('webhook') }),
          headers: { 'content-type': 'application/json', 'stripe-signature': said('webhook') },
        },
      ],
      [
        'a file',
        '/api/v1/provider/picture',
        { method: 'PUT', headers: { 'content-type': 'image/png' }, body: said('file') },
      ],
    ];
    const answers: [string, number][] = [];
    for (const [what, path, init] of bad) {
      const ask = what === 'a cookie' ? knocks : asks;
      answers.push([what, await ask(path, init)]);
    }
    return answers;
  }

  const health = (name: string) => `http://127.0.0.1:${world().platform.ports.health(name)}/metrics`;

  it('somebody says everything that can be said, and much that cannot', async () => {
    await arrives();
    await offers();
    await hires();
    const answers = await errs();
    expect(answers.filter(([, status]) => status >= 500)).toEqual([]);
    await world().platform.settled();
  }, 180_000);

  it('no log of any process tells it, at the level of debugging, nor those of PostgreSQL and NATS', () => {
    const logs = join(world().platform.home, 'logs');
    expect(tellingFiles(logs, SAID, (path) => !MAILBOX.test(path))).toEqual([]);
    expect(tellingFiles(logs, { level: '"level":"debug"' })).toEqual(
      expect.arrayContaining(['booking.log: level', 'gateway.log: level']),
    );
  });

  it('no span tells it', async () => {
    // A span leaves within a second of its end.
    const last = randomUUID();
    await client.get(`/api/v1/bookings/${last}`).catch(() => undefined);
    await new Promise((done) => setTimeout(done, 1_500));
    const spans = spansSoFar();
    expect(spans.length).toBeGreaterThan(100);
    const telling = spans.filter((span) => toldIn(span.text, SAID).length > 0);
    expect([...new Set(telling.map(({ service, name, text }) => `${service} ${name}: ${toldIn(text, SAID)}`))]).toEqual(
      [],
    );
  });

  it.each([...SERVICES, ...DOORS, 'provision'])('no metric of %s tells it', async (name) => {
    const text = await (await fetch(health(name))).text();
    expect(text).toContain('# TYPE');
    expect(toldIn(text, SAID)).toEqual([]);
  });

  it('no stream of NATS tells it: events hold ids, amounts and instants', () => {
    const store = join(world().platform.home, 'nats/store');
    expect(tellingFiles(store, SAID)).toEqual([]);
    // The search does see what is in a stream.
    expect(tellingFiles(store, { booking: booking.id }).length).toBeGreaterThan(0);
  });

  it.each(SERVICES)('no outbox, inbox and dead letter of %s tells it', async (service) => {
    const database = new pg.Client({ connectionString: world().platform.owners[service] });
    await database.connect();
    try {
      const { rows: tables } = await database.query<{ name: string }>(
        "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'bus' AND tablename <> 'idempotency'",
      );
      expect(tables.length).toBeGreaterThan(2);
      for (const { name } of tables) {
        const { rows } = await database.query<{ text: string }>(`SELECT to_jsonb(t)::text AS text FROM ${name} t`);
        expect([name, rows.flatMap(({ text }) => toldIn(text, SAID))]).toEqual([name, []]);
      }
    } finally {
      await database.end();
    }
  });

  it('no subject of a mail tells it', async () => {
    const mails = await world().mailsTo(`${said('email').toLowerCase()}@example.com`);
    expect(mails.length).toBeGreaterThan(3);
    expect(mails.flatMap(({ subject }) => toldIn(subject, SAID))).toEqual([]);
  });

  it('no object has it in its name, and no picture or document in what describes it', () => {
    const objects = join(world().platform.home, 'objects');
    expect(tellingFiles(objects, SAID)).toEqual([]);
    expect(tellingFiles(objects, { pdf: '%PDF-', webp: 'WEBPVP8' }).length).toBeGreaterThan(1);
  });
}
