/** The post office: what other services wish for, on a real NATS, PostgreSQL and a mailbox that can be told how to fail. */
import { randomUUID } from 'node:crypto';
import { BillingMail, BookingMail, MyAccount, SignUp, WorkspaceMail } from '@sounding/contracts';
import type { World } from '@sounding/testing';
import { saidIn } from '@sounding/testing/never-said';
import type { Mailbox } from './mailbox.ts';
import { Office, type Wish } from './office.ts';

let office: Office;
let world: World;
let mailbox: Mailbox;

beforeAll(async () => {
  office = await Office.start();
  ({ world, mailbox } = office);
});
afterAll(() => office?.stop());
afterEach(() => {
  mailbox.mood = 'well';
});

const member = (zone?: string) => office.member(zone);
const rowOf = (key: string) => office.rowOf(key);
const sql = (text: string, values: unknown[] = []) => office.sql(text, values);

function confirmed(accountId: string, bookingId = randomUUID()): Wish {
  return {
    accountId,
    key: `booking-confirmed-client:${bookingId}`,
    template: 'booking-confirmed-client',
    data: { bookingId, startsAt: '2026-11-23T23:00:00.000Z', total: { minor: 6349, currency: 'USD' } },
  };
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
  const copy = await office.open();
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
