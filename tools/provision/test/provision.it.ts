/** Whatever the broker loses of the stream and its durables is there again within five seconds. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Bus } from '@sounding/bus';
import { freePort, type NatsServer, startNats } from '@sounding/testing';
import { authorizationText } from '@sounding/tool-contracts';
import { durables, type Keeper, keepStreams, provision } from '@sounding/tool-provision';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'sounding-provision-'));
let server: NatsServer;
let keeper: Keeper;
let mine: Bus;
let anybody: Bus;
let manager: JetStreamManager;

const connect = (user: string) =>
  Bus.connect({ name: user, nats: { url: server.url, user, password: 'of-a-test' }, log: quiet });

beforeAll(async () => {
  server = await startNats({
    port: await freePort(),
    storeDir: join(folder, 'store'),
    workDir: folder,
    logFile: join(folder, 'nats.log'),
    authorization: authorizationText(() => 'of-a-test', true),
  });
  mine = await connect('provision');
  anybody = await connect('test');
  manager = await jetstreamManager(anybody.connection.nats, { timeout: 1_000 });
  keeper = keepStreams(mine.connection.nats, quiet);
});
afterAll(async () => {
  await keeper.stop();
  await mine.close();
  await anybody.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function names(): Promise<string[]> {
  const found: string[] = [];
  for await (const consumer of manager.consumers.list('EVT')) found.push(consumer.name);
  return found.sort();
}

const wanted = durables()
  .map((durable) => durable.durable_name)
  .sort();

/** Waits until stream and durables are there, at most the five seconds that are promised. */
async function whole(): Promise<void> {
  const until = performance.now() + 5_000;
  for (;;) {
    const found = await names().catch((error: Error) => [error.message]);
    if (JSON.stringify(found) === JSON.stringify(wanted)) return;
    if (performance.now() > until) expect(found).toEqual(wanted);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('stream and durables are made', async () => {
  await whole();
  const { config } = await manager.streams.info('EVT');
  expect(config).toMatchObject({ subjects: ['evt.>'], retention: 'limits', storage: 'file', discard: 'old' });
  const durable = await manager.consumers.info('EVT', 'receipts-billing');
  expect(durable.config).toMatchObject({ filter_subject: 'evt.billing.>', ack_policy: 'explicit', max_deliver: -1 });
});

test('a second look changes nothing', async () => {
  await whole();
  expect(await provision(mine.connection.nats, 1)).toEqual([]);
});

test('a deleted durable comes back', async () => {
  await manager.consumers.delete('EVT', 'receipts-billing');
  await whole();
});

test('a deleted stream comes back with its durables', async () => {
  await manager.streams.delete('EVT');
  await whole();
});

test('an emptied store is filled again', async () => {
  await server.kill();
  rmSync(join(folder, 'store'), { recursive: true });
  await server.start();
  await whole();
});

test('a setting that somebody changed is put back', async () => {
  await manager.consumers.update('EVT', 'receipts-billing', { ack_wait: 1_000_000_000 });
  const until = performance.now() + 5_000;
  const ackWait = async () => (await manager.consumers.info('EVT', 'receipts-billing')).config.ack_wait;
  while ((await ackWait()) !== 30_000_000_000 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(await ackWait()).toBe(30_000_000_000);
});

test('durables that a crash left ahead of their stream are made anew, so that they skip nothing', async () => {
  await whole();
  const publisher = jetstream(anybody.connection.nats, { timeout: 2_000 });
  for (let i = 0; i < 5; i++) await publisher.publish('evt.billing.funds-held', `${i}`);
  const hear = async (most: number) => {
    const consumer = await publisher.consumers.get('EVT', 'receipts-billing');
    const heard: string[] = [];
    for await (const message of await consumer.fetch({ max_messages: most, expires: 2_000 })) {
      heard.push(message.string());
      await message.ackAck();
    }
    return heard;
  };
  expect(await hear(5)).toHaveLength(5);
  await keeper.stop();
  await server.stop();
  // What a power cut before the sync to disk leaves: the messages are gone, what the durables had delivered is not.
  const messages = join(folder, 'store/jetstream/$G/streams/EVT/msgs');
  for (const file of readdirSync(messages)) rmSync(join(messages, file));
  await server.start();
  keeper = keepStreams(mine.connection.nats, quiet);
  await whole();
  const behind = async () => {
    // Made anew means gone for a moment.
    const durable = await manager.consumers.info('EVT', 'receipts-billing').catch(() => null);
    const { state } = await manager.streams.info('EVT');
    return durable !== null && durable.delivered.stream_seq <= state.last_seq;
  };
  for (let waited = 0; !(await behind()) && waited < 5_000; waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(await behind()).toBe(true);
  await publisher.publish('evt.billing.funds-held', 'after');
  expect(await hear(1)).toEqual(['after']);
});
