/** Events between two services on a real PostgreSQL and nats-server, when nothing breaks. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BusTransport, discardDeadLetter, emit, listDeadLetters, replayDeadLetter } from '@sounding/bus';
import { Joined, WorkspaceMail } from '@sounding/contracts';
import { markAndTake } from '../src/outbox.store.ts';
import { pgDatabase } from './pg.database.ts';
import { eventually, type Pipe, query, startPipe, type Worker } from './pipe.ts';

const SAID = 'create table said (id bigint generated always as identity, aggregate text)';
const EFFECT = `create table effect (id bigint generated always as identity primary key, aggregate text, seq bigint, event_id uuid);
  create table poison (aggregate text)`;

let pipe: Pipe;
let workspace: string;
let booking: string;

beforeAll(async () => {
  pipe = await startPipe();
  workspace = await pipe.database('workspace', SAID);
  booking = await pipe.database('booking', EFFECT);
});
afterAll(async () => {
  await pipe.stop();
});

async function counts() {
  const [row] = await query<{ effects: number; events: number; letters: number }>(
    booking,
    `select count(*)::int as effects, count(distinct event_id)::int as events,
       (select count(*)::int from bus.dead_letter) as letters from effect`,
  );
  return row;
}

/** Says `count` events of one aggregate, as workspace would, one commit each; a worker's relay takes them on. */
async function say(bookingId: string, count: number): Promise<void> {
  const database = pgDatabase(workspace);
  for (let i = 0; i < count; i++) {
    await database.transaction(async (tx) => {
      await tx.$executeRawUnsafe('insert into said (aggregate) values ($1)', bookingId);
      await emit(tx, Joined, { bookingId, accountId: randomUUID(), side: 'client', at: new Date().toISOString() });
    });
  }
  await database.pool.end();
}

async function effectsOf(aggregate: string): Promise<number[]> {
  const rows = await query<{ seq: string }>(booking, 'select seq from effect where aggregate = $1 order by id', [
    aggregate,
  ]);
  return rows.map((row) => Number(row.seq));
}

async function orderHolds() {
  const wrong = await query(
    booking,
    `select aggregate, seq, lag(seq) over (partition by aggregate order by id) as before from effect`,
  );
  for (const row of wrong as { seq: string; before: string | null }[]) {
    expect(Number(row.seq)).toBeGreaterThan(Number(row.before ?? 0));
  }
}

test('200 parallel events at one aggregate have 200 effects, in order, by two copies of the hearer', async () => {
  const aggregates = [randomUUID()];
  const hearers: Worker[] = [];
  for (let i = 0; i < 2; i++) hearers.push(await pipe.spawn({ name: 'booking', database: booking, hears: true }));
  const talkers: Worker[] = [];
  for (let i = 0; i < 2; i++) {
    talkers.push(
      await pipe.spawn({ name: 'workspace', database: workspace, talks: { aggregates, total: 200, pauseMs: 0 } }),
    );
  }
  await eventually(async () => {
    const [said] = await query<{ n: number }>(workspace, 'select count(*)::int as n from said');
    const now = await counts();
    expect(said?.n).toBeGreaterThanOrEqual(200);
    expect(now).toEqual({ effects: said?.n, events: said?.n, letters: 0 });
  });
  await orderHolds();
  await Promise.all([...hearers, ...talkers].map((worker) => worker.stop()));
});

async function withWorkers(work: () => Promise<void>): Promise<void> {
  const hearer = await pipe.spawn({ name: 'booking', database: booking, hears: true });
  const talker = await pipe.spawn({ name: 'workspace', database: workspace });
  await work();
  await Promise.all([hearer.stop(), talker.stop()]);
}

test('a bug is tried five times, then blocks its aggregate and nothing else, until it is replayed', async () => {
  const [sick, well] = [randomUUID(), randomUUID()];
  await query(booking, 'insert into poison values ($1)', [sick]);
  const database = pgDatabase(booking);
  await withWorkers(async () => {
    await say(sick, 3);
    await say(well, 3);
    await eventually(async () => {
      expect(await effectsOf(well)).toEqual([1, 2, 3]);
      const letters = (await listDeadLetters(database.pool)).filter((letter) => letter.aggregate === sick);
      expect(letters).toHaveLength(1);
      expect(letters[0]).toMatchObject({
        reason: 'bug',
        tries: 5,
        seq: 1,
        name: 'workspace.joined',
        blocks: true,
        waiting: 2,
      });
      expect(letters[0]?.lastError).toContain('this aggregate is poison');
    });
    expect(await effectsOf(sick)).toEqual([]);
    await query(booking, 'delete from poison');
    const [letter] = (await listDeadLetters(database.pool)).filter(({ aggregate }) => aggregate === sick);
    expect(await replayDeadLetter(database.pool, letter?.id ?? '')).toBe(true);
    expect(await replayDeadLetter(database.pool, letter?.id ?? '')).toBe(false);
    await eventually(async () => expect(await effectsOf(sick)).toEqual([1, 2, 3]));
  });
  await database.pool.end();
});

test('a discarded dead letter has no effect, and what waited behind it goes on', async () => {
  const sick = randomUUID();
  await query(booking, 'insert into poison values ($1)', [sick]);
  const database = pgDatabase(booking);
  const letterOf = async () => (await listDeadLetters(database.pool)).find(({ aggregate }) => aggregate === sick);
  await withWorkers(async () => {
    await say(sick, 3);
    await eventually(async () => expect(await letterOf()).toMatchObject({ seq: 1, waiting: 2 }));
    await query(booking, 'delete from poison');
    expect(await discardDeadLetter(database.pool, (await letterOf())?.id ?? '')).toBe(true);
    await eventually(async () => expect(await effectsOf(sick)).toEqual([2, 3]));
  });
  await database.pool.end();
});

test('events that the hearer does not hear are counted past; aggregates that it hears nothing of are not counted', async () => {
  const [bookingId, accountId] = [randomUUID(), randomUUID()];
  const database = pgDatabase(workspace);
  await withWorkers(async () => {
    await database.transaction(async (tx) => {
      const at = new Date().toISOString();
      const mail = { accountId, template: 'ticket-answered', data: { ticketId: randomUUID() } } as const;
      await emit(tx, WorkspaceMail, { ...mail, key: randomUUID() });
      await emit(tx, Joined, { bookingId, accountId, side: 'client', at });
      // A later release may say what this one does not know.
      const unknown = `select bus.emit(gen_random_uuid(), 'workspace.left', $1::text, '{}', null)`;
      for (let i = 0; i < 3; i++) await tx.$executeRawUnsafe(unknown, bookingId);
      await emit(tx, Joined, { bookingId, accountId, side: 'provider', at });
    });
    await eventually(async () => expect(await effectsOf(bookingId)).toEqual([1, 5]));
  });
  const known = 'select seq from bus.inbox_position where aggregate = $1';
  expect(await query(booking, known, [bookingId])).toEqual([{ seq: '5' }]);
  expect(await query(booking, known, [accountId])).toEqual([]);
  await database.pool.end();
});

test('what an earlier release stored of aggregates that this one hears nothing of is counted past, not kept for ever', async () => {
  const accountId = randomUUID();
  const database = pgDatabase(workspace);
  const wish = { accountId, template: 'ticket-answered', data: { ticketId: randomUUID() } } as const;
  await database.transaction(async (tx) => {
    for (let i = 0; i < 2; i++) await emit(tx, WorkspaceMail, { ...wish, key: randomUUID() });
  });
  await database.pool.end();
  const second = 'select id::text from bus.outbox where aggregate = $1 and seq = 2';
  const [event] = await query<{ id: string }>(workspace, second, [accountId]);
  await query(
    booking,
    `with waits as (insert into bus.inbox_position (owner, aggregate, seq) values ('workspace', $1, 0))
     insert into bus.inbox_early (owner, aggregate, seq, event_id, name, data, said_at, arrived_at)
     values ('workspace', $1, 2, $2::uuid, 'workspace.mail-wanted', '{}', now(), now() - interval '1 minute')`,
    [accountId, event?.id],
  );
  await withWorkers(async () => {
    await eventually(async () => {
      expect(await query(booking, 'select 1 from bus.inbox_early where aggregate = $1', [accountId])).toEqual([]);
    });
  });
  expect(await query(booking, 'select seq from bus.inbox_position where aggregate = $1', [accountId])).toEqual([
    { seq: '2' },
  ]);
});

test('an event that never reached the stream is asked of its owner', async () => {
  const bookingId = randomUUID();
  await withWorkers(async () => {
    await say(bookingId, 1);
    await eventually(async () => expect(await effectsOf(bookingId)).toEqual([1]));
    // The second is lost on the way: marked as published, though nobody published it.
    const database = pgDatabase(workspace);
    await database.transaction(async (tx) => {
      await emit(tx, Joined, { bookingId, accountId: randomUUID(), side: 'client', at: new Date().toISOString() });
      await tx.$executeRawUnsafe(
        'update bus.outbox set published_at = clock_timestamp() where aggregate = $1',
        bookingId,
      );
    });
    await database.pool.end();
    await say(bookingId, 1);
    await eventually(async () => expect(await effectsOf(bookingId)).toEqual([1, 2, 3]));
  });
});

test('a new hearer begins with the first event that the owner still keeps; an old one gets a dead letter', async () => {
  const [fresh, old] = [randomUUID(), randomUUID()];
  const database = pgDatabase(booking);
  await withWorkers(async () => {
    await say(old, 1);
    await eventually(async () => expect(await effectsOf(old)).toEqual([1]));
  });
  const forget = async (aggregate: string) => {
    await say(aggregate, 2);
    await query(workspace, 'delete from bus.outbox where aggregate = $1', [aggregate]);
    await say(aggregate, 1);
  };
  await forget(fresh);
  await forget(old);
  await withWorkers(async () => {
    await eventually(async () => {
      expect(await effectsOf(fresh)).toEqual([3]);
      const letters = (await listDeadLetters(database.pool)).filter(({ aggregate }) => aggregate === old);
      expect(letters).toMatchObject([{ reason: 'lost', blocks: true }]);
    });
    const [letter] = (await listDeadLetters(database.pool)).filter(({ aggregate }) => aggregate === old);
    expect(await discardDeadLetter(database.pool, letter?.id ?? '')).toBe(true);
    await eventually(async () => expect(await effectsOf(old)).toEqual([1, 4]));
  });
  await database.pool.end();
});

test('what the database notifies is heard, and each new listening says that something may have been missed', async () => {
  const bus = await pipe.connect('workspace');
  const database = pgDatabase(workspace);
  bus.useDatabase(database);
  const heard: (string | null)[] = [];
  bus.onNotify('notes', (payload) => heard.push(payload));
  const transport = new BusTransport(bus);
  await new Promise<void>((resolve, reject) => transport.listen((error) => (error ? reject(error) : resolve())));
  expect(heard).toEqual([null]);
  await query(workspace, `select pg_notify('notes', '7')`);
  await eventually(async () => expect(heard).toEqual([null, '7']));
  await query(
    workspace,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'workspace-bus'`,
  );
  await eventually(async () => expect(heard).toEqual([null, '7', null]));
  await transport.close();
  await bus.close();
  await database.pool.end();
});

test('after the broker lost its store, fresh events do not wait behind those that go out again', async () => {
  const bookingId = randomUUID();
  const database = pgDatabase(workspace);
  // A relay that is far behind with old rows: nobody publishes while they are made.
  await query(workspace, 'update bus.outbox set published_at = null, again = true');
  await database.transaction((tx) =>
    emit(tx, Joined, { bookingId, accountId: randomUUID(), side: 'client', at: new Date().toISOString() }),
  );
  const [first] = await markAndTake(database.pool, [], 0, 1);
  expect(first?.aggregate).toBe(bookingId);
  await database.pool.end();
  await withWorkers(async () => {
    await eventually(async () => {
      expect(await effectsOf(bookingId)).toEqual([1]);
      expect(await query(workspace, 'select 1 from bus.outbox where published_at is null')).toEqual([]);
    });
  });
});
