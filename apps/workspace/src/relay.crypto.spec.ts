import { newRoomName, relayFor } from './relay.crypto.ts';

const relay = { urls: ['turn:127.0.0.1:3008?transport=udp'], secret: 'north' };

test('credentials follow the scheme that coturn checks', () => {
  const server = relayFor({ room: 'r1', accountId: 'a1' }, { realNow: 1_700_000_000_000, msLeft: 3_600_000 }, relay);
  expect(server.username).toBe('1700004200:r1-a1');
  // openssl: printf '1700004200:r1-a1' | openssl dgst -sha1 -hmac north -binary | base64
  expect(server.credential).toBe('oWZKaDNuWpVlZ41obd+0CDGdBk4=');
  expect(server.urls).toEqual(relay.urls);
});

test('a session that is over gets no more than the grace', () => {
  const server = relayFor({ room: 'r1', accountId: 'a1' }, { realNow: 1_700_000_000_000, msLeft: -5_000 }, relay);
  expect(server.username).toBe('1700000600:r1-a1');
});

test('a room name is one NATS token, never the same twice', () => {
  const names = new Set(Array.from({ length: 500 }, newRoomName));
  expect(names.size).toBe(500);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{32}$/);
});
