/**
 * Somebody with everything leaves: afterwards what they wrote is in no table of any database, in no file of the store, in no message of the
 * broker, and not in a backup of before once it is restored; the other side keeps what is theirs, and the books agree. All seven services
 * are real; identity is a process of its own, and is killed in the middle.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, globSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  BillingErasePerson,
  ErasureCertificate,
  Leave,
  MyLeaving,
  Reconcile,
  Reconciliations,
  StaffReceipts,
  StaffTicket,
  ViewRoom,
} from '@sounding/contracts';
import { Erasing, type RunningService } from '@sounding/service';
import { signalGroup, spawnKept, suitePostgres } from '@sounding/testing';
import pg from 'pg';
import { Till } from '../apps/billing/test/till.ts';
import { BookingModule } from '../apps/booking/src/booking.module.ts';
import { CatalogModule } from '../apps/catalog/src/catalog.module.ts';
import { type Mailbox, openMailbox } from '../apps/identity/test/mailbox.ts';
import { KeepingClock } from '../apps/receipts/src/keeping/keeping.clock.ts';
import { ReceiptsModule } from '../apps/receipts/src/receipts.module.ts';
import { SupportModule } from '../apps/support/src/support.module.ts';
import { WorkspaceModule } from '../apps/workspace/src/workspace.module.ts';
import { CANARIES, OTHERS, PASSWORD, type Someone, someone } from './leaving.ts';

const MAIN = resolve(import.meta.dirname, '../apps/identity/dist/main.js');
const POINT = 'identity.after-erase-before-commit';
const SERVICES = ['identity', 'catalog', 'booking', 'billing', 'receipts', 'support', 'workspace'] as const;
const SECRETS = [...Object.values(CANARIES), 'quillfeather'];

let till: Till;
let mailbox: Mailbox;
let who: Someone;
let identity: ReturnType<typeof spawnKept> | null = null;
let deaths = 0;
let stopping = false;
const running = new Map<string, RunningService>();

/** As a supervisor would: identity is started again whenever it dies. */
function keepIdentity(environment: Record<string, string>): void {
  const log = openSync(join(till.world.home, 'identity-process.log'), 'a');
  const { NODE_OPTIONS: _ours, ...surroundings } = process.env;
  identity = spawnKept(process.execPath, [MAIN], {
    env: { ...surroundings, ...environment },
    stdio: ['ignore', log, log],
  });
  identity.once('exit', () => {
    if (stopping) return;
    deaths += 1;
    keepIdentity(environment);
  });
}

const OPEN = {
  catalog: () => till.world.service('catalog', CatalogModule),
  receipts: () => till.world.service('receipts', ReceiptsModule),
};

beforeAll(async () => {
  [till, mailbox] = await Promise.all([Till.start(), openMailbox()]);
  const { world } = till;
  const marks = join(world.home, 'marks');
  mkdirSync(marks);
  keepIdentity(
    await world.environment('identity', {
      AUTH_SECRET: randomBytes(32).toString('hex'),
      AUTH_STAFF_SECRET: randomBytes(32).toString('hex'),
      SMTP_URL: mailbox.url,
      ...{ SOUNDING_CRASH_AT: POINT, SOUNDING_CRASH_MARKS: marks },
    }),
  );
  running.set('catalog', await OPEN.catalog());
  await world.service('booking', BookingModule);
  running.set('receipts', await OPEN.receipts());
  await world.service('support', SupportModule);
  await world.service('workspace', WorkspaceModule, {
    environment: { TURN_URLS: 'turn:127.0.0.1:3608?transport=udp', TURN_SECRET: 'a relay secret for this test' },
  });
  await world.clock.set(new Date('2026-12-07T12:00:00.000Z'));
  who = await someone(till);
}, 240_000);
afterAll(async () => {
  stopping = true;
  if (identity) signalGroup(identity, 'SIGKILL');
  await till?.stop();
  await mailbox?.close();
});

/** Every row of every table of a database as text, that of the bus's own schema included. */
async function everyRow(service: string): Promise<string> {
  const tables = await till.world.sql<{ name: string }>(
    service,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const rows = await Promise.all(
    tables.map(async ({ name }) =>
      (await till.world.sql<{ row: string }>(service, `select t::text as row from ${name} t`)).map(
        ({ row }) => `${name} ${row}`,
      ),
    ),
  );
  return rows.flat().join('\n');
}

/** Which of the secrets stand in a database: in clear, or as bytes. */
async function foundIn(service: string): Promise<string[]> {
  const rows = (await everyRow(service)).toLowerCase();
  const hex = (text: string) => Buffer.from(text).toString('hex');
  return SECRETS.filter((secret) => rows.includes(secret.toLowerCase()) || rows.includes(hex(secret)));
}

const pathsOf = (folder: string) =>
  globSync('**/*', { cwd: join(till.world.home, folder), withFileTypes: true }).filter((one) => one.isFile());

/** A copy of a database as it is on the disk. Nobody may be connected meanwhile. */
async function copy(from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: suitePostgres() });
  await client.connect();
  try {
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [from]);
    await client.query(`drop database if exists ${to} with (force)`);
    await client.query(`create database ${to} template ${from}`);
  } finally {
    await client.end();
  }
}

describe('somebody with everything', () => {
  it('is found in the databases before, which shows that the search finds', async () => {
    expect(await foundIn('identity')).toContain(CANARIES.email);
    expect(await foundIn('catalog')).toContain(CANARIES.review);
    expect(await foundIn('receipts')).toEqual(expect.arrayContaining([CANARIES.alias, CANARIES.fullName]));
    // Sealed: what was written to support or in a room is in clear nowhere but in the day's answers.
    expect(await foundIn('workspace')).toEqual([]);
  });

  it('sees beforehand what is in the way: the guarantee of a session, and nothing once it is over', async () => {
    const { inTheWay, stays } = await till.world.as(who.client).ask(MyLeaving, {});
    expect(inTheWay.map(({ kind, id }) => [kind, id])).toContainEqual(['settling', who.kept]);
    expect(stays.map(({ count }) => count).every((count) => count > 0)).toBe(true);
  });

  it('is erased by itself once that is over, though identity is killed in the middle', async () => {
    const { world } = till;
    await world.as(who.client).ask(Leave, { proof: PASSWORD });
    await world.clock.move({ days: 8 });
    // Backups of the days before.
    for (const service of ['catalog', 'receipts'] as const) {
      await running.get(service)?.stop();
      const { name } = await world.database(service);
      await copy(name, `${name}_backup`);
      running.set(service, await OPEN[service]());
    }
    await world.eventually(async () => {
      await world.clock.move({ minutes: 61 });
      const [row] = await world.sql<{ state: string; in_the_way: unknown }>(
        'identity',
        'select state, in_the_way from erasure',
      );
      expect([row?.state, row?.in_the_way]).toEqual(['done', []]);
    }, 60_000);
    expect(deaths).toBe(1);
    expect(existsSync(join(world.home, 'marks', POINT))).toBe(true);
  }, 120_000);

  it('is in no table of any database, in no file of the store, and in no message of the broker', async () => {
    await till.world.eventually(() =>
      expect(mailbox.to(CANARIES.email).map(({ subject }) => subject)).toContain('Your account is erased'),
    );
    await till.world.eventually(async () => {
      for (const service of SERVICES) expect([service, await foundIn(service)]).toEqual([service, []]);
    });
    await running.get('receipts')?.app.get(KeepingClock).sweep();
    const named = await till.world.sql(
      'receipts',
      'select 1 from rendering join receipt on receipt.id = receipt_id where client_id is null',
    );
    expect(named).toEqual([]);
    for (const folder of ['objects', 'store']) {
      for (const file of pathsOf(folder)) {
        const bytes = readFileSync(join(file.parentPath, file.name)).toString('latin1').toLowerCase();
        expect([file.name, SECRETS.filter((secret) => bytes.includes(secret.toLowerCase()))]).toEqual([file.name, []]);
      }
    }
  });

  it('leaves the other side what is theirs, and a stranger in the other’s place', async () => {
    const provider = till.world.as(who.provider);
    const { messages } = await provider.ask(ViewRoom, { bookingId: who.kept, after: 0 });
    expect(messages.map(({ text }) => text)).toEqual(['This text was erased.', OTHERS]);
    const staff = till.world.staff(who.provider);
    const { receipts } = await staff.ask(StaffReceipts, { bookingId: who.kept });
    expect(receipts.length).toBeGreaterThan(0);
    await expect(staff.ask(StaffTicket, { ticketId: who.ticketId })).rejects.toMatchObject({ code: 'not-found' });
    const reviews = await till.world.sql('catalog', 'select stars, text, alias from review');
    expect(reviews).toEqual([{ stars: 4, text: '', alias: 'A former client' }]);
  });

  it('is forgotten by Stripe, and the books balance, agree with Stripe’s and with every other service’s', async () => {
    const { data } = await till.atStripe<{ data: unknown[] }>('/v1/customers');
    expect(data).toEqual([]);
    await till.expectBooksToAgree();
    const staff = till.world.staff(who.provider);
    const now = till.world.clock.now();
    const from = new Date(now.getTime() - 20 * 86_400_000).toISOString();
    await staff.ask(Reconcile, { from, to: now.toISOString() });
    await till.world.eventually(async () => {
      const { runs } = await staff.ask(Reconciliations, {});
      expect(runs[0]).toMatchObject({ endedAt: expect.any(String), differences: 0 });
    }, 30_000);
  });

  it('has a certificate that says for each service what went and what stays', async () => {
    const mail = mailbox.to(CANARIES.email).find(({ subject }) => subject === 'Your account is erased');
    const token = /\/erased\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    const certificate = await till.world.visitor().ask(ErasureCertificate, { token });
    const of = (service: string) => certificate.services.find((one) => one.service === service);
    expect(of('workspace')?.goes.map(({ what, count }) => [what, count])).toContainEqual(['messages of a room', 1]);
    expect(of('support')?.goes.map(({ count }) => count)).toEqual([2]);
    expect(of('billing')?.stays[0]).toMatchObject({
      until: '2037-01-01T00:00:00.000Z',
      source: expect.stringContaining('369k'),
    });
    expect(JSON.stringify(certificate)).not.toContain(who.client);
    // Asked again it answers the same, and takes nothing more.
    const again = await till.world.asService('identity').ask(BillingErasePerson, { accountId: who.client });
    expect(again.stays[0]?.count).toBe(of('billing')?.stays[0]?.count);
  });

  it.each(['catalog', 'receipts'] as const)(
    'is erased again when a backup of %s from before is restored',
    async (service) => {
      await running.get(service)?.stop();
      const { name } = await till.world.database(service);
      await copy(`${name}_backup`, name);
      expect((await foundIn(service)).length).toBeGreaterThan(0);
      const opened = await OPEN[service]();
      running.set(service, opened);
      await till.world.eventually(async () => expect(await foundIn(service)).toEqual([]), 20_000);
      expect(await opened.app.get(Erasing).again()).toBe(0);
    },
  );
});
