/** The service's database: a Prisma client over one `pg` pool, which the bus shares. */
import type { FactoryProvider, Type } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { Bus, sentenceOf, type Tx } from '@sounding/bus';
import pg from 'pg';
import { z } from 'zod';
import { readConfig } from './config.env.ts';
import { Host } from './host.ts';

/** What every generated Prisma client can do. */
interface Client {
  $connect(): Promise<void>;
  $disconnect(): Promise<void>;
  $transaction<R>(work: (tx: Tx) => Promise<R>, options: { maxWait: number; timeout: number }): Promise<R>;
}

/** The variable that holds a service's connection string: `DATABASE_URL_BOOKING`. */
export function databaseVariable(service: string): string {
  return `DATABASE_URL_${service.toUpperCase().replaceAll('-', '_')}`;
}

/** `providers: [provideDatabase(PrismaClient), ...]`: injectable as `PrismaClient`, and known to the bus. */
export function provideDatabase<C>(PrismaClient: new (options: never) => C): FactoryProvider<C> {
  return {
    provide: PrismaClient as unknown as Type<C>,
    inject: [Bus, Host],
    useFactory: async (bus: Bus, host: Host) => {
      const variable = databaseVariable(host.name);
      const settings = readConfig(
        z.object({ [variable]: z.string().min(1), DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10) }),
        host.environment,
      ) as Record<string, string> & { DATABASE_POOL: number };
      const url = settings[variable] as string;
      const pool = openPool(url, host, settings.DATABASE_POOL);
      const client = new (PrismaClient as unknown as new (options: object) => C & Client)({
        // Prisma's longer messages repeat the values of a call, and messages end up in logs.
        errorFormat: 'minimal',
        adapter: new PrismaPg(pool, {
          onPoolError: (error) => host.log.warn({ error: sentenceOf(error) }, 'database'),
        }),
      });
      host.onStop(() => pool.end());
      host.onStop(() => client.$disconnect());
      bus.useDatabase({
        pool,
        url,
        transaction: (work) => client.$transaction(work, { maxWait: 5_000, timeout: 15_000 }),
      });
      return client;
    },
  };
}

/** Limits are the server's, so that a frozen or dead process never keeps locks for long. */
function openPool(url: string, host: Host, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: host.name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: 30_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  pool.on('error', (error) => host.log.warn({ error: sentenceOf(error) }, 'an idle database connection was lost'));
  return pool;
}
