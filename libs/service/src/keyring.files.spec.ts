import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, jest, test } from '@jest/globals';
import { FileKeys, UnknownKek } from './keyring.files.ts';

const folder = mkdtempSync(join(tmpdir(), 'keks-'));
const file = join(folder, 'keys.json');
const [november, december, env] = [0, 1, 2].map(() => randomBytes(32).toString('base64'));
const data = Uint8Array.from(randomBytes(32));
let real: number;

function write(current: string, keys: Record<string, string | undefined>): void {
  writeFileSync(file, JSON.stringify({ current, keys }), { mode: 0o600 });
  // The file is looked at once a second at most.
  real += 2_000;
}

beforeEach(() => {
  real = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => real);
  write('2026-11', { '2026-11': november });
});

afterAll(() => rmSync(folder, { recursive: true }));

test('a key is wrapped by the current one and unwraps for its owner alone', async () => {
  const keks = new FileKeys({ SOUNDING_DATA_KEYS_FILE: file });
  const { kek, wrapped } = await keks.wrap('person/1', data);
  expect(kek).toBe('2026-11');
  expect(Uint8Array.from(await keks.unwrap('person/1', kek, wrapped))).toEqual(data);
  await expect(keks.unwrap('person/2', kek, wrapped)).rejects.toThrow();
  for (let at = 0; at < wrapped.length; at += 1) {
    const changed = Uint8Array.from(wrapped);
    changed[at] = (changed[at] ?? 0) ^ 4;
    await expect(keks.unwrap('person/1', kek, changed)).rejects.toThrow();
  }
});

test('a new key in the file wraps from then on, without a restart, and the old one still unwraps', async () => {
  const keks = new FileKeys({ SOUNDING_DATA_KEYS_FILE: file });
  const before = await keks.wrap('person/1', data);
  write('2026-12', { '2026-11': november, '2026-12': december });
  expect((await keks.wrap('person/1', data)).kek).toBe('2026-12');
  expect(Uint8Array.from(await keks.unwrap('person/1', '2026-11', before.wrapped))).toEqual(data);
});

test('a key taken away is named, as a fault of the world', async () => {
  const keks = new FileKeys({ SOUNDING_DATA_KEYS_FILE: file });
  const { wrapped } = await keks.wrap('person/1', data);
  write('2026-12', { '2026-12': december });
  const unwrapped = keks.unwrap('person/1', '2026-11', wrapped);
  await expect(unwrapped).rejects.toThrow(UnknownKek);
  await expect(unwrapped).rejects.toThrow('"2026-11"');
});

test('a file that becomes wrong changes nothing, and is said', async () => {
  const keks = new FileKeys({ SOUNDING_DATA_KEYS_FILE: file });
  writeFileSync(file, '{"current":"2026-11","keys"');
  real += 2_000;
  expect(await keks.current()).toBe('2026-11');
  expect(keks.problem()).toContain('SOUNDING_DATA_KEYS_FILE');
  write('2026-11', { '2026-11': november });
  expect(keks.problem()).toBeNull();
});

test('a file that others may read is refused, and so is one that holds no such keys', () => {
  const start = () => new FileKeys({ SOUNDING_DATA_KEYS_FILE: file });
  chmodSync(file, 0o604);
  expect(start).toThrow(/other users/);
  chmodSync(file, 0o640);
  expect(start).not.toThrow();
  write('2026-12', { '2026-11': november });
  expect(start).toThrow(/current key is not among/);
  write('2026-11', { '2026-11': 'c2hvcnQ=' });
  expect(start).toThrow(/32 bytes/);
  expect(start).not.toThrow(/c2hvcnQ=/);
  rmSync(file);
  expect(start).toThrow(/ENOENT/);
});

test('the one key of earlier releases goes on, alone and beside the file', async () => {
  const alone = new FileKeys({ SOUNDING_DATA_KEY: env });
  const before = await alone.wrap('ticket/1', data);
  expect(before.kek).toBe('env');
  const beside = new FileKeys({ SOUNDING_DATA_KEY: env, SOUNDING_DATA_KEYS_FILE: file });
  expect((await beside.wrap('ticket/1', data)).kek).toBe('2026-11');
  expect(Uint8Array.from(await beside.unwrap('ticket/1', 'env', before.wrapped))).toEqual(data);
  expect(() => new FileKeys({})).toThrow(/SOUNDING_DATA_KEYS_FILE/);
  expect(() => new FileKeys({ SOUNDING_DATA_KEY: 'c2hvcnQ=' })).toThrow(/32 bytes/);
});

test('the key of a room of an earlier release still unwraps, for each of its sides', async () => {
  const keks = new FileKeys({ SOUNDING_DATA_KEY: Buffer.alloc(32, 7).toString('base64') });
  const wrapped = 'ARgC5uV6JmInIBdJhNtqC2RiQNS7CuDFzRN5RmbHLuPIbI4UrS7hVKhHq4EEYBFQnR4Q4UZIurcZqPhpnA==';
  const sides = ['client', 'provider'].map((side) =>
    keks.unwrap(`room/room-a/${side}`, 'env', Buffer.from(wrapped, 'base64')),
  );
  const [one, two] = await Promise.all(sides);
  expect(one).toEqual(two);
  expect(one).toHaveLength(32);
  await expect(keks.unwrap('room/room-b/client', 'env', Buffer.from(wrapped, 'base64'))).rejects.toThrow();
});
