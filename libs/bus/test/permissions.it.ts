/** Logs in as each user of NATS and tries what is not theirs. The permissions are those that the contracts generate. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Bus, durableOf } from '@sounding/bus';
import { DOORS, EVENTS, REQUESTS, SERVICES } from '@sounding/contracts';
import { loginsOf } from '@sounding/tool-contracts';
import { durables } from '@sounding/tool-provision';
import { type Pipe, quiet, startPipe } from './pipe.ts';

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
      // What others say meanwhile, such as the keeper of streams, says more.
      if (message.string() === 'x') heard.push(message.subject);
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

/** What administers the server, the streams and other people's durables. */
function administration(user: string): string[] {
  const others = durables()
    .map(({ durable_name: name }) => name)
    .filter((name) => !name.startsWith(`${user}-`) || SERVICES.every((owner) => name !== durableOf(user, owner)));
  return [
    ...['INFO', 'STREAM.LIST', 'STREAM.NAMES', 'STREAM.TEMPLATE.CREATE.x', 'ACCOUNT.PURGE.$G', 'META.LEADER.STEPDOWN'],
    ...['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'SNAPSHOT', 'RESTORE', 'LEADER.STEPDOWN'].map(
      (verb) => `STREAM.${verb}.EVT`,
    ),
    ...['MSG.GET', 'MSG.DELETE', 'PEER.REMOVE'].map((verb) => `STREAM.${verb}.EVT`),
    ...['CREATE', 'UPDATE', 'DELETE', 'PURGE'].map((verb) => `STREAM.${verb}.MINE`),
    ...['DIRECT.GET.EVT', 'DIRECT.GET.EVT.evt.billing.funds-held', 'CONSUMER.LIST.EVT', 'CONSUMER.NAMES.EVT'],
    ...[
      'CONSUMER.CREATE.EVT',
      'CONSUMER.CREATE.EVT.mine',
      'CONSUMER.CREATE.EVT.mine.evt.>',
      'CONSUMER.DURABLE.CREATE.EVT.mine',
    ],
    ...others.flatMap((name) =>
      ['CREATE', 'DURABLE.CREATE', 'DELETE', 'INFO', 'MSG.NEXT', 'LEADER.STEPDOWN'].map(
        (verb) => `CONSUMER.${verb}.EVT.${name}`,
      ),
    ),
  ].map((verb) => `$JS.API.${verb}`);
}

test.each(USERS)('%s administers nothing: not the server, no stream, no durable of anybody', async (user) => {
  const system = ['$SYS.REQ.SERVER.PING', '$SYS.REQ.ACCOUNT.$G.CONNZ', '$SYS.REQ.USER.INFO', '$SYS.ACCOUNT.$G.CONNECT'];
  expect(await arrived(user, [...administration(user), ...system])).toEqual([]);
});

test.each(USERS)('%s answers for nobody else, and writes into nobody’s inbox unasked', async (user) => {
  const inboxes = [...USERS, 'provision', 'test'].map((other) => `_INBOX_${other.replaceAll('-', '_')}.x.1`);
  const queues = SERVICES.filter((service) => service !== user).map((service) => `req.${service}.>`);
  expect((await arrived(user, [...inboxes, '_INBOX.x.1'])).sort()).toEqual([]);
  const refused: string[] = [];
  for (const subject of [...queues, '$JS.API.>', '$JS.ACK.>', '$SYS.>', '$JS.EVENT.ADVISORY.>', 'req.>', '*.*.*']) {
    const callback = (error: Error | null) => {
      if (error) refused.push(subject);
    };
    natsOf(user).subscribe(subject, { queue: 'booking', callback });
    await natsOf(user).flush();
  }
  expect(refused).toHaveLength(queues.length + 6);
});

test.each(USERS)('%s may do the same as its second user, and no more', async (user) => {
  const [, second] = loginsOf(user);
  const nats = { url: pipe.nats.url, user: second, password: 'of-a-test' };
  const bus = await Bus.connect({ name: user, nats, log: quiet });
  buses.set(second, bus);
  const all = [...REQUESTS, ...EVENTS].map(({ subject }) => subject);
  expect(await arrived(second, all)).toEqual(await arrived(user, all));
  expect(await arrived(second, administration(user))).toEqual([]);
});

test('a wrong password is refused', async () => {
  const { connect } = await import('@nats-io/transport-node');
  const login = { servers: pipe.nats.url, user: 'billing', pass: 'guess', reconnect: false };
  await expect(connect(login)).rejects.toThrow(/authorization/i);
});
