/** Requests through a real nats-server: who asks, what is refused, which failure it was, and idempotency. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { headers } from '@nats-io/transport-node';
import { Controller, Module } from '@nestjs/common';
import { Bus, type Call, emit, Fault, Handle, minter } from '@sounding/bus';
import {
  type Input,
  Joined,
  JoinSession,
  MyMessages,
  type Output,
  PostMessage,
  ReadOffers,
  Refusal,
  refuse,
  ViewRoom,
} from '@sounding/contracts';
import { makeLog, type RunningService, startService } from '@sounding/service';
import { pgDatabase } from './pg.database.ts';
import { eventually, type Pipe, query, startPipe } from './pipe.ts';

type Posted = Output<typeof PostMessage>;
type Posting = (input: Input<typeof PostMessage>, call: Call) => Promise<Posted>;

const NOTE = 'create table note (id uuid primary key, account text, text text)';
let pipe: Pipe;
let url: string;
let gateway: Bus;
const services: RunningService[] = [];

/** What PostMessage does in the test at hand. */
let posting: Posting;

async function write(input: Input<typeof PostMessage>, call: Call): Promise<Posted> {
  return call.commit(async (tx) => {
    const message = {
      id: randomUUID(),
      number: 1,
      from: call.person(),
      text: input.text,
      at: new Date().toISOString(),
    };
    await tx.$executeRawUnsafe('insert into note values ($1::uuid, $2, $3)', message.id, message.from, message.text);
    return message;
  });
}

@Controller()
class Rooms {
  constructor(private readonly bus: Bus) {}
  @Handle(PostMessage) post(input: Input<typeof PostMessage>, call: Call): Promise<Posted> {
    return posting(input, call);
  }
  @Handle(MyMessages) async mine(_: Input<typeof MyMessages>, call: Call): Promise<Output<typeof MyMessages>> {
    // The person's own words come back through another request of theirs, as a service that asks further would do it.
    await this.bus.ask(ViewRoom, { bookingId: randomUUID() }, { as: call });
    return { rooms: [] };
  }
  @Handle(JoinSession) async join(input: Input<typeof JoinSession>, call: Call): Promise<Output<typeof JoinSession>> {
    const at = new Date().toISOString();
    return call.commit(async (tx) => {
      await emit(tx, Joined, { bookingId: input.bookingId, accountId: call.person(), side: 'client', at });
      await this.bus.ask(ReadOffers, { providerId: randomUUID() });
      return { room: 'r', polite: true, iceServers: [], endsAt: at };
    });
  }
}
@Module({
  controllers: [Rooms],
  providers: [{ provide: 'database', inject: [Bus], useFactory: (bus: Bus) => bus.useDatabase(pgDatabase(url)) }],
})
class RoomsModule {}

@Controller()
class Offers {
  @Handle(ReadOffers) async read(): Promise<Output<typeof ReadOffers>> {
    return { offers: [] };
  }
}
@Module({ controllers: [Offers] })
class OffersModule {}

async function start(name: string, module: typeof RoomsModule): Promise<RunningService> {
  const environment = { NATS_URL: pipe.nats.url, NATS_PASSWORD: 'of-a-test', SOUNDING_TOKEN_KEYS: pipe.tokenKeys };
  const service = await startService(name, module, { environment, log: makeLog(name, 'silent') });
  services.push(service);
  return service;
}

const client = (account: string = randomUUID()) => gateway.as({ account, realm: 'client' });
const post = (text: string, options = {}) =>
  gateway.ask(PostMessage, { bookingId: randomUUID(), text }, { as: client(), ...options });

beforeAll(async () => {
  pipe = await startPipe();
  url = await pipe.database('workspace', NOTE);
  gateway = await pipe.connect('gateway');
  await start('workspace', RoomsModule);
  await start('workspace', RoomsModule);
  await start('catalog', OffersModule);
});
afterEach(() => {
  posting = write;
});
afterAll(async () => {
  for (const service of services) {
    await service.stop();
    if (service.bus.hasDatabase()) await service.bus.database().pool.end();
  }
  await gateway.close();
  await pipe.stop();
});

test('the handler learns who asks from the token, never from the payload', async () => {
  posting = write;
  const account = randomUUID();
  const posted = await post('hello', { as: client(account) });
  expect(posted.from).toBe(account);
});

test('nobody, somebody else’s token, a stale and a forged one are not signed in; staff may not act as a client', async () => {
  const bookingId = randomUUID();
  const asked = (as: { bearer(): Promise<string | null>; timeLeft(): number }) =>
    gateway.ask(PostMessage, { bookingId, text: 'x' }, { as }).catch((error: Refusal) => error.code);
  const bearing = (token: string | null) => ({ bearer: async () => token, timeLeft: () => 5_000 });
  const account = randomUUID();
  const elsewhere = await gateway.mintToken({ account, realm: 'client', audience: ['billing'] });
  const { exportJWK, generateKeyPair } = await import('jose');
  const stranger = await generateKeyPair('EdDSA', { extractable: true });
  const forged = await minter(JSON.stringify(await exportJWK(stranger.privateKey)))({ account, realm: 'client' }, [
    'workspace',
  ]);
  const staff = await gateway.mintToken({ account, realm: 'staff', audience: ['workspace'] });
  expect(await asked(bearing(null))).toBe('not-signed-in');
  expect(await asked(bearing('not a token'))).toBe('not-signed-in');
  expect(await asked(bearing(elsewhere))).toBe('not-signed-in');
  expect(await asked(bearing(forged))).toBe('not-signed-in');
  expect(await asked(bearing(staff))).toBe('not-allowed');
});

test('a request that serves no person refuses a token', async () => {
  const booking = await pipe.connect('booking');
  expect(await booking.ask(ReadOffers, { providerId: randomUUID() })).toEqual({ offers: [] });
  const sent = headers();
  sent.set(
    'x-sounding-token',
    await gateway.mintToken({ account: randomUUID(), realm: 'client', audience: ['catalog'] }),
  );
  const answer = await booking.connection.nats.request(
    ReadOffers.subject,
    JSON.stringify({ providerId: randomUUID() }),
    { timeout: 2_000, headers: sent },
  );
  expect(answer.headers?.get('x-sounding-status')).toBe('refusal');
  expect(answer.json()).toMatchObject({ code: 'not-allowed' });
  await booking.close();
});

test('wrong input is refused by naming the field, without repeating what was sent', async () => {
  const secret = `secret-${'x'.repeat(9_000)}`;
  const refusal = await gateway
    .ask(PostMessage, { bookingId: 'nonsense', text: secret }, { as: client() })
    .catch((error: Refusal) => error);
  expect(refusal).toMatchObject({ code: 'invalid-input' });
  const { facts } = refusal as Refusal;
  expect((facts.issues as { path: string }[]).map((issue) => issue.path).sort()).toEqual(['bookingId', 'text']);
  expect(JSON.stringify(facts)).not.toContain('secret-');
});

test('a refusal travels with its code; one that the contract does not declare is a bug of the owner', async () => {
  posting = async () => {
    throw refuse(PostMessage, 'not-found', 'There is no such room.', { look: 'elsewhere' });
  };
  await expect(post('x')).rejects.toMatchObject({ code: 'not-found', facts: { look: 'elsewhere' } });
  posting = async () => {
    throw new Refusal('made-up', 'Never declared.');
  };
  await expect(post('x')).rejects.toMatchObject({ name: 'Fault', code: 'failed' });
});

test('a bug answers `failed`, and nothing of it travels', async () => {
  posting = async () => {
    throw new TypeError('the password is hunter2');
  };
  const fault = await post('x').catch((error: Fault) => error);
  expect(fault).toBeInstanceOf(Fault);
  expect(fault).toMatchObject({ code: 'failed' });
  expect(String(fault)).not.toContain('hunter2');
});

test('an answer that is not the contract’s output is a bug', async () => {
  posting = async () => ({ id: 'no id' }) as unknown as Posted;
  await expect(post('x')).rejects.toMatchObject({ code: 'failed' });
});

test('a database that is away is a fault, not a bug', async () => {
  posting = async () => {
    await pgDatabase('postgresql://nobody:x@127.0.0.1:1/none').transaction(async () => undefined);
    throw new Error('unreachable');
  };
  await expect(post('x')).rejects.toMatchObject({ name: 'Fault', code: 'unavailable' });
});

test('nobody there is told at once, and a slow owner when the time is over', async () => {
  const started = performance.now();
  await expect(gateway.ask(ViewRoom, { bookingId: randomUUID() }, { as: client() })).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(performance.now() - started).toBeLessThan(1_000);
  posting = () => new Promise((_, reject) => setTimeout(reject, 1_000, new Error('too late')));
  const impatient = {
    bearer: (contract: Parameters<ReturnType<typeof client>['bearer']>[0]) => client().bearer(contract),
    timeLeft: () => 300,
  };
  await expect(post('x', { as: impatient })).rejects.toMatchObject({ name: 'Fault', code: 'timeout' });
});

test('no request is sent inside a commit, and what the commit wrote is undone', async () => {
  const bookingId = randomUUID();
  await expect(gateway.ask(JoinSession, { bookingId }, { as: client() })).rejects.toMatchObject({ code: 'failed' });
  expect(await query(url, 'select 1 from bus.outbox where aggregate = $1', [bookingId])).toEqual([]);
});

test('20 requests with one key at two copies have one effect and one answer', async () => {
  posting = write;
  const account = randomUUID();
  const bookingId = randomUUID();
  const ask = () =>
    gateway.ask(PostMessage, { bookingId, text: 'once' }, { as: client(account), idempotencyKey: 'key-of-twenty' });
  const answers = await Promise.all(Array.from({ length: 20 }, ask));
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  expect(await query(url, 'select 1 from note where account = $1', [account])).toHaveLength(1);
  expect((await ask()).id).toBe(answers[0]?.id);
});

test('a key refuses another body, and belongs to its account', async () => {
  posting = write;
  const account = randomUUID();
  const options = { as: client(account), idempotencyKey: 'one-key' };
  const bookingId = randomUUID();
  const first = await gateway.ask(PostMessage, { bookingId, text: 'one' }, options);
  await expect(gateway.ask(PostMessage, { bookingId, text: 'two' }, options)).rejects.toMatchObject({
    code: 'idempotency-mismatch',
  });
  const other = await gateway.ask(PostMessage, { bookingId, text: 'two' }, { ...options, as: client() });
  expect(other.id).not.toBe(first.id);
});

test('a refused request may be sent again under its key', async () => {
  const account = randomUUID();
  const options = { as: client(account), idempotencyKey: 'again' };
  const bookingId = randomUUID();
  posting = (_, call) =>
    call.commit(async () => {
      throw refuse(PostMessage, 'not-found', 'Not yet.');
    });
  await expect(gateway.ask(PostMessage, { bookingId, text: 'a' }, options)).rejects.toMatchObject({
    code: 'not-found',
  });
  posting = write;
  await expect(gateway.ask(PostMessage, { bookingId, text: 'a' }, options)).resolves.toMatchObject({ text: 'a' });
});

test('a handler whose commit does not return the answer is repeated from what it answered', async () => {
  const options = { as: client(), idempotencyKey: 'late-answer' };
  const bookingId = randomUUID();
  let runs = 0;
  posting = async (input, call) => {
    runs++;
    const number = await call.commit(async () => runs);
    return { id: randomUUID(), number, from: call.person(), text: input.text, at: new Date().toISOString() };
  };
  const first = await gateway.ask(PostMessage, { bookingId, text: 'a' }, options);
  const second = await gateway.ask(PostMessage, { bookingId, text: 'a' }, options);
  expect(second).toEqual(first);
  expect(runs).toBe(1);
});

test('what a commit says reaches the stream once', async () => {
  const bookingId = randomUUID();
  posting = (input, call) =>
    call.commit(async (tx) => {
      const at = new Date().toISOString();
      await emit(tx, Joined, { bookingId, accountId: call.person(), side: 'client', at });
      return { id: randomUUID(), number: 1, from: call.person(), text: input.text, at };
    });
  await post('x');
  await eventually(async () => {
    const rows = await query<{ published_at: Date | null }>(
      url,
      'select published_at from bus.outbox where aggregate = $1',
      [bookingId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.published_at).not.toBeNull();
  });
});
