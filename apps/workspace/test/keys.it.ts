/** The keys of rooms while the service runs: rotated, lost and put back, destroyed, replaced, and taken over from an earlier release. */
import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BookingConfirmed, PostMessage, ViewRoom } from '@sounding/contracts';
import type { RunningService } from '@sounding/service';
import { startWorld, type World } from '@sounding/testing';
import { register } from 'prom-client';
import { WorkspaceModule } from '../src/workspace.module.ts';

const START = new Date('2026-12-01T18:00:00.000Z');
const TURN = { TURN_URLS: 'turn:127.0.0.1:3608?transport=udp', TURN_SECRET: 'a relay secret for this test' };
const [november, december] = [0, 1].map(() => randomBytes(32).toString('base64'));

let world: World;
let file: string;
let service: RunningService;

function keks(current: string, keys: Record<string, string | undefined>): void {
  writeFileSync(file, JSON.stringify({ current, keys }), { mode: 0o600 });
}

beforeAll(async () => {
  world = await startWorld();
  world.clock.set(new Date(START.getTime() - 3_600_000));
  file = join(world.home, 'keks.json');
  keks('2026-11', { '2026-11': november });
  service = await world.service('workspace', WorkspaceModule, {
    environment: { ...TURN, SOUNDING_DATA_KEYS_FILE: file },
  });
});

afterAll(() => world?.stop());

const sql = (text: string, values: unknown[] = []) => world.sql<Record<string, unknown>>('workspace', text, values);
const view = (account: string, bookingId: string) => world.as(account).ask(ViewRoom, { bookingId, after: 0 });
const post = (account: string, bookingId: string, text: string) =>
  world.as(account).ask(PostMessage, { bookingId, text });
const texts = async (account: string, bookingId: string) =>
  (await view(account, bookingId)).messages.map(({ text }) => text);

async function room() {
  const parties = { bookingId: randomUUID(), clientId: randomUUID(), providerId: randomUUID() };
  const at = (minutes: number) => new Date(START.getTime() + minutes * 60_000).toISOString();
  await world.say('booking', BookingConfirmed, {
    ...parties,
    listingId: randomUUID(),
    startsAt: at(0),
    endsAt: at(50),
    joinOpensAt: at(-10),
    absentFrom: at(15),
    at: world.clock.now().toISOString(),
  });
  await world.eventually(() => view(parties.clientId, parties.bookingId));
  return parties;
}

const wrappedBy = async () =>
  (await sql('SELECT DISTINCT kek FROM keys.data_key WHERE wrapped IS NOT NULL')).map(({ kek }) => kek);

test('a new key-encryption key takes over while people read and write, and nobody notices', async () => {
  const { bookingId, clientId, providerId } = await room();
  await post(clientId, bookingId, 'message 0');
  let going = true;
  let written = 1;
  const traffic = (async () => {
    while (going) {
      await post(written % 2 ? clientId : providerId, bookingId, `message ${written}`);
      written += 1;
      const read = await texts(clientId, bookingId);
      expect(read).toEqual(Array.from({ length: Math.min(written, 200) }, (_, n) => `message ${n}`));
    }
  })();
  keks('2026-12', { '2026-11': november, '2026-12': december });
  await world.eventually(async () => expect(await wrappedBy()).toEqual(['2026-12']), 20_000);
  keks('2026-12', { '2026-12': december });
  going = false;
  await traffic;
  expect(await service.problems()).toEqual([]);
  await world.eventually(async () => {
    const shown = await register.getSingleMetricAsString('sounding_data_keys');
    expect(shown).toMatch(/kek="2026-12"} [1-9]/);
    expect(shown).toMatch(/kek="2026-11"} 0/);
  });
}, 60_000);

test('a key-encryption key that is taken away too early is named, and nothing is lost when it is put back', async () => {
  const { bookingId, clientId } = await room();
  await post(clientId, bookingId, 'kept');
  // The copy that still holds the room's key in memory would go on for a minute: another one starts without it.
  keks('2027-01', { '2027-01': november });
  const second = await world
    .service('workspace', WorkspaceModule, { environment: { ...TURN, SOUNDING_DATA_KEYS_FILE: file } })
    .then(
      () => 'ready',
      (error: Error) => error.message,
    );
  expect(second).toContain('"2026-12"');
  await world.eventually(async () =>
    expect((await service.problems()).join()).toContain(
      'keys: data keys are wrapped with the key-encryption key "2026-12"',
    ),
  );
  keks('2026-12', { '2026-12': december });
  await world.eventually(async () => expect(await service.problems()).toEqual([]));
  expect(await texts(clientId, bookingId)).toEqual(['kept']);
}, 60_000);

test('who leaves takes their words along; the other side keeps theirs', async () => {
  const { bookingId, clientId, providerId } = await room();
  await post(clientId, bookingId, 'I have never told anybody.');
  await post(providerId, bookingId, 'You are not alone with that.');
  await sql('UPDATE keys.data_key SET kek = $2, wrapped = NULL WHERE owner = $1', [
    `room/${bookingId}/${clientId}`,
    '',
  ]);
  await world.service('workspace', WorkspaceModule, { environment: { ...TURN, SOUNDING_DATA_KEYS_FILE: file } });
  await world.eventually(async () => {
    // Either copy may answer; the one that held the key in memory forgets it within a minute.
    expect(await texts(providerId, bookingId)).toEqual(['This text was erased.', 'You are not alone with that.']);
  }, 90_000);
}, 120_000);

test('a key that leaked is replaced: the same words under another key, and the old key opens nothing', async () => {
  const { bookingId, clientId, providerId } = await room();
  await post(clientId, bookingId, 'one');
  await post(providerId, bookingId, 'two');
  const owner = `room/${bookingId}/${clientId}`;
  const before = await sql('SELECT number, sealed FROM message WHERE booking_id = $1 ORDER BY number', [bookingId]);
  await sql('UPDATE keys.data_key SET leaked = true WHERE owner = $1', [owner]);
  await world.eventually(async () => {
    expect(
      await sql('SELECT leaked, before IS NOT NULL AS before FROM keys.data_key WHERE owner = $1', [owner]),
    ).toEqual([{ leaked: false, before: true }]);
  }, 15_000);
  const after = await sql('SELECT number, sealed FROM message WHERE booking_id = $1 ORDER BY number', [bookingId]);
  expect(after[0]).not.toEqual(before[0]);
  expect(after[1]).toEqual(before[1]);
  expect(await texts(providerId, bookingId)).toEqual(['one', 'two']);
  await post(clientId, bookingId, 'three');
  expect(await texts(clientId, bookingId)).toEqual(['one', 'two', 'three']);
}, 30_000);

test('a room that a copy of the earlier release opened can be read, and its own column is emptied after an hour', async () => {
  const master = Buffer.from(world.dataKey, 'base64');
  const seal = (under: Buffer, place: string, clear: Buffer) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', under, nonce).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(clear), cipher.final()]);
    return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]);
  };
  const { bookingId, clientId, providerId } = {
    bookingId: randomUUID(),
    clientId: randomUUID(),
    providerId: randomUUID(),
  };
  const key = randomBytes(32);
  await sql(
    `INSERT INTO room (booking_id, client_id, provider_id, starts_at, ends_at, join_opens_at, live, wrapped_key, last_number, opened_at)
     VALUES ($1, $2, $3, $4, $5, $4, $6, $7, 1, now())`,
    [
      bookingId,
      clientId,
      providerId,
      START,
      new Date(START.getTime() + 60_000),
      randomUUID(),
      seal(master, `room/${bookingId}/wrapped_key`, key),
    ],
  );
  await sql('INSERT INTO message (id, booking_id, number, from_id, sealed, at) VALUES ($1, $2, 1, $3, $4, now())', [
    randomUUID(),
    bookingId,
    clientId,
    seal(key, `message/${bookingId}/1/text`, Buffer.from('written before')),
  ]);
  await sql("INSERT INTO party (booking_id, account_id, side) VALUES ($1, $2, 'client'), ($1, $3, 'provider')", [
    bookingId,
    clientId,
    providerId,
  ]);
  expect(await texts(providerId, bookingId)).toEqual(['written before']);
  await sql('SELECT keys.empty_old_columns()');
  const column = () => sql('SELECT wrapped_key IS NULL AS empty FROM room WHERE booking_id = $1', [bookingId]);
  expect(await column()).toEqual([{ empty: false }]);
  await sql(
    `UPDATE _prisma_migrations SET finished_at = now() - interval '61 minutes' WHERE migration_name = '20261128030100_keys_apart'`,
  );
  await sql('SELECT keys.empty_old_columns()');
  expect(await column()).toEqual([{ empty: true }]);
  await post(providerId, bookingId, 'written after');
  expect(await texts(clientId, bookingId)).toEqual(['written before', 'written after']);
}, 30_000);
