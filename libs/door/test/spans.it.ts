/** What a door's spans are called, as a collector receives them from a process with telemetry. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort, spawnKept, startWorld, stopChild, type World } from '@sounding/testing';

const TELEMETRY = join(import.meta.dirname, '../../service/dist/telemetry.otel.js');

let world: World;
let collector: Server;
let door: ReturnType<typeof spawnKept>;
let origin: string;
let received = '';

beforeAll(async () => {
  world = await startWorld();
  collector = createServer(async (request, response) => {
    received += await text(request);
    response.end('{}');
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  door = spawnKept(process.execPath, ['--import', TELEMETRY, join(import.meta.dirname, 'door.mjs')], {
    env: {
      PATH: process.env.PATH,
      PUBLIC_URL: origin,
      SOUNDING_LISTEN_PORT: String(port),
      SOUNDING_LISTEN_HOST: '127.0.0.1',
      SOUNDING_TOKEN_KEYS: world.tokenKeys,
      SOUNDING_TOKEN_SECRET: world.tokenSecret,
      NATS_URL: world.nats.url,
      NATS_PASSWORD: 'of-a-test',
      LOG_LEVEL: 'error',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
});
afterAll(async () => {
  await stopChild(door);
  await world.stop();
  await new Promise((done) => collector.close(done));
});

test('a span is named by the pattern of its route, so that an address that tells who is no name', async () => {
  const listingId = randomUUID();
  await world.eventually(async () => {
    const answer = await fetch(`${origin}/api/v1/listings/${listingId}`);
    // Nobody answers here for catalog.
    expect(answer.status).toBe(503);
  }, 30_000);
  await world.eventually(() => expect(received).toContain('"name":"GET /api/v1/listings/:listingId"'));
  expect(received).not.toContain(`"name":"GET /api/v1/listings/${listingId}`);
  expect(received).toContain('{"key":"http.route","value":{"stringValue":"/api/v1/listings/:listingId"}}');
});
