/** A door whose broker is away, over real HTTP: what a person is told, and that it ends by itself. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Categories, WhoIs } from '@sounding/contracts';
import { type DoorShape, type Problem, route, startDoor } from '@sounding/door';
import { freePort, startWorld, type World } from '@sounding/testing';

const SHAPE: DoorShape = {
  name: 'gateway',
  title: 'A door',
  realm: 'client',
  urlVariable: 'PUBLIC_URL',
  whoIs: WhoIs,
  routes: [route('GET', '/api/v1/categories', Categories, 'The categories.')],
  open: () => undefined,
};

let world: World;
let door: Awaited<ReturnType<typeof startDoor>>;
let origin: string;

beforeAll(async () => {
  world = await startWorld();
  world.answer(Categories, () => ({ categories: [] }));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  door = await startDoor(SHAPE, {
    PUBLIC_URL: origin,
    SOUNDING_LISTEN_PORT: String(port),
    SOUNDING_LISTEN_HOST: '127.0.0.1',
    SOUNDING_TOKEN_KEYS: world.tokenKeys,
    SOUNDING_TOKEN_SECRET: world.tokenSecret,
    NATS_URL: world.nats.url,
    NATS_PASSWORD: 'of-a-test',
    LOG_LEVEL: 'silent',
  });
});
afterAll(async () => {
  await door.stop();
  await world.stop();
});

const ask = () => fetch(`${origin}/api/v1/categories`);

test('while NATS is away a door says so at once, with code and trace, and answers again when it is back', async () => {
  expect((await ask()).status).toBe(200);
  await world.nats.kill();
  await world.eventually(async () => expect(door.bus.connection.up()).toBe(false));
  const answer = await ask();
  // Waiting for the contract's time would have ended in 504.
  expect(answer.status).toBe(503);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.headers.get('retry-after')).toBe('5');
  const problem = (await answer.json()) as Problem;
  expect(problem).toMatchObject({ code: 'unavailable', status: 503 });
  expect(problem.traceId).toBe(answer.headers.get('trace-id'));
  await world.nats.start();
  await world.eventually(async () => expect((await ask()).status).toBe(200));
});
