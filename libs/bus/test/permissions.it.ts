/** Logs in as each user of NATS and tries what is not theirs. The permissions are those that the contracts generate. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Bus, durableOf } from '@sounding/bus';
import { DOORS, EVENTS, REQUESTS, SERVICES } from '@sounding/contracts';
import { durables } from '@sounding/tool-provision';
import { type Pipe, startPipe } from './pipe.ts';

const USERS = [...SERVICES, ...DOORS] as const;
let pipe: Pipe;
const buses = new Map<string, Bus>();

beforeAll(async () => {
  pipe = await startPipe();
  for (const user of [...USERS, 'test']) buses.set(user, await pipe.connect(user));
});
afterAll(async () => {
  for (const bus of buses.values()) await bus.connection.nats.close();
  await pipe.stop();
});

function natsOf(user: string) {
  const bus = buses.get(user);
  if (!bus) throw new Error(`${user} is not connected`);
  return bus.connection.nats;
}

/** Publishes each subject as `user`; answers those that arrived at a listener that may hear anything. */
async function arrived(user: string, subjects: readonly string[]): Promise<string[]> {
  const heard: string[] = [];
  const listener = natsOf('test');
  const subscription = listener.subscribe('>', {
    callback: (_, message) => {
      heard.push(message.subject);
    },
  });
  await listener.flush();
  const nats = natsOf(user);
  for (const subject of subjects) nats.publish(subject, 'x');
  await nats.flush();
  await listener.flush();
  subscription.unsubscribe();
  return subjects.filter((subject) => heard.includes(subject));
}

test.each(USERS)('%s asks exactly what the contracts let it ask', async (user) => {
  const mine = REQUESTS.filter((request) => request.from.includes(user)).map((request) => request.subject);
  const all = REQUESTS.map((request) => request.subject);
  expect((await arrived(user, all)).sort()).toEqual(mine.sort());
});

test.each(USERS)('%s says only its own events', async (user) => {
  const mine = EVENTS.filter((event) => event.owner === user).map((event) => event.subject);
  const all = EVENTS.map((event) => event.subject);
  expect((await arrived(user, all)).sort()).toEqual(mine.sort());
});

test.each(USERS)('%s pulls from its own durables and acknowledges there, and touches no stream', async (user) => {
  const mine = durables()
    .map((durable) => durable.durable_name)
    .filter((name) => SERVICES.some((owner) => name === durableOf(user, owner)));
  const names = durables().map((durable) => durable.durable_name);
  const pulls = names.map((name) => `$JS.API.CONSUMER.MSG.NEXT.EVT.${name}`);
  const acks = names.map((name) => `$JS.ACK.EVT.${name}.1.1.1.1.0`);
  const allowed = mine.flatMap((name) => [`$JS.API.CONSUMER.MSG.NEXT.EVT.${name}`, `$JS.ACK.EVT.${name}.1.1.1.1.0`]);
  expect((await arrived(user, [...pulls, ...acks])).sort()).toEqual(allowed.sort());
  const forbidden = [
    'STREAM.DELETE.EVT',
    'STREAM.PURGE.EVT',
    'STREAM.MSG.GET.EVT',
    'STREAM.CREATE.MINE',
    'CONSUMER.CREATE.EVT.x',
  ];
  expect(
    await arrived(
      user,
      forbidden.map((verb) => `$JS.API.${verb}`),
    ),
  ).toEqual([]);
});

test.each(USERS)('%s hears no other’s requests, answers or events', async (user) => {
  const own = new Set<string>([`req.${user}.>`, `_INBOX_${user.replaceAll('-', '_')}.>`]);
  const wanted = [
    ...SERVICES.map((service) => `req.${service}.>`),
    ...USERS.map((other) => `_INBOX_${other.replaceAll('-', '_')}.>`),
    'evt.>',
    '_INBOX.>',
    '>',
  ];
  const refused: string[] = [];
  for (const subject of wanted) {
    const subscription = natsOf(user).subscribe(subject, {
      callback: (error) => {
        if (error) refused.push(subject);
      },
    });
    await natsOf(user).flush();
    if (!subscription.isClosed()) subscription.unsubscribe();
  }
  expect(refused.sort()).toEqual(wanted.filter((subject) => !own.has(subject)).sort());
});

test('only the doors hear live rooms; all may speak there', async () => {
  for (const user of USERS) expect(await arrived(user, ['live.room'])).toEqual(['live.room']);
  for (const service of SERVICES) {
    let refused = false;
    natsOf(service).subscribe('live.>', {
      callback: (error) => {
        refused = error !== null;
      },
    });
    await natsOf(service).flush();
    expect(refused).toBe(true);
  }
});

test('a wrong password is refused', async () => {
  const { connect } = await import('@nats-io/transport-node');
  const login = { servers: pipe.nats.url, user: 'billing', pass: 'guess', reconnect: false };
  await expect(connect(login)).rejects.toThrow(/authorization/i);
});
