/** `runService('booking', BookingModule)`: config, telemetry, health, logs, database, bus, and a graceful end. */
import { pathToFileURL } from 'node:url';
import type { DynamicModule, INestMicroservice, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Bus, BusTransport, readNumbers, sentenceOf, type TransportSettings } from '@sounding/bus';
import type { Logger } from 'pino';
import { Clock } from './business.clock.ts';
import { BaseSettings, type Environment, readConfig, WrongSetting } from './config.env.ts';
import { endTelemetry } from './flush.otel.ts';
import { type Health, serveHealth } from './health.http.ts';
import { Host } from './host.ts';
import { makeLog, NestLog } from './journal.log.ts';
import { SchemaCheck } from './schema.database.ts';
import { Ticker } from './ticker.clock.ts';

export interface StartOptions {
  readonly environment?: Environment;
  readonly log?: Logger;
  readonly transport?: TransportSettings;
  /** The file that runs, to find its migrations; null skips that check. */
  readonly main?: URL | null;
}

/** A service or door that runs in this process. */
export interface Running {
  readonly bus: Bus;
  readonly health: Health | null;
  problems(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface RunningService extends Running {
  readonly app: INestMicroservice;
}

/** What every module can inject: the bus, the clock, the ticker and the host. */
export function hostModule(host: Host, bus: Bus, clock: Clock): DynamicModule {
  const ticker = new Ticker(host.log, clock);
  const providers = [
    { provide: Bus, useValue: bus },
    { provide: Clock, useValue: clock },
    { provide: Ticker, useValue: ticker },
    { provide: Host, useValue: host },
  ];
  return { module: HostModule, global: true, providers, exports: [Bus, Clock, Ticker, Host] };
}

@Module({})
class HostModule {}

@Module({})
class Root {}

/** Opens what a service and a door have in common. Health answers from the first moment: alive, not ready. */
async function open(name: string, options: StartOptions) {
  const environment = options.environment ?? process.env;
  const settings = readConfig(BaseSettings, environment);
  if (settings.NODE_ENV === 'production' && settings.SOUNDING_CLOCK_FILE) {
    throw new WrongSetting(
      'SOUNDING_CLOCK_FILE must not be set in production: the business clock is the real one there',
    );
  }
  if (settings.NODE_ENV === 'production' && environment.SOUNDING_CRASH_AT) {
    throw new WrongSetting('SOUNDING_CRASH_AT must not be set in production: it is for fault tests');
  }
  const host = new Host(name, environment, options.log ?? makeLog(name, settings.LOG_LEVEL));
  const state: { problems: () => Promise<readonly string[]>; bus: Bus | null } = {
    problems: async () => ['starting'],
    bus: null,
  };
  const health =
    settings.SOUNDING_HEALTH_PORT === undefined
      ? null
      : await serveHealth(settings.SOUNDING_HEALTH_PORT, {
          problems: () => state.problems(),
          shown: () => host.shown(),
          refresh: async () => {
            if (state.bus) await readNumbers(state.bus);
          },
        });
  const bus = await Bus.connect({
    name,
    nats: {
      url: settings.NATS_URL,
      user: settings.NATS_USER ?? name,
      password: settings.NATS_PASSWORD,
      caFile: settings.NATS_CA_FILE,
    },
    tokenKeys: settings.SOUNDING_TOKEN_KEYS,
    tokenSecret: settings.SOUNDING_TOKEN_SECRET,
    log: host.log,
  });
  state.bus = bus;
  return { host, bus, health, state, clock: new Clock(settings.SOUNDING_CLOCK_FILE ?? null) };
}

/** Starts a service in this process; `runService` and tests use it. */
export async function startService(
  name: string,
  module: Type | DynamicModule,
  options: StartOptions = {},
): Promise<RunningService> {
  const { host, bus, health, state, clock } = await open(name, options);
  const transport = new BusTransport(bus, options.transport);
  const root: DynamicModule = { module: Root, imports: [hostModule(host, bus, clock), module] };
  const app = await NestFactory.createMicroservice(root, {
    strategy: transport,
    logger: new NestLog(host.log),
    abortOnError: false,
  });
  await app.listen();
  const schema = new SchemaCheck(options.main ?? null);
  const problems = async (): Promise<readonly string[]> => {
    const found = [...transport.problems(), ...(await host.problems())];
    if (!bus.hasDatabase()) return found;
    try {
      const lacks = await schema.problem(bus.database().pool);
      return lacks ? [...found, lacks] : found;
    } catch (error) {
      return [...found, `database: ${sentenceOf(error)}`];
    }
  };
  state.problems = problems;
  let stopping: Promise<void> | null = null;
  const stop = async () => {
    state.problems = async () => ['stopping'];
    await app.close();
    await bus.close();
    await host.stop();
    await health?.close();
  };
  return {
    app,
    bus,
    health,
    problems,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** What a door needs before its own Nest application starts: bus, clock, health. `ready` adds the door's own problems. */
export interface Door extends Running {
  readonly host: Host;
  readonly clock: Clock;
  /** Import it in the door's root module: Bus, Clock, Ticker and Host become injectable. */
  readonly module: DynamicModule;
  /** Call when the door answers; until then /readyz says `starting`. */
  ready(): void;
}

/** Opens a door's side of the bus. The door closes its own application before it calls `stop()`. */
export async function openDoor(name: string, options: StartOptions = {}): Promise<Door> {
  const { host, bus, health, state, clock } = await open(name, options);
  const problems = async () => (bus.connection.up() ? [] : ['nats: not connected']);
  return {
    host,
    bus,
    clock,
    health,
    problems,
    module: hostModule(host, bus, clock),
    ready: () => {
      state.problems = problems;
    },
    stop: async () => {
      state.problems = async () => ['stopping'];
      await bus.close();
      await host.stop();
      await health?.close();
    },
  };
}

/** Runs a service as this process, until SIGTERM or SIGINT. */
export async function runService(name: string, module: Type): Promise<void> {
  const main = process.argv[1] ? pathToFileURL(process.argv[1]) : null;
  await untilSignal(name, () => startService(name, module, { main }));
}

/** Starts, and stops once when told to; a wrong setting ends the process with code 2. */
export async function untilSignal(name: string, start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  const log = makeLog(name);
  try {
    const running = await start();
    log.info('started');
    const end = (signal: string) => {
      const began = performance.now();
      log.info({ signal }, 'stopping');
      const ended = running.stop().then(endTelemetry);
      ended.then(
        () => {
          log.info({ ms: Math.round(performance.now() - began) }, 'stopped');
          process.exit(0);
        },
        (error: unknown) => {
          log.error({ error: sentenceOf(error) }, 'could not stop in order');
          process.exit(1);
        },
      );
    };
    process.once('SIGTERM', () => end('SIGTERM'));
    process.once('SIGINT', () => end('SIGINT'));
  } catch (error) {
    if (error instanceof WrongSetting) {
      process.stderr.write(`${name}: ${error.message}\n`);
      process.exit(2);
    }
    log.error({ error: sentenceOf(error), stack: error instanceof Error ? error.stack : undefined }, 'could not start');
    process.exit(1);
  }
}
