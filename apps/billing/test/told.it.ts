/** The clocks sleep: the database tells them when there is something to do, so that no clock has to look each second. */
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { cloneDatabase, dropDatabase, eventually, type TestDatabase } from '@sounding/testing';
import pg from 'pg';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { nextDue, waiting } from '../src/payment/looks.store.ts';

const LATER = '2026-12-01T12:00:00.000Z';
const SOON = '2026-12-01T11:00:00.000Z';

let database: TestDatabase;
let app: pg.Client;
let ear: pg.Client;
let client: PrismaClient;
const heard: string[] = [];

beforeAll(async () => {
  database = await cloneDatabase('billing', `told_${process.pid}`);
  app = new pg.Client({ connectionString: database.url });
  ear = new pg.Client({ connectionString: database.url });
  ear.on('notification', ({ channel, payload }) => heard.push(`${channel} ${payload}`));
  await Promise.all([app.connect(), ear.connect()]);
  client = new PrismaClient({ adapter: new PrismaPg({ connectionString: database.url, max: 1 }) });
  await ear.query('LISTEN stripe_due; LISTEN debts; LISTEN over');
});
beforeEach(() => heard.splice(0));
afterAll(async () => {
  await Promise.all([app.end(), ear.end(), client.$disconnect()]);
  await dropDatabase(database.name);
});

/** What was said by these statements: words arrive in the order of their commits, so the last one is waited for. */
async function saidBy(...statements: string[]): Promise<string[]> {
  for (const statement of statements) await app.query(statement);
  const end = `over ${randomUUID()}`;
  await app.query(`SELECT pg_notify('over', '${end.slice(5)}')`);
  await eventually(() => expect(heard).toContain(end));
  return heard.splice(0).filter((word) => word !== end);
}

const stored = (id: string, at: string | null) => `
  INSERT INTO stripe_event (id, type, object_id, occurred_at, stored_at, state, next_look_at)
  VALUES ('${id}', 'charge.updated', 'ch_1', now(), now(), 'stored', ${at ? `'${at}'` : 'NULL'})`;
const lookAt = (id: string, at: string | null) =>
  `UPDATE stripe_event SET next_look_at = ${at ? `'${at}'` : 'NULL'} WHERE id = '${id}'`;
const due = (at: string) => `stripe_due ${Date.parse(at)}`;

it('a first look and one that comes sooner are told with their instant; one that is put off or dropped is not', async () => {
  expect(await saidBy(stored('evt_1', LATER))).toEqual([due(LATER)]);
  expect(await saidBy(lookAt('evt_1', SOON))).toEqual([due(SOON)]);
  expect(await saidBy(lookAt('evt_1', LATER), lookAt('evt_1', LATER), lookAt('evt_1', null))).toEqual([]);
  expect(await saidBy(lookAt('evt_1', SOON))).toEqual([due(SOON)]);
  expect(await saidBy(stored('evt_2', null))).toEqual([]);
});

it('every table whose rows are looked at by time tells both', async () => {
  const { rows } = await app.query<{ name: string; told: string[] }>(
    `SELECT c.table_name AS name, array_agg(DISTINCT t.tgname::text ORDER BY t.tgname::text) FILTER (WHERE t.tgname LIKE 'tells_%') AS told
       FROM information_schema.columns c LEFT JOIN pg_trigger t ON t.tgrelid = c.table_name::regclass
       WHERE c.table_schema = 'public' AND c.column_name = 'next_look_at' GROUP BY 1`,
  );
  expect(rows).toHaveLength(6);
  for (const { name, told } of rows) expect([name, told]).toEqual([name, ['tells_first_look', 'tells_sooner_look']]);
});

it('a new debt is told', async () => {
  const debt = `
    INSERT INTO debt (id, provider_id, booking_id, why, currency, amount_minor, since, write_off_at)
    VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'given-back', 'USD', 100, now(), now())`;
  expect(await saidBy(debt)).toEqual(['debts ']);
});

it('the clock of payments waits for the first look of all, and for none where nothing waits', async () => {
  await app.query('UPDATE stripe_event SET next_look_at = NULL');
  expect(await nextDue(client)).toBeNull();
  const account = (at: string, stripeId: string) => `
    INSERT INTO provider_account (provider_id, idempotency_key, stripe_account_id, made_at, changed_at, next_look_at)
    VALUES (gen_random_uuid(), gen_random_uuid(), ${stripeId}, now(), now(), '${at}')`;
  await app.query(account(SOON, 'NULL'));
  expect(await nextDue(client)).toBeNull();
  await app.query(account(LATER, "'acct_1'"));
  expect(await nextDue(client)).toEqual(new Date(LATER));
  await app.query(lookAt('evt_1', SOON));
  expect(await nextDue(client)).toEqual(new Date(SOON));
});

it('each pile says how much waits, and since when', async () => {
  const none = await waiting(client);
  expect(none.map(({ what, count, since }) => [what, count, since])).toEqual(
    ['event', 'payment', 'refund', 'refund-at-bank', 'refund-failed', 'transfer', 'return'].map((what) => [
      what,
      0,
      null,
    ]),
  );
  await app.query(`UPDATE stripe_event SET state = 'parked', stored_at = '${SOON}' WHERE id = 'evt_1'`);
  await app.query(`UPDATE stripe_event SET state = 'parked', stored_at = '${LATER}' WHERE id = 'evt_2'`);
  expect((await waiting(client))[0]).toEqual({ what: 'event', count: 2, since: new Date(SOON) });
});
