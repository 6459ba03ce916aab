/** `runDoor({...})`: a Nest application on Fastify around one list of routes, the bus client, and whatever else the door opens. */
import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Bus, kindOf, sentenceOf, traceId } from '@sounding/bus';
import { type Output, Refusal, type Request, type Session, type StaffWhoIs, type WhoIs } from '@sounding/contracts';
import { type Clock, type Environment, type Host, NestLog, openDoor, readConfig, untilSignal } from '@sounding/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Asker, accountOf, type DoorWorld, EVERYTHING_ELSE, serveApi, unknownPath } from './door.http.ts';
import { cookieName } from './headers.ts';
import type { Route } from './route.ts';
import { Tally } from './tally.ts';

const Settings = z.object({
  /** Where this door listens; people reach it by PUBLIC_URL or CONSOLE_URL. */
  SOUNDING_LISTEN_PORT: z.coerce.number().int().min(1).max(65_535),
  SOUNDING_LISTEN_HOST: z.string().default('0.0.0.0'),
  /** Seconds in which a request's headers must be there, and all of it; a slow line needs the second for its pictures. */
  SOUNDING_HEADERS_SECONDS: z.coerce.number().min(1).max(600).default(15),
  SOUNDING_REQUEST_SECONDS: z.coerce.number().min(1).max(600).default(120),
  /** Requests a minute from one address, and of one account. */
  SOUNDING_REQUESTS_PER_MINUTE: z.coerce.number().int().min(60).default(600),
  /** Addresses of the proxies before us, whose word about the visitor's address is taken. */
  SOUNDING_TRUSTED_PROXIES: z.string().optional(),
  NODE_ENV: z.string().default('development'),
  SOUNDING_CLOCK_FILE: z.string().optional(),
});

export interface DoorShape {
  name: 'gateway' | 'support-console';
  title: string;
  realm: 'client' | 'staff';
  /** The variable with the address that people use. */
  urlVariable: 'PUBLIC_URL' | 'CONSOLE_URL';
  whoIs: typeof WhoIs | typeof StaffWhoIs;
  routes: readonly Route[];
  /** Stands around every route's question: what it throws is answered, and what it does is done before anybody gets the answer. */
  around?(asked: AroundAsked): Promise<unknown>;
  /** What the door serves beside its routes: sockets, webhooks, documents, the site. */
  open(fastify: FastifyInstance, door: OpenDoor): Promise<void> | void;
}

/** One route's question, and how to ask it, or others on behalf of the same person. */
export interface AroundAsked {
  readonly route: Route;
  readonly input: unknown;
  readonly who: Asker;
  /** Asks the route's own question. */
  own(): Promise<unknown>;
  ask<C extends Request>(contract: C, input: z.input<C['input']>): Promise<Output<C>>;
}

/** What `open` may use. */
export interface OpenDoor {
  bus: Bus;
  clock: Clock;
  host: Host;
  environment: Environment;
  /** `http://localhost:3000` */
  origin: string;
  production: boolean;
  clockFile: string | null;
  /** The account of the request's session; refuses `not-signed-in`. */
  account(request: FastifyRequest): Promise<string>;
  /** Asks as that account. */
  ask<C extends Request>(contract: C, input: z.input<C['input']>, account: string | null): Promise<Output<C>>;
  world: DoorWorld;
}

@Module({})
class Root {}

function adapterOf(settings: z.output<typeof Settings>): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: 256 * 1024,
    trustProxy: settings.SOUNDING_TRUSTED_PROXIES?.split(',') ?? false,
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: 'idle',
    // Who sends a header an hour would hold a socket for as long as they like: both limits are off by default.
    requestTimeout: settings.SOUNDING_REQUEST_SECONDS * 1000,
    http: { headersTimeout: settings.SOUNDING_HEADERS_SECONDS * 1000, connectionsCheckingInterval: 1_000 },
  });
}

export async function startDoor(shape: DoorShape, environment: Environment = process.env) {
  const settings = readConfig(Settings, environment);
  const named = readConfig(z.object({ [shape.urlVariable]: z.url() }), environment);
  const origin = new URL(named[shape.urlVariable] ?? '');
  const door = await openDoor(shape.name, { environment });
  const root: DynamicModule = { module: Root, imports: [door.module] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapterOf(settings), {
    logger: new NestLog(door.host.log),
    abortOnError: false,
    bodyParser: true,
  });
  const { bus } = door;
  const as = (account: string | null) => (account ? bus.as({ account, realm: shape.realm }) : undefined);
  const world: DoorWorld = {
    title: shape.title,
    realm: shape.realm,
    cookie: cookieName(shape.realm, Number(origin.port) || (origin.protocol === 'https:' ? 443 : 80)),
    origin: origin.origin,
    secure: origin.protocol === 'https:',
    perMinute: settings.SOUNDING_REQUESTS_PER_MINUTE,
    tally: new Tally(),
    routes: shape.routes,
    whoIs: (token) => bus.ask(shape.whoIs, { token }) as Promise<Session>,
    ask: (route, input, who) => {
      const own = () => bus.ask(route.contract, input, { as: as(who.account), idempotencyKey: who.idempotencyKey });
      if (!shape.around) return own();
      const ask: AroundAsked['ask'] = (contract, asked) => bus.ask(contract, asked, { as: as(who.account) });
      return shape.around({ route, input, who, own, ask });
    },
    traceId: () => traceId() ?? '',
    bug: (error) =>
      door.host.log.error(
        { error: sentenceOf(error), kind: kindOf(error), stack: (error as Error).stack },
        'request failed',
      ),
    answered: (what) => door.host.log.info(what, 'answered'),
  };
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await serveApi(fastify, world);
  await shape.open(fastify, {
    bus,
    clock: door.clock,
    host: door.host,
    environment,
    origin: origin.origin,
    production: settings.NODE_ENV === 'production',
    clockFile: settings.SOUNDING_CLOCK_FILE ?? null,
    account: async (request) => {
      const account = await accountOf(world, request, true);
      if (!account) throw new Refusal('not-signed-in', 'Please sign in first.');
      return account;
    },
    ask: (contract, input, account) => bus.ask(contract, input, { as: as(account) }),
    world,
  });
  fastify.all(EVERYTHING_ELSE, (_request, reply) => unknownPath(world, reply));
  await app.listen(settings.SOUNDING_LISTEN_PORT, settings.SOUNDING_LISTEN_HOST);
  door.ready();
  return {
    app,
    bus,
    stop: async () => {
      await app.close();
      await door.stop();
    },
  };
}

/** Runs a door as this process, until SIGTERM or SIGINT. */
export async function runDoor(shape: DoorShape): Promise<void> {
  await untilSignal(shape.name, () => startDoor(shape));
}
