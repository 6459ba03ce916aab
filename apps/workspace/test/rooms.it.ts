/** Rooms on a real PostgreSQL and NATS: opened by booking's event, touched only by their two parties. */
import { randomUUID } from 'node:crypto';
import {
  AttendanceKnown,
  Beat,
  BookingCancelled,
  BookingConfirmed,
  BookingMoved,
  ExportWorkspace,
  Joined,
  JoinSession,
  MyMessages,
  PostMessage,
  Refusal,
  ViewRoom,
  WorkspaceMail,
} from '@sounding/contracts';
import { Keyring } from '@sounding/service';
import { startWorld, type World } from '@sounding/testing';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { whereIs } from '../src/room.store.ts';
import { WorkspaceModule } from '../src/workspace.module.ts';

const START = new Date('2026-12-01T18:00:00.000Z');
const MINUTE = 60_000;
const TURN_URLS = 'turn:127.0.0.1:3608?transport=udp,turn:127.0.0.1:3608?transport=tcp';

let world: World;
let running: Awaited<ReturnType<World['service']>>;

beforeAll(async () => {
  world = await startWorld();
  running = await world.service('workspace', WorkspaceModule, {
    environment: { TURN_URLS, TURN_SECRET: 'a relay secret for this test' },
  });
});

afterAll(() => world?.stop());

beforeEach(() => world.clock.set(new Date(START.getTime() - 60 * MINUTE)));

interface Parties {
  bookingId: string;
  clientId: string;
  providerId: string;
}

async function room(change: { absentFrom?: undefined } = {}): Promise<Parties> {
  const parties = { bookingId: randomUUID(), clientId: randomUUID(), providerId: randomUUID() };
  const at = (minutes: number) => new Date(START.getTime() + minutes * MINUTE).toISOString();
  await world.say('booking', BookingConfirmed, {
    ...parties,
    listingId: randomUUID(),
    startsAt: at(0),
    endsAt: at(50),
    joinOpensAt: at(-10),
    absentFrom: at(15),
    at: world.clock.now().toISOString(),
    ...change,
  });
  await world.eventually(() => view(parties.clientId, parties.bookingId));
  return parties;
}

const sql = (text: string, values: unknown[] = []) => world.sql<Record<string, unknown>>('workspace', text, values);
const view = (account: string, bookingId: string, after = 0) => world.as(account).ask(ViewRoom, { bookingId, after });
const post = (account: string, bookingId: string, text: string, idempotencyKey?: string) =>
  world.as(account).ask(PostMessage, { bookingId, text }, idempotencyKey ? { idempotencyKey } : {});
const to = (minutes: number) => world.clock.set(new Date(START.getTime() + minutes * MINUTE));

async function refusal(asked: Promise<unknown>): Promise<unknown> {
  try {
    return { answered: await asked };
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** Mails about waiting messages of one booking, by whom they are for. */
async function mailsOf(bookingId: string): Promise<string[]> {
  const rows = await sql(
    `select data->>'accountId' as id from bus.outbox where name = $1 and data->'data'->>'bookingId' = $2 order by position`,
    [WorkspaceMail.name, bookingId],
  );
  return rows.map((row) => String(row.id));
}

test('a confirmed booking opens a room for its two parties, once', async () => {
  const { bookingId, clientId, providerId } = await room();
  const [forClient, forProvider] = await Promise.all([view(clientId, bookingId), view(providerId, bookingId)]);
  expect(forClient).toEqual(forProvider);
  expect(forClient.room).toMatchObject({ bookingId, clientId, providerId, state: 'open', stays: [] });
  expect(forClient.room.live).toMatch(/^[A-Za-z0-9_-]{32}$/);
});

test("somebody else's room is not found, like one that never was, whatever is asked", async () => {
  const { bookingId } = await room();
  const stranger = randomUUID();
  await to(0);
  for (const id of [bookingId, randomUUID()]) {
    expect(await refusal(view(stranger, id))).toBe('not-found');
    expect(await refusal(post(stranger, id, 'Hello?'))).toBe('not-found');
    expect(await refusal(world.as(stranger).ask(JoinSession, { bookingId: id }))).toBe('not-found');
    expect(await refusal(world.as(stranger).ask(Beat, { bookingId: id }))).toBe('not-found');
  }
  expect(await refusal(world.visitor().ask(ViewRoom, { bookingId }))).toBe('not-signed-in');
});

test('fifty messages at once from both sides are numbered without a gap, in one order for both', async () => {
  const { bookingId, clientId, providerId } = await room();
  await Promise.all(
    Array.from({ length: 50 }, (_, n) => post(n % 2 ? clientId : providerId, bookingId, `message ${n}`)),
  );
  const { messages } = await view(clientId, bookingId);
  expect(messages.map((message) => message.number)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
  expect(new Set(messages.map((message) => message.text)).size).toBe(50);
  expect((await view(providerId, bookingId)).messages).toEqual(messages);
  expect((await view(clientId, bookingId, 48)).messages.map((message) => message.number)).toEqual([49, 50]);
  // A door that wants only the room asks for what comes after any message.
  expect((await view(clientId, bookingId, Number.MAX_SAFE_INTEGER)).messages).toEqual([]);
});

test('no table holds the words of a message, and a row that is moved does not open', async () => {
  const { bookingId, clientId } = await room();
  const secret = 'the river behind the old mill';
  await post(clientId, bookingId, secret, randomUUID());
  await post(clientId, bookingId, 'second');
  for (const table of ['message', 'room', 'party', 'bus.outbox', 'bus.idempotency']) {
    const rows = await sql(`select t::text as plain from ${table} t`);
    const text = rows.map((row) => String(row.plain)).join('\n');
    expect(text).not.toContain('river');
    expect(text).not.toContain(Buffer.from('river').toString('hex'));
  }
  await sql(
    `update message set sealed = (select sealed from message where booking_id = $1 and number = 1)
     where booking_id = $1 and number = 2`,
    [bookingId],
  );
  await expect(view(clientId, bookingId)).rejects.toThrow();
});

test('a message that is sent again with its key is the same message; other words under the key are refused', async () => {
  const { bookingId, clientId, providerId } = await room();
  const key = randomUUID();
  const answers = await Promise.all([1, 2, 3].map(() => post(clientId, bookingId, 'Once only', key)));
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  expect(await refusal(post(clientId, bookingId, 'Other words', key))).toBe('idempotency-mismatch');
  expect(await post(providerId, bookingId, 'My own', key)).toMatchObject({ number: 2 });
  expect((await view(clientId, bookingId)).messages).toHaveLength(2);
});

test('unread messages are counted until they are seen; own ones never', async () => {
  const { bookingId, clientId, providerId } = await room();
  await post(clientId, bookingId, 'One');
  await post(clientId, bookingId, 'Two');
  await post(providerId, bookingId, 'Three');
  const mine = async (account: string) => (await world.as(account).ask(MyMessages, {})).rooms;
  expect(await mine(providerId)).toMatchObject([{ bookingId, unread: 2 }]);
  expect(await mine(clientId)).toMatchObject([{ bookingId, unread: 1 }]);
  await view(providerId, bookingId);
  expect(await mine(providerId)).toMatchObject([{ bookingId, unread: 0 }]);
  expect(await mine(randomUUID())).toEqual([]);
});

test('whoever is in the room is told to look again, with the newest number', async () => {
  const { bookingId, clientId } = await room();
  const { live } = (await view(clientId, bookingId)).room;
  const heard: unknown[] = [];
  const leave = (await world.bus('gateway')).live.subscribe(live, (data: unknown) => heard.push(data));
  await post(clientId, bookingId, 'One');
  await post(clientId, bookingId, 'Two');
  await world.eventually(() =>
    expect(heard).toEqual([
      { from: null, frame: { type: 'look-again', version: 1 } },
      { from: null, frame: { type: 'look-again', version: 2 } },
    ]),
  );
  leave();
});

test('the session opens ten minutes before its start and closes at its end', async () => {
  const { bookingId, clientId, providerId } = await room();
  const join = (account: string) => world.as(account).ask(JoinSession, { bookingId });
  await to(-10.02);
  expect(await refusal(join(clientId))).toBe('too-early');
  expect(await refusal(world.as(clientId).ask(Beat, { bookingId }))).toBe('too-early');
  await to(-10);
  const [client, provider] = await Promise.all([join(clientId), join(providerId)]);
  expect(client.room).toBe(provider.room);
  expect([client.polite, provider.polite]).toEqual([true, false]);
  const [server] = client.iceServers;
  expect(server?.urls).toEqual(TURN_URLS.split(','));
  // The relay lives in real time, wherever the business clock stands: sixty minutes of session are left, and a grace of ten.
  const [expiry, name] = (server?.username ?? '').split(':');
  expect(Number(expiry) - Date.now() / 1_000).toBeGreaterThan(69 * 60);
  expect(Number(expiry) - Date.now() / 1_000).toBeLessThan(71 * 60);
  expect(name).toBe(`${client.room}-${clientId}`);
  await to(50);
  expect(await refusal(join(clientId))).toBe('too-late');
  expect(await refusal(world.as(clientId).ask(Beat, { bookingId }))).toBe('too-late');
});

test('a session that moves opens and closes by its new time, and who came is asked then', async () => {
  const { bookingId, clientId, providerId } = await room();
  const at = (minutes: number) => new Date(START.getTime() + minutes * MINUTE).toISOString();
  const times = { startsAt: at(120), endsAt: at(170), joinOpensAt: at(110), absentFrom: at(135) };
  await to(-30);
  await world.say('booking', BookingMoved, { bookingId, clientId, providerId, ...times, at: at(-30) });
  await world.eventually(async () => expect((await view(clientId, bookingId)).room.startsAt).toBe(times.startsAt));
  const join = () => world.as(clientId).ask(JoinSession, { bookingId });
  await to(20);
  expect(await refusal(join())).toBe('too-early');
  await to(110);
  await expect(join()).resolves.toMatchObject({ polite: true });
  const rows = await sql('select attendance_due_at from room where booking_id = $1', [bookingId]);
  expect(rows).toEqual([{ attendance_due_at: new Date(times.absentFrom) }]);
});

test('beats become stays, the first one of a side is said once, and each side sees whether the other is there', async () => {
  const { bookingId, clientId, providerId } = await room();
  const beat = (account: string) => world.as(account).ask(Beat, { bookingId });
  await to(0);
  expect(await beat(clientId)).toEqual({ otherPresent: false });
  await Promise.all([beat(clientId), beat(clientId), beat(clientId)]);
  await to(1.5);
  expect(await beat(providerId)).toEqual({ otherPresent: false });
  expect(await beat(clientId)).toEqual({ otherPresent: true });
  await to(4);
  await beat(clientId);
  const { stays } = (await view(providerId, bookingId)).room;
  const of = (account: string) =>
    stays
      .filter((stay) => stay.accountId === account)
      .map((stay) => [stay.from, stay.to].map((at) => Math.round((Date.parse(at) - START.getTime()) / 6_000) / 10));
  expect(of(clientId)).toEqual([
    [0, 1.5],
    [4, 4],
  ]);
  expect(of(providerId)).toEqual([[1.5, 1.5]]);
  const said = await sql('select data from bus.outbox where name = $1 and aggregate = $2', [Joined.name, bookingId]);
  expect(said.map((row) => (row.data as { side: string }).side).sort()).toEqual(['client', 'provider']);
});

test('who came is known once the time for it has passed, and said behind every first beat', async () => {
  const { bookingId, clientId, providerId } = await room();
  const beat = (account: string) => world.as(account).ask(Beat, { bookingId });
  const names = 'select name from bus.outbox where aggregate = $1 order by seq';
  const said = async () => (await sql(names, [bookingId])).map(({ name }) => name);
  // The clock goes on while we ask: a minute before the time, nothing can be known yet.
  await to(14);
  await beat(clientId);
  expect(await said()).toEqual([Joined.name]);
  await world.clock.set(new Date(START.getTime() + 15 * MINUTE + 1));
  await world.eventually(async () => expect(await said()).toEqual([Joined.name, AttendanceKnown.name]));
  await to(20);
  await beat(providerId);
  await beat(clientId);
  expect(await said()).toEqual([Joined.name, AttendanceKnown.name, Joined.name]);
});

test('of a room that was confirmed before booking told when absence begins, it is known by the terms', async () => {
  const { bookingId } = await room({ absentFrom: undefined });
  const due = await sql('select attendance_due_at as due from room where booking_id = $1', [bookingId]);
  expect(due).toEqual([{ due: new Date(START.getTime() + 15 * MINUTE) }]);
});

test('a cancelled booking closes its room: it can be read, not written, and nobody joins', async () => {
  const { bookingId, clientId, providerId } = await room();
  await post(clientId, bookingId, 'See you then');
  await world.say('booking', BookingCancelled, {
    bookingId,
    clientId,
    providerId,
    outcome: 'client-cancelled-early',
    at: world.clock.now().toISOString(),
  });
  await world.eventually(async () => expect((await view(clientId, bookingId)).room.state).toBe('closed'));
  expect((await view(providerId, bookingId)).messages).toHaveLength(1);
  expect(await refusal(post(providerId, bookingId, 'Why?'))).toBe('room-closed');
  await to(0);
  expect(await refusal(world.as(clientId).ask(JoinSession, { bookingId }))).toBe('room-closed');
  expect(await refusal(world.as(clientId).ask(Beat, { bookingId }))).toBe('room-closed');
  // Nobody is to come, so nothing is to be known. The other room's word shows that the clock has looked.
  const other = await room();
  await to(16);
  const known = async (id: string) =>
    (await sql('select 1 from bus.outbox where name = $1 and aggregate = $2', [AttendanceKnown.name, id])).length;
  await world.eventually(async () => expect(await known(other.bookingId)).toBe(1));
  expect(await known(bookingId)).toBe(0);
});

test('a message that waits is mailed once for the unread batch, and at most once an hour', async () => {
  const { bookingId, clientId, providerId } = await room();
  await post(clientId, bookingId, 'One');
  await post(clientId, bookingId, 'Two');
  await world.clock.move({ minutes: 2 });
  await world.eventually(async () => expect(await mailsOf(bookingId)).toEqual([providerId]));
  await post(clientId, bookingId, 'Three');
  await world.clock.move({ minutes: 2 });
  await view(providerId, bookingId);
  await post(clientId, bookingId, 'Four');
  await world.clock.move({ minutes: 30 });
  await post(providerId, bookingId, 'An answer');
  await world.clock.move({ minutes: 2 });
  await world.eventually(async () => expect(await mailsOf(bookingId)).toEqual([providerId, clientId]));
  // "Four" is still unread; its mail is due when the hour since the first one is over.
  await world.clock.move({ minutes: 30 });
  await world.eventually(async () => expect(await mailsOf(bookingId)).toEqual([providerId, clientId, providerId]));
});

test('two people who are both in the room get no mail', async () => {
  const { bookingId, clientId, providerId } = await room();
  await post(clientId, bookingId, 'Are you there?');
  await view(providerId, bookingId);
  await post(providerId, bookingId, 'I am.');
  await view(clientId, bookingId, 1);
  await world.clock.move({ hours: 2 });
  const other = await room();
  await post(other.clientId, other.bookingId, 'A message elsewhere');
  await world.clock.move({ minutes: 2 });
  await world.eventually(async () => expect(await mailsOf(other.bookingId)).toHaveLength(1));
  expect(await mailsOf(bookingId)).toEqual([]);
});

test('ten thousand messages are in the copy of either side, in order, and nobody else’s', async () => {
  const [mine, others] = [await room(), await room()];
  await post(others.clientId, others.bookingId, 'A canary of somebody else');
  const { bookingId, clientId, providerId } = mine;
  const numbers = Array.from({ length: 10_000 }, (_, index) => index + 1);
  const keyring = running.app.get(Keyring, { strict: false });
  const fromOf = (number: number) => (number % 2 === 0 ? clientId : providerId);
  const sealed = await running.app.get(PrismaClient, { strict: false }).$transaction(async (tx) => {
    const seals = new Map<string, Awaited<ReturnType<Keyring['sealer']>>>();
    for (const fromId of [clientId, providerId]) {
      seals.set(fromId, await keyring.sealer(tx, whereIs({ bookingId, number: 1, fromId }).owner));
    }
    return numbers.map((number) => {
      const fromId = fromOf(number);
      return Buffer.from(seals.get(fromId)?.(whereIs({ bookingId, number, fromId }).place, `word ${number}`) ?? '');
    });
  });
  await sql(
    `insert into message (id, booking_id, number, from_id, sealed, at)
     select gen_random_uuid(), $1, n, f, s, now() from unnest($2::int[], $3::uuid[], $4::bytea[]) as t (n, f, s)`,
    [bookingId, numbers, numbers.map(fromOf), sealed],
  );
  const rows: { part: string; row: Record<string, unknown> }[] = [];
  let [after, pages] = [null as string | null, 0];
  do {
    const page = await world.as(clientId).ask(ExportWorkspace, { after });
    rows.push(...page.rows);
    after = page.next;
    pages += 1;
  } while (after !== null);
  const messages = rows.filter(({ part }) => part === 'messages').map((one) => one.row);
  expect(messages.map(({ text }) => text)).toEqual(numbers.map((n) => `word ${n}`));
  expect(messages.slice(0, 2).map(({ from }) => from)).toEqual(['your provider', 'you']);
  expect(pages).toBeGreaterThan(100);
  expect(rows.filter(({ part }) => part === 'rooms').map((one) => one.row.bookingId)).toEqual([bookingId]);
  expect(JSON.stringify(rows)).not.toContain('canary');
  // Whoever has no room has an empty copy, and a page that is none of ours is refused.
  expect(await world.as(randomUUID()).ask(ExportWorkspace, { after: null })).toEqual({ rows: [], next: null });
  expect(await refusal(world.as(clientId).ask(ExportWorkspace, { after: '99:x' }))).toBe('invalid-input');
});
