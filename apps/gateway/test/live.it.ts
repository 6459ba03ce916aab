/** The socket of a room: it ends with its session, and not because nobody can say whether that still holds. */

import websocket from '@fastify/websocket';
import { Refusal } from '@sounding/contracts';
import fastify from 'fastify';
import WebSocket from 'ws';
import { type LiveWorld, openLive } from '../src/live.controller.ts';

const BOOKING = '00000000-0000-4000-8000-000000000001';

async function open(account: LiveWorld['account']) {
  const app = fastify();
  await app.register(websocket);
  openLive(app, {
    account,
    room: async () => ({ live: 'a', clientId: 'me' }) as Awaited<ReturnType<LiveWorld['room']>>,
    publish: () => undefined,
    subscribe: () => ({ stop: () => undefined }),
    isOwnOrigin: () => true,
    lookEveryMs: 20,
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/live?booking=${BOOKING}`);
  await new Promise((done) => socket.once('open', done));
  return { app, socket };
}

test('a socket ends when its session has ended', async () => {
  let signedIn = true;
  const { app, socket } = await open(async () => {
    if (!signedIn) throw new Refusal('not-signed-in', 'You are signed out. Please sign in again.');
    return 'me';
  });
  const closed = new Promise<[number, string]>((done) =>
    socket.once('close', (code, why) => done([code, String(why)])),
  );
  signedIn = false;
  expect(await closed).toEqual([1008, 'signed out']);
  await app.close();
});

test('a call goes on while nobody can say who is signed in', async () => {
  let looks = 0;
  const { app, socket } = await open(async () => {
    looks += 1;
    if (looks > 1) throw new Error('identity is away');
    return 'me';
  });
  while (looks < 4) await new Promise((done) => setTimeout(done, 10));
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.close();
  await app.close();
});
