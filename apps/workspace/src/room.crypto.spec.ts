import { randomBytes } from 'node:crypto';
import { DataKeys } from './room.crypto.ts';

const keys = new DataKeys(randomBytes(32).toString('base64'));

test('a message opens in its own row and nowhere else', () => {
  const room = keys.of('room-a', keys.newKey('room-a'));
  const sealed = room.seal(7, 'I would rather not say this by mail. ✓');
  expect(Buffer.from(sealed).toString('utf8')).not.toContain('rather');
  expect(room.open(7, sealed)).toBe('I would rather not say this by mail. ✓');
  expect(() => room.open(8, sealed)).toThrow();
  const changed = Uint8Array.from(sealed, (byte, index) => (index === sealed.length - 1 ? byte ^ 1 : byte));
  expect(() => room.open(7, changed)).toThrow();
});

test('the key of one room opens no other', () => {
  const wrapped = keys.newKey('room-a');
  const sealed = keys.of('room-a', wrapped).seal(1, 'hello');
  expect(() => keys.of('room-b', wrapped)).toThrow();
  expect(() => keys.of('room-a', keys.newKey('room-a')).open(1, sealed)).toThrow();
});

test('the same words are never the same bytes', () => {
  const room = keys.of('room-a', keys.newKey('room-a'));
  expect(room.seal(1, 'hello')).not.toEqual(room.seal(1, 'hello'));
});

test('without the master key the room key is noise, and a short master key is refused', () => {
  const wrapped = keys.newKey('room-a');
  expect(() => new DataKeys(randomBytes(32).toString('base64')).of('room-a', wrapped)).toThrow();
  expect(() => new DataKeys('c2hvcnQ=')).toThrow(/32 bytes/);
});

test('a room and a message of an earlier release still open', () => {
  const earlier = new DataKeys(Buffer.alloc(32, 7).toString('base64'));
  const wrapped = 'ARgC5uV6JmInIBdJhNtqC2RiQNS7CuDFzRN5RmbHLuPIbI4UrS7hVKhHq4EEYBFQnR4Q4UZIurcZqPhpnA==';
  const sealed = 'AUZY5WZR8tOiCZXIWtu7Im8OXo9iTgFEeSm8DiZiQlCfwVamUpU/8gc0Ag==';
  expect(earlier.of('room-a', Buffer.from(wrapped, 'base64')).open(7, Buffer.from(sealed, 'base64'))).toBe(
    'written before',
  );
});
