/** The post office: what other services wish for, on a real NATS, PostgreSQL and a mailbox that can be told how to fail. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BillingMail,
  BookingMail,
  type Data,
  MyAccount,
  ReceiptsMail,
  SignUp,
  WorkspaceMail,
} from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { saidIn } from '@sounding/testing/never-said';
import { convertIcsCalendar } from 'ts-ics';
import { IdentityModule } from '../src/identity.module.ts';
import { attachedTo, calendarIn, type Mailbox, openMailbox } from './mailbox.ts';

type Wish = Data<typeof BookingMail>;

let world: World;
let mailbox: Mailbox;
let settings: Record<string, string>;

beforeAll(async () => {
  mailbox = await openMailbox();
  world = await startWorld();
  settings = {
    AUTH_SECRET: randomBytes(32).toString('hex'),
    AUTH_STAFF_SECRET: randomBytes(32).toString('hex'),
    SMTP_URL: mailbox.url,
  };
  await world.service('identity', IdentityModule, { environment: settings });
});

afterAll(async () => {
  await world?.stop();
  await mailbox?.close();
});

afterEach(() => {
  mailbox.mood = 'well';
});

const sql = (text: string, values: unknown[] = []) => world.sql<Record<string, unknown>>('identity', text, values);

async function member(zone = 'America/New_York'): Promise<{ id: string; email: string }> {
  const [id, now] = [randomUUID(), new Date()];
  const email = `member-${id.slice(0, 8)}@example.com`;
  await sql(
    `insert into account (id, email, alias, zone, password_hash, adult_at, terms_version, confirmed_at, changed_at)
     values ($1, $2, 'Robin', $3, '$argon2id$never', $4, '2026-11-01', $4, $4)`,
    [id, email, zone, now],
  );
  return { id, email };
}

function confirmed(accountId: string, bookingId = randomUUID()): Wish {
  return {
    accountId,
    key: `booking-confirmed-client:${bookingId}`,
    template: 'booking-confirmed-client',
    data: { bookingId, startsAt: '2026-11-23T23:00:00.000Z', total: { minor: 6349, currency: 'USD' } },
  };
}

async function rowOf(key: string): Promise<Record<string, unknown>> {
  const [row] = await sql('select * from outbound_mail where key = $1', [key]);
  return row ?? {};
}

test('a wish becomes one discreet mail, by alias, in the zone of the person, with a link', async () => {
  const { id, email } = await member();
  const wish = confirmed(id);
  await world.say('booking', BookingMail, wish);
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  const [mail] = mailbox.to(email);
  expect(mail?.subject).toBe('Your booking is confirmed');
  expect(mail?.text).toMatch(/^Hello Robin,/);
  expect(mail?.text).toContain('Monday, 23 November 2026 at 18:00 (America/New York)');
  expect(mail?.text).toContain('$63.49');
  expect(mail?.text).toContain(`http://localhost:3000/bookings/${wish.data.bookingId}`);
  expect(saidIn(`${mail?.subject} ${mail?.text}`)).toEqual([]);
  await world.eventually(async () => expect(await rowOf(`booking:${wish.key}`)).toMatchObject({ state: 'sent' }));
});

test('a confirmed booking brings an invitation, its cancellation takes it back, and both say nothing', async () => {
  const { id, email } = await member('Asia/Kathmandu');
  const bookingId = randomUUID();
  const times = { bookingId, startsAt: '2026-12-01T10:00:00.000Z', endsAt: '2026-12-01T11:00:00.000Z' };
  const usd = (minor: number) => ({ minor, currency: 'USD' });
  const wish = (template: string, data: object): Wish => ({
    accountId: id,
    key: `${template}:${bookingId}`,
    template,
    data: { ...times, ...data },
  });
  await world.say('booking', BookingMail, wish('booking-confirmed-client', { total: usd(6349), sequence: 2 }));
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  await world.say(
    'booking',
    BookingMail,
    wish('booking-cancelled', { by: 'client', toClient: usd(6000), sequence: 3 }),
  );
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(2));
  const [invitation, cancellation] = mailbox.to(email).map(({ raw }) => calendarIn(raw));
  expect(invitation?.type).toMatch(/method=REQUEST/);
  expect(cancellation?.type).toMatch(/method=CANCEL/);
  for (const [part, sequence] of [
    [invitation, 2],
    [cancellation, 3],
  ] as const) {
    const [entry] = convertIcsCalendar(undefined, part?.text ?? '').events ?? [];
    expect(entry).toMatchObject({ uid: `${bookingId}@localhost`, summary: 'Appointment', sequence });
    expect(entry?.start.date.toISOString()).toBe(times.startsAt);
    expect(part?.text).toContain('TZID:Asia/Kathmandu');
    expect(saidIn(part?.text ?? '')).toEqual([]);
    expect(part?.text).not.toContain('Robin');
  }
});

describe('a document', () => {
  const folder = () => join(world.home, 'objects', 'documents');

  /** Puts a PDF where receipts would, and answers its key. */
  function stored(content: Buffer): string {
    const name = `${createHash('sha256').update(content).digest('hex')}.pdf`;
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), name), content);
    return `documents/${name}`;
  }

  function issued(accountId: string, object: string | null, template = 'receipt-issued', key = randomUUID()): Wish {
    const attachment = { object, name: 'sounding-R-2026-000017.pdf' };
    const total = { minor: 6349, currency: 'USD' };
    const about = { bookingId: randomUUID(), receiptId: randomUUID(), receiptNumber: 'R-2026-000017', total };
    return { accountId, key, template, data: { ...about, ...(object === null ? {} : { attachment }) } };
  }

  /** The only mail to somebody, once it is there. */
  async function mailTo(email: string, from = mailbox) {
    await world.eventually(() => expect(from.to(email)).toHaveLength(1));
    const [mail] = from.to(email);
    if (!mail) throw new Error('no mail');
    return { ...mail, attached: attachedTo(mail.raw) };
  }

  test.each(['receipt-issued', 'credit-note-issued', 'document-follows', 'document-again'])(
    'goes along with %s, byte for byte, under a name that says nothing',
    async (template) => {
      const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(90_000)]);
      const { id, email } = await member();
      const wish = issued(id, stored(content), template);
      await world.say('receipts', ReceiptsMail, wish);
      const { text, attached } = await mailTo(email);
      expect(attached).toEqual([{ type: 'application/pdf', name: 'sounding-R-2026-000017.pdf', content }]);
      expect(saidIn(attached.map(({ name }) => name).join(' '))).toEqual([]);
      expect(text).toMatch(/attached|Here it is/);
      expect(text).toContain(`http://localhost:3000/receipts/${wish.data.receiptId}`);
    },
  );

  test('that could not be made yet is promised, and nothing is attached', async () => {
    const { id, email } = await member();
    await world.say('receipts', ReceiptsMail, issued(id, null));
    const { text, attached } = await mailTo(email);
    expect([attached, text]).toEqual([[], expect.stringContaining('follows in a mail of its own')]);
  });

  test.each([
    ['is not there', () => `documents/${'0'.repeat(64)}.pdf`],
    ['is larger than 5 MB', () => stored(Buffer.alloc(5_000_001, 'x'))],
    [
      'is something else of the store',
      () => {
        mkdirSync(folder(), { recursive: true });
        writeFileSync(join(folder(), '..', 'secret.pdf'), 'not for mails');
        return 'secret.pdf';
      },
    ],
    ['climbs', () => `documents/../documents/${'0'.repeat(64)}.pdf`],
  ])('that %s does not keep the mail from leaving at once, which says where the document is', async (_why, key) => {
    const { id, email } = await member();
    const wish = issued(id, key());
    await world.say('receipts', ReceiptsMail, wish);
    const { text, attached } = await mailTo(email);
    expect([attached, text]).toEqual([[], expect.stringContaining('You can read it on its page')]);
    expect(await rowOf(`receipts:${wish.key}`)).toMatchObject({ tries: 1 });
  });

  /** While it works, the folder of documents is a file, so that no read succeeds. */
  async function whileAway(work: () => Promise<void>): Promise<void> {
    mkdirSync(folder(), { recursive: true });
    renameSync(folder(), `${folder()}-away`);
    writeFileSync(folder(), '');
    try {
      await work();
    } finally {
      rmSync(folder());
      renameSync(`${folder()}-away`, folder());
    }
  }

  test('goes along a little later when the store was away for a moment', async () => {
    const { id, email } = await member();
    const wish = issued(id, stored(Buffer.from('%PDF-1.7 a moment')));
    await whileAway(async () => {
      await world.say('receipts', ReceiptsMail, wish);
      await world.eventually(async () =>
        expect(await rowOf(`receipts:${wish.key}`)).toMatchObject({ state: 'waiting', last_error: 'store-away' }),
      );
    });
    expect(mailbox.to(email)).toEqual([]);
    await world.clock.move({ seconds: 6 });
    expect((await mailTo(email)).attached).toHaveLength(1);
  });

  test('that cannot be reached keeps a receipt for five minutes and no longer', async () => {
    const { id, email } = await member();
    const [receipt, late] = [issued(id, stored(Buffer.from('%PDF-1.7 away'))), await member()];
    const follows = issued(late.id, String((receipt.data.attachment as { object: string }).object), 'document-follows');
    await whileAway(async () => {
      await world.say('receipts', ReceiptsMail, receipt);
      await world.say('receipts', ReceiptsMail, follows);
      await world.eventually(async () =>
        expect(await rowOf(`receipts:${receipt.key}`)).toMatchObject({ last_error: 'store-away' }),
      );
      await world.clock.move({ minutes: 4 });
      await world.eventually(async () => expect(await rowOf(`receipts:${receipt.key}`)).toMatchObject({ tries: 2 }));
      expect(mailbox.to(email)).toEqual([]);
      await world.clock.move({ minutes: 1, seconds: 1 });
      const { text, attached } = await mailTo(email);
      expect([attached, text]).toEqual([[], expect.stringContaining('You can read it on its page')]);
      // A mail that is nothing but the document has time until tomorrow.
      expect(mailbox.to(late.email)).toEqual([]);
    });
    await world.clock.move({ hours: 1 });
    expect((await mailTo(late.email)).attached).toHaveLength(1);
  });

  test('and whose it is are in no line of the log', async () => {
    const { id, email } = await member();
    await world.say('receipts', ReceiptsMail, issued(id, `documents/${'1'.repeat(64)}.pdf`));
    await mailTo(email);
    const log = readFileSync(join(world.home, 'identity.log'), 'utf8');
    expect(log).toContain('a mail goes without its document');
    for (const secret of [email, 'Robin', 'R-2026-000017', '1'.repeat(64)]) expect(log).not.toContain(secret);
  });
});

test('a reminder that is of no use any more is not sent', async () => {
  const { id, email } = await member();
  const soon = (key: string, startsAt: string, uselessAt: string): Wish => ({
    accountId: id,
    key,
    template: 'booking-soon',
    data: { bookingId: randomUUID(), startsAt },
    uselessAt,
  });
  const [past, future] = [-60_000, 3_600_000].map((ms) => new Date(world.clock.now().getTime() + ms).toISOString());
  await world.say('booking', BookingMail, soon(`over:${id}`, past ?? '', past ?? ''));
  await world.say('booking', BookingMail, soon(`soon:${id}`, future ?? '', future ?? ''));
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  expect(mailbox.to(email)[0]?.text).toContain('A reminder: your appointment is on');
  expect(await rowOf(`booking:over:${id}`)).not.toMatchObject({ state: 'sent' });
});

test('dates are written as the person likes', async () => {
  const { id, email } = await member();
  await sql("update account set dates = 'en-US' where id = $1", [id]);
  await world.say('booking', BookingMail, confirmed(id));
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  expect(mailbox.to(email)[0]?.text).toContain('Monday, November 23, 2026 at 6:00 PM (America/New York)');
  expect(await world.as(id).ask(MyAccount, {})).toMatchObject({ dates: 'en-US' });
});

test('the same key twice is one mail; the same key of another service is another', async () => {
  const { id, email } = await member();
  const wish = confirmed(id);
  await world.say('booking', BookingMail, wish);
  await world.say('booking', BookingMail, { ...wish, data: { ...wish.data, total: { minor: 1, currency: 'USD' } } });
  await world.say('billing', BillingMail, {
    accountId: id,
    key: wish.key,
    template: 'tip-received',
    data: { bookingId: wish.data.bookingId, tip: { minor: 500, currency: 'USD' } },
  });
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(2));
  const last = confirmed(id);
  await world.say('booking', BookingMail, last);
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(3));
  expect(mailbox.to(email).filter((mail) => mail.text.includes('$63.49'))).toHaveLength(2);
});

test('a mailbox that is busy gets the mail later, and the reason that is kept holds no address', async () => {
  mailbox.mood = 'later';
  const { id, email } = await member();
  const wish = confirmed(id);
  await world.say('booking', BookingMail, wish);
  await world.eventually(async () =>
    expect(await rowOf(`booking:${wish.key}`)).toMatchObject({ last_error: 'smtp-451' }),
  );
  expect(await rowOf(`booking:${wish.key}`)).toMatchObject({ state: 'waiting', tries: 1 });
  mailbox.mood = 'well';
  await world.clock.move({ seconds: 6 });
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  await world.eventually(async () =>
    expect(await rowOf(`booking:${wish.key}`)).toMatchObject({ state: 'sent', tries: 2, last_error: null }),
  );
});

test('when the answer to a mail is lost it is sent again under the same Message-ID', async () => {
  mailbox.mood = 'deaf';
  const { id, email } = await member();
  await world.say('booking', BookingMail, confirmed(id));
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  mailbox.mood = 'well';
  await world.eventually(async () => {
    await world.clock.move({ seconds: 3 });
    expect(mailbox.to(email).length).toBeGreaterThan(1);
  });
  const ids = new Set(mailbox.to(email).map((mail) => mail.messageId));
  expect(ids.size).toBe(1);
  expect([...ids][0]).toMatch(/^<[0-9a-f]{40}@/);
});

test('two copies of the service send a hundred mails once each', async () => {
  const copy = await world.service('identity', IdentityModule, { environment: settings });
  const people = await Promise.all(Array.from({ length: 10 }, () => member()));
  for (let n = 0; n < 10; n += 1) {
    await Promise.all(people.map(({ id }) => world.say('booking', BookingMail, confirmed(id))));
  }
  await world.eventually(() => {
    for (const { email } of people) expect(mailbox.to(email)).toHaveLength(10);
  });
  await world.eventually(async () => {
    const rows = await sql(`select 1 from outbound_mail where state = 'waiting'`);
    expect(rows).toEqual([]);
  });
  for (const { email } of people) {
    expect(mailbox.to(email)).toHaveLength(10);
    expect(new Set(mailbox.to(email).map((mail) => mail.messageId)).size).toBe(10);
  }
  await copy.stop();
});

test('a mail to an account that does not exist is a dead letter, and the next person is written to', async () => {
  const nobody = randomUUID();
  await world.say('workspace', WorkspaceMail, {
    accountId: nobody,
    key: 'message-waiting:1',
    template: 'message-waiting',
    data: { bookingId: randomUUID() },
  });
  const { id, email } = await member();
  await world.say('booking', BookingMail, confirmed(id));
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  await world.eventually(async () => {
    const rows = await sql('select reason, first_error from bus.dead_letter where aggregate = $1', [nobody]);
    expect(rows).toHaveLength(1);
    expect(String(rows[0]?.first_error)).toMatch(/account that does not exist/);
  });
});

test('a row that cannot be read does not keep the others from leaving', async () => {
  const { id, email } = await member();
  await sql(
    `insert into outbound_mail (id, key, template, data, sealed, wanted_at, next_try_at)
     values ($1, 'identity:broken', 'code-confirm', '{}', '\\x0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e', $2, $2)`,
    [randomUUID(), new Date(0)],
  );
  await world.say('booking', BookingMail, confirmed(id));
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  expect(await rowOf('identity:broken')).toMatchObject({ state: 'waiting', last_error: 'failed' });
});

test('a code that could not be mailed in its ten minutes is never mailed', async () => {
  mailbox.mood = 'later';
  const email = `late-${randomUUID().slice(0, 8)}@example.com`;
  await world
    .visitor()
    .ask(SignUp, { email, password: 'orchard velvet tambourine', alias: 'Robin', adult: true, zone: 'UTC' });
  await world.eventually(async () => {
    const rows = await sql(`select 1 from outbound_mail where last_error = 'smtp-451' and sealed is not null`);
    expect(rows.length).toBeGreaterThan(0);
  });
  mailbox.mood = 'well';
  await world.clock.move({ minutes: 11 });
  const { id, email: next } = await member();
  await world.say('booking', BookingMail, confirmed(id));
  await world.eventually(() => expect(mailbox.to(next)).toHaveLength(1));
  expect(mailbox.to(email)).toEqual([]);
});
