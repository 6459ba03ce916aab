// A process of its own for the bus's tests, so that it can be killed at any instant. It runs the compiled bus without Nest's
// container: `workspace` says that people joined, `booking` hears it and writes one row per event.

import { randomUUID } from 'node:crypto';
import { Bus, BusTransport, emit } from '@sounding/bus';
import { Joined } from '@sounding/contracts';
import pg from 'pg';

const settings = JSON.parse(process.env.WORKER);
const log = {
  info: (fields, message) => note('info', fields, message),
  warn: (fields, message) => note('warn', fields, message),
  error: (fields, message) => note('error', fields, message),
};

function note(level, fields, message) {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`);
}

/** What Prisma gives in a service: the bus needs no more of a transaction. */
function database(url) {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000, lock_timeout: 10_000 });
  pool.on('error', () => undefined);
  return {
    pool,
    url,
    async transaction(work) {
      const client = await pool.connect();
      let broken;
      try {
        await client.query('begin');
        const tx = {
          $queryRawUnsafe: async (sql, ...values) => (await client.query(sql, values)).rows,
          $executeRawUnsafe: async (sql, ...values) => (await client.query(sql, values)).rowCount,
        };
        const result = await work(tx);
        await client.query('commit');
        return result;
      } catch (error) {
        broken = await client.query('rollback').then(
          () => undefined,
          (late) => late,
        );
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}

const bus = await Bus.connect({ name: settings.name, nats: settings.nats, tokenKeys: settings.tokenKeys, log });
bus.useDatabase(database(settings.database));
const transport = new BusTransport(bus, { holeSeconds: settings.holeSeconds ?? 3 });

/** Hears `workspace.joined`: one row per event, written in the commit that moves the inbox. */
function hearJoined() {
  transport.addHandler(
    Joined.subject,
    async (message) => {
      await message.commit(async (tx) => {
        const poisoned = await tx.$queryRawUnsafe('select 1 from poison where aggregate = $1', message.aggregate);
        await tx.$executeRawUnsafe(
          'insert into effect (aggregate, seq, event_id) values ($1, $2, $3::uuid)',
          message.aggregate,
          message.seq,
          message.id,
        );
        if (poisoned.length > 0) throw new TypeError('this aggregate is poison');
      });
    },
    true,
    { contract: Joined },
  );
}

/** Says events of random aggregates, each in a commit with the row that remembers it. */
async function talk(aggregates, total, pauseMs) {
  for (;;) {
    const { rows } = await retry(() => bus.database().pool.query('select count(*)::int as n from said'));
    if (rows[0].n >= total) return note('info', {}, 'said all');
    const bookingId = aggregates[Math.floor(Math.random() * aggregates.length)];
    await retry(() =>
      bus.commit(async (tx) => {
        await tx.$executeRawUnsafe('insert into said (aggregate) values ($1)', bookingId);
        const at = new Date().toISOString();
        await emit(tx, Joined, { bookingId, accountId: randomUUID(), side: 'client', at });
        // Something that the hearer does not hear, in the same stream of the owner: it is counted past.
        if (Math.random() < 0.3) {
          const unknown = `select bus.emit(gen_random_uuid(), 'workspace.left', $1::text, '{}', null)`;
          await tx.$executeRawUnsafe(unknown, bookingId);
        }
      }),
    );
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function retry(work) {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      note('warn', { error: String(error) }, 'talking failed');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

if (settings.hears) hearJoined();
await new Promise((resolve, reject) => transport.listen((error) => (error ? reject(error) : resolve())));
note('info', {}, 'ready');
process.on('SIGTERM', async () => {
  await transport.close();
  await bus.close();
  await bus.database().pool.end();
  process.exit(0);
});
if (settings.talks) await talk(settings.talks.aggregates, settings.talks.total, settings.talks.pauseMs);
