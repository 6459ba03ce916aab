/**
 * The world of one test file: its own nats-server with the real users and permissions, its own copies of the databases,
 * its own clock. Services run in this process, as `runService` would run them; owners that are not started can be stood in for.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamicModule, Type } from '@nestjs/common';
import { type AskOptions, Bus, type TransportSettings } from '@sounding/bus';
import type { Data, Event, Output, Request, Service } from '@sounding/contracts';
import { makeLog, type RunningService, startService } from '@sounding/service';
import { authorizationText } from '@sounding/tool-contracts';
import { provision } from '@sounding/tool-provision';
import pg from 'pg';
import { destination, pino } from 'pino';
import type { z } from 'zod';
import { eventually } from './eventually.clock.ts';
import { Ear, type HeardEvent, Mouth } from './heard.nats.ts';
import { type NatsServer, startNats } from './nats.server.ts';
import { freePort } from './ports.net.ts';
import { type StandIn, StandIns } from './stand.nats.ts';
import { cloneDatabase, dropDatabase, type TestDatabase } from './templates.postgres.ts';
import { type TestClock, testClock } from './time.files.ts';

const PASSWORD = 'of-a-test';

export interface Asker {
  ask<C extends Request>(
    contract: C,
    input: z.input<C['input']>,
    options?: { idempotencyKey?: string },
  ): Promise<Output<C>>;
}

export interface ServiceOptions {
  /** Settings beside the ones that every service gets. */
  readonly environment?: Record<string, string>;
  readonly transport?: TransportSettings;
}

function makeKeys(): { secret: string; keys: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x, d } = privateKey.export({ format: 'jwk' });
  const open = { kty: 'OKP', crv: 'Ed25519', x, kid: 'of-a-test', alg: 'EdDSA', use: 'sig' };
  return { secret: JSON.stringify({ ...open, d }), keys: JSON.stringify({ keys: [open] }) };
}

export class World {
  readonly home: string;
  readonly nats: NatsServer;
  readonly clock: TestClock;
  readonly eventually = eventually;
  readonly tokenKeys: string;
  readonly tokenSecret: string;
  readonly dataKey = randomBytes(32).toString('base64');
  readonly #name: string;
  readonly #tester: Bus;
  readonly #ear = new Ear();
  readonly #mouth: Mouth;
  readonly #standIns: StandIns;
  readonly #databases = new Map<string, Promise<TestDatabase>>();
  readonly #pools = new Map<string, pg.Pool>();
  readonly #buses = new Map<string, Promise<Bus>>();
  readonly #running: RunningService[] = [];

  private constructor(home: string, nats: NatsServer, tester: Bus, keys: { secret: string; keys: string }) {
    this.home = home;
    this.#name = `w${randomBytes(5).toString('hex')}`;
    this.nats = nats;
    this.tokenKeys = keys.keys;
    this.tokenSecret = keys.secret;
    this.#tester = tester;
    this.#mouth = new Mouth(tester.connection.nats);
    this.#standIns = new StandIns(tester.connection.nats, keys.keys);
    this.clock = testClock(join(home, 'clock.json'));
  }

  static async start(): Promise<World> {
    const home = mkdtempSync(join(process.env.SOUNDING_TEST_FOLDER ?? tmpdir(), 'world-'));
    chmodSync(home, 0o711);
    mkdirSync(join(home, 'objects'));
    const nats = await startNats({
      port: await freePort(),
      storeDir: join(home, 'store'),
      workDir: home,
      logFile: join(home, 'nats.log'),
      authorization: authorizationText(() => PASSWORD, true),
    });
    const keys = makeKeys();
    const tester = await connect(nats, 'test', home, keys);
    const world = new World(home, nats, tester, keys);
    const maker = await connect(nats, 'provision', home, keys);
    await provision(maker.connection.nats, 1);
    await maker.close();
    world.#ear.listen(tester.connection.nats);
    await tester.connection.nats.flush();
    return world;
  }

  /** The service's own copy of its migrated database. */
  database(service: string): Promise<TestDatabase> {
    const known = this.#databases.get(service);
    if (known) return known;
    const made = cloneDatabase(service, `${this.#name}_${service}`);
    this.#databases.set(service, made);
    return made;
  }

  /** Looks into a service's database with every right, for assertions: `await world.sql('billing', 'select …', [id])`. */
  async sql<R extends pg.QueryResultRow>(service: string, text: string, values: readonly unknown[] = []): Promise<R[]> {
    const { superUrl } = await this.database(service);
    let pool = this.#pools.get(service);
    if (!pool) {
      pool = new pg.Pool({ connectionString: superUrl, max: 2 }).on('error', () => undefined);
      this.#pools.set(service, pool);
    }
    const result = await pool.query<R>(text, [...values]);
    return result.rows;
  }

  /** What a process of this service would be told; for tests that start one. */
  async environment(service: string, extra: Record<string, string> = {}): Promise<Record<string, string>> {
    const { url } = await this.database(service);
    return {
      NODE_ENV: 'test',
      SOUNDING_HOME: this.home,
      SOUNDING_CLOCK_FILE: this.clock.file,
      SOUNDING_TOKEN_KEYS: this.tokenKeys,
      SOUNDING_DATA_KEY: this.dataKey,
      NATS_URL: this.nats.url,
      NATS_USER: service,
      NATS_PASSWORD: PASSWORD,
      PUBLIC_URL: 'http://localhost:3000',
      CONSOLE_URL: 'http://localhost:3001',
      [`DATABASE_URL_${service.toUpperCase()}`]: url,
      ...extra,
    };
  }

  /** Starts a service in this process. Started again it is a second copy on the same database. */
  async service(name: Service, module: Type | DynamicModule, options: ServiceOptions = {}): Promise<RunningService> {
    const environment = await this.environment(name, options.environment);
    const running = await startService(name, module, {
      environment,
      log: this.log(name),
      main: null,
      ...(options.transport ? { transport: options.transport } : {}),
    });
    this.#running.push(running);
    await eventually(async () => {
      const problems = await running.problems();
      if (problems.length > 0) throw new Error(`${name} is not ready: ${problems.join('; ')}`);
    }, 20_000);
    return running;
  }

  /** Into `<home>/<name>.log`; with SOUNDING_TEST_LOG=1 to the terminal. */
  log(name: string) {
    if (process.env.SOUNDING_TEST_LOG) return makeLog(name, 'debug');
    return pino({ base: { service: name } }, destination({ dest: join(this.home, `${name}.log`), sync: true }));
  }

  /** Somebody who is signed in at the public site. */
  as(account: string): Asker {
    return this.#asker(Promise.resolve(this.#tester), (bus) => ({ as: bus.as({ account, realm: 'client' }) }));
  }

  /** Somebody who is signed in at the support console. */
  staff(account: string): Asker {
    return this.#asker(Promise.resolve(this.#tester), (bus) => ({ as: bus.as({ account, realm: 'staff' }) }));
  }

  /** A visitor without an account. */
  visitor(): Asker {
    return this.#asker(Promise.resolve(this.#tester), () => ({}));
  }

  /** A service, door or tool with its own login and therefore its real permissions, on nobody's behalf. */
  asService(name: string): Asker {
    return this.#asker(this.bus(name), () => ({}));
  }

  #asker(bus: Promise<Bus>, who: (bus: Bus) => AskOptions): Asker {
    return {
      ask: async (contract, input, options = {}) => {
        const from = await bus;
        return from.ask(contract, input, { ...who(from), ...options });
      },
    };
  }

  /** A connection as this user of the bus, closed with the world. */
  bus(user: string): Promise<Bus> {
    const known = this.#buses.get(user);
    if (known) return known;
    const made = connect(this.nats, user, this.home, { secret: this.tokenSecret, keys: this.tokenKeys });
    this.#buses.set(user, made);
    return made;
  }

  /** Publishes an event for an owner that does not run in this file; counted per aggregate as its outbox would. */
  say<E extends Event>(owner: Service, event: E, data: Data<E>): Promise<HeardEvent> {
    return this.#mouth.say(owner, event, data);
  }

  /** Publishes again what was said or heard, under another message id when the pipe must not notice. */
  repeat(event: HeardEvent): Promise<void> {
    return this.#mouth.publish(event, event.aggregate);
  }

  /** Every event of an owner so far; with a contract only the data of that event. */
  heard(owner: Service): HeardEvent[];
  heard<E extends Event>(owner: Service, event: E): Data<E>[];
  heard(owner: Service, event?: Event): HeardEvent[] | unknown[] {
    const all = this.#ear.of(owner);
    return event ? all.filter(({ name }) => name === event.name).map(({ data }) => event.data.parse(data)) : all;
  }

  /** Stands in for an owner that is not started in this file. The newest answer counts. */
  answer<C extends Request>(contract: C, answer: StandIn<C>): void {
    this.#standIns.answer(contract, answer);
  }

  /** Nobody answers any more, as when the owner is down. */
  silence(contract: Request): void {
    this.#standIns.silence(contract);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((running) => running.stop()));
    for (const bus of this.#buses.values()) await (await bus).close();
    await this.#tester.close();
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
    await this.nats.stop();
    for (const made of this.#databases.values()) await dropDatabase((await made).name);
    if (!process.env.SOUNDING_KEEP) rmSync(this.home, { recursive: true, force: true });
  }
}

function connect(nats: NatsServer, user: string, home: string, keys: { secret: string; keys: string }): Promise<Bus> {
  const log = pino({ base: { user } }, destination({ dest: join(home, `${user}-client.log`), sync: true }));
  return Bus.connect({
    name: user,
    nats: { url: nats.url, user, password: PASSWORD },
    tokenKeys: keys.keys,
    tokenSecret: keys.secret,
    log,
  });
}

/** Once per test file, in `beforeAll`; end it with `world.stop()` in `afterAll`. */
export function startWorld(): Promise<World> {
  return World.start();
}
