/** Every endpoint of both doors, asked by everybody about what is theirs, about what is others’, and about what nobody has. */
import type { Listing, Provider, Wait } from '@sounding/contracts';
import { confirmed, newClient, pay, Refused, receiptOf, reserve, signIn, Visitor } from '@sounding/tool-bench';
import { DEMO_ACCOUNTS } from '@sounding/tool-seed';
import WebSocket from 'ws';
import {
  type ApiDocument,
  type Cell,
  cellsOf,
  endpointOf,
  endpointsOf,
  fits,
  type Objects,
  type Role,
  type Rows,
} from '../matrix/cells.ts';
import { CONSOLE, GATEWAY } from '../matrix/rows.ts';
import { enterDesk } from '../staff.ts';
import type { World } from '../world.ts';

/** Who knocks, with what, and what the client and the provider of the matrix have between them. */
export interface Stage {
  /** `cookie` headers, of both doors at once: what a session of the other realm is worth is part of the question. */
  readonly cookies: Readonly<Record<Role, string>>;
  readonly objects: Objects;
  readonly client: Visitor;
}

export function demo(role: string) {
  const account = DEMO_ACCOUNTS.find((one) => one.role === role);
  if (!account) throw new Error(`the seed has no ${role}`);
  return account;
}

/** A session of one door, put under the names of both cookies. */
function atBothDoors(world: World, { cookie }: Visitor): string {
  const { gateway, console } = world.platform.ports;
  // A sign-in that is half done has a cookie of its own beside it.
  const token = /__Host-(?:client|staff)-\d+=([^;]+)/.exec(cookie)?.[1];
  if (!token) throw new Error('nobody signed in');
  return `__Host-client-${gateway}=${token}; __Host-staff-${console}=${token}`;
}

/** The first days on which the listing has no free time. */
async function joinWait(client: Visitor, listingId: string): Promise<Wait> {
  for (let ahead = 1; ahead < 15; ahead += 1) {
    const day = new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    try {
      return await client.post<Wait>('/api/v1/waits', { listingId, from: day, to: day, zone: 'UTC' });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  throw new Error('nobody can wait for a time of this listing');
}

/** A listing of the demo provider that can be had, with its free starts. */
async function listingOf(visitor: Visitor, handle: string): Promise<{ listing: Listing; starts: string[] }> {
  const { listings } = await visitor.get<{ listings: Listing[] }>(`/api/v1/providers/${handle}`);
  const from = new Date();
  const to = new Date(from.getTime() + 21 * 86_400_000);
  for (const listing of listings) {
    const query = `from=${from.toISOString()}&to=${to.toISOString()}`;
    const { starts } = await visitor.get<{ starts: string[] }>(`/api/v1/listings/${listing.id}/slots?${query}`);
    if (listing.mode === 'advice' && starts.length > 1) return { listing, starts };
  }
  throw new Error(`${handle} has no free time`);
}

async function draftOf(provider: Visitor): Promise<string> {
  const { id } = await provider.post<{ id: string }>('/api/v1/provider/listings', {
    ...{ mode: 'advice', category: 'life-path-advice', title: 'A draft of the matrix', durationMinutes: 50 },
    ...{ description: 'Nobody but me sees this before I publish it.', price: { minor: 5000, currency: 'USD' } },
  });
  return id;
}

export async function setStage(world: World): Promise<Stage> {
  const { copy } = world;
  const [client, stranger] = [await newClient(copy), await newClient(copy)];
  const enter = (role: string) => signIn(copy, demo(role).email, demo(role).password);
  const [provider, rival] = [await enter('provider'), await enter('therapist')];
  const staff = new Visitor(world.platform.urls.console);
  await enterDesk(staff, world);
  const { provider: profile } = await provider.get<{ provider: Provider }>('/api/v1/provider');
  const { listing, starts } = await listingOf(client, profile.handle);
  const { booking } = await reserve(client, listing.id, starts.at(-1) as string);
  await pay(copy, client, booking.id);
  await confirmed(client, booking.id);
  const ticket = await client.post<{ id: string }>('/api/v1/tickets', { subject: 'A question', text: 'How?' });
  const reason = 'The matrix has to know who may read a room.';
  const glass = await staff.post<{ id: string }>('/api/v1/glasses', { bookingId: booking.id, reason });
  const feed = await client.post<{ token: string }>('/api/v1/calendars/feed');
  const { reviews } = await provider.get<{ reviews: { id: string }[] }>('/api/v1/provider/reviews');
  const receipt = await receiptOf(client, booking.id);
  const objects = {
    ...{ bookingId: booking.id, listingId: listing.id, handle: profile.handle, accountId: profile.accountId },
    ...{
      glassId: glass.id,
      ticketId: ticket.id,
      draftId: await draftOf(provider),
      waitId: (await joinWait(client, listing.id)).id,
    },
    ...{ receiptId: receipt.id, documentId: receipt.id, reviewId: reviews[0]?.id ?? '' },
    ...{ file: `${feed.token}.ics`, version: (await client.get<{ version: string }>('/api/v1/terms')).version },
  };
  const people = { stranger, client, provider, rival, staff };
  const cookies = Object.entries(people).map(([role, person]) => [role, atBothDoors(world, person)]);
  return { objects, client, cookies: { visitor: '', ...Object.fromEntries(cookies) } as Stage['cookies'] };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function knock(
  origin: string,
  cell: Pick<Cell, 'method' | 'path' | 'body'>,
  raw: { type: string; text: string } | undefined,
  cookie: string,
) {
  const type = raw?.type ?? (cell.body === undefined ? null : 'application/json');
  const answer = await fetch(origin + cell.path, {
    method: cell.method,
    redirect: 'manual',
    headers: { ...(cookie ? { cookie } : {}), ...(type ? { 'content-type': type } : {}) },
    ...(type ? { body: raw?.text ?? JSON.stringify(cell.body) } : {}),
  });
  // Each request has a trace of its own.
  return { status: answer.status, body: (await answer.text()).replace(/"traceId":"\w+"/, '') };
}

/** The status of an upgrade. */
function upgrade(origin: string, path: string, cookie: string): Promise<Answer> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(origin.replace('http', 'ws') + path, { origin, headers: cookie ? { cookie } : {} });
    socket.on('error', fail);
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      done({ status: response.statusCode ?? 0, body: '' });
    });
    socket.on('open', () => {
      socket.close();
      done({ status: 101, body: '' });
    });
  });
}

/** What the client can see of their things; nobody who is refused may change it. */
async function snapshot({ client, objects }: Stage): Promise<string> {
  const { bookingId, ticketId } = objects;
  const paths = ['', '/bill', '/receipts', '/room'].map((part) => `/api/v1/bookings/${bookingId}${part}`);
  const seen = [...paths, `/api/v1/tickets/${ticketId}`, '/api/v1/waits', '/api/v1/calendars', '/api/v1/account'];
  return JSON.stringify(await Promise.all(seen.map((path) => client.get(path))), null, 1);
}

interface Door {
  readonly name: string;
  readonly rows: Rows;
  readonly origin: () => string;
}

/** What is wrong with the answers to these cells of a row, one line each. */
async function askAll(
  { rows, origin }: Door,
  endpoint: string,
  { objects, cookies }: Stage,
  which: (cell: Cell) => boolean,
): Promise<string[]> {
  const row = rows[endpoint];
  if (!row) throw new Error(`${endpoint} has no row`);
  const wrong: string[] = [];
  const say = (cell: Cell, what: string) =>
    wrong.push(`${cell.role}${cell.isUnknown ? ' about what nobody has' : ''}: expected ${cell.expected}, got ${what}`);
  for (const cell of cellsOf(endpoint, row, objects).filter(which)) {
    const ask = (path: string) => {
      const cookie = cookies[cell.role];
      return row.socket ? upgrade(origin(), path, cookie) : knock(origin(), { ...cell, path }, row.raw, cookie);
    };
    const answer = await ask(cell.path);
    if (row.limited && answer.status === 429) continue;
    if (!fits(cell.expected, answer.status)) say(cell, `${answer.status} ${answer.body.slice(0, 200)}`);
    if (cell.twin === null) continue;
    const twin = await ask(cell.twin);
    if (twin.status !== answer.status || twin.body !== answer.body) say(cell, `${answer.body}, not ${twin.body}`);
  }
  return wrong;
}

export function tellTheMatrix(world: () => World, stage: () => Stage): void {
  let before: string;
  const doors: Door[] = [
    { name: 'the public door', rows: GATEWAY, origin: () => world().platform.urls.site },
    { name: 'the support console', rows: CONSOLE, origin: () => world().platform.urls.console },
  ];
  const rows = doors.flatMap((door) => Object.keys(door.rows).map((endpoint) => ({ door, endpoint, at: door.name })));
  beforeAll(async () => {
    before = await snapshot(stage());
  });

  it.each(doors)('every endpoint of $name has a row, and every row an endpoint', async ({ rows: mine, origin }) => {
    const document = (await (await fetch(`${origin()}/api/openapi.json`)).json()) as ApiDocument;
    const rowed = new Set(Object.keys(mine).map((key) => endpointOf(key, document)));
    expect([...rowed].sort()).toEqual(endpointsOf(document));
  });

  it.each(rows)('who has no business there is refused at $at: $endpoint', async ({ door, endpoint }) => {
    expect(await askAll(door, endpoint, stage(), (cell) => cell.expected !== 'in')).toEqual([]);
  });

  it('of all these refusals none has changed anything that the client can see', async () => {
    expect(await snapshot(stage())).toBe(before);
  });

  it.each(rows)('whose it is gets in at $at: $endpoint', async ({ door, endpoint }) => {
    expect(await askAll(door, endpoint, stage(), (cell) => cell.expected === 'in')).toEqual([]);
  });
}
