/** Accounts and both realms on a real PostgreSQL and NATS, with a small SMTP server that reads the codes. */
import { randomBytes, randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import {
  Aliases,
  BeginExport,
  ChangeAccount,
  ConfirmEmail,
  ExportIdentity,
  HalfSignedIn,
  OpenExport,
  Parties,
  Refusal,
  SendCode,
  type Session,
  SetPassword,
  SignIn,
  SignOut,
  SignUp,
  StaffBeginEnrolment,
  StaffFinishEnrolment,
  StaffSignIn,
  StaffSignOut,
  StaffWhoIs,
  WhoIs,
} from '@sounding/contracts';
import { type Asker, startWorld, type World } from '@sounding/testing';
import { AddressBook } from '../src/accounts/address-book.crypto.ts';
import { IdentityModule } from '../src/identity.module.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import { appCode, tokenOf } from './signing.world.ts';

const PASSWORD = 'orchard velvet tambourine';

let world: World;
let mailbox: Mailbox;
let visitor: Asker;
let addresses: AddressBook;

beforeAll(async () => {
  mailbox = await openMailbox();
  world = await startWorld();
  visitor = world.visitor();
  const running = await world.service('identity', IdentityModule, {
    environment: {
      AUTH_SECRET: randomBytes(32).toString('hex'),
      AUTH_STAFF_SECRET: randomBytes(32).toString('hex'),
      SMTP_URL: mailbox.url,
    },
  });
  addresses = running.app.get(AddressBook);
});

afterAll(async () => {
  await world?.stop();
  await mailbox?.close();
});

const sql = (text: string, values: unknown[] = []) => world.sql<Row>('identity', text, values);
const hashOf = (email: string) => addresses.hash(email).then((bytes) => Buffer.from(bytes));
const newAddress = () => `person-${randomUUID().slice(0, 8)}@example.com`;

function signUp(email: string, password = PASSWORD, alias = 'Robin') {
  return visitor.ask(SignUp, { email, password, alias, adult: true, zone: 'America/New_York' });
}

/** The code of the newest mail to an address, once there are `count` mails. */
async function codeTo(email: string, count = 1): Promise<string> {
  await world.eventually(() => expect(mailbox.to(email).length).toBeGreaterThanOrEqual(count));
  return /^\d{6}$/m.exec(mailbox.to(email).at(-1)?.text ?? '')?.[0] ?? 'no code';
}

async function member(alias = 'Robin'): Promise<{ email: string; token: string; session: Session }> {
  const email = newAddress();
  await signUp(email, PASSWORD, alias);
  const signedIn = await visitor.ask(ConfirmEmail, { email, code: await codeTo(email) });
  return { email, ...signedIn };
}

interface Row {
  [column: string]: unknown;
}

/** The refusal's code, or what came instead. */
async function refusal(asked: Promise<unknown>): Promise<unknown> {
  try {
    return { answered: await asked };
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

test('a person signs up, confirms with the code from the mail, and is somebody', async () => {
  const { token, session } = await member();
  expect(session).toMatchObject({ alias: 'Robin', realm: 'client', zone: 'America/New_York' });
  expect(await visitor.ask(WhoIs, { token })).toEqual(session);
  const [account] = await sql('select * from account where id = $1', [session.accountId]);
  expect(account).toMatchObject({ terms_version: expect.stringMatching(/^\d{4}-/) });
  expect(account?.adult_at).toBeInstanceOf(Date);
  expect(account?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('no table holds a token, a code that was mailed, a password or an address', async () => {
  const email = newAddress();
  await signUp(email);
  const code = await codeTo(email);
  const waiting = JSON.stringify(await sql('select * from code where email_hash = $1', [await hashOf(email)]));
  expect(waiting).not.toContain(code);
  const { token } = await visitor.ask(ConfirmEmail, { email, code });
  const tables = ['account', 'sign_up', 'code', 'session', 'tally', 'outbound_mail'];
  for (const table of tables) {
    const rows = await sql(`select to_jsonb(t)::text as row, t::text as plain from ${table} t`);
    const text = rows.map((row) => `${row.row} ${row.plain}`).join('\n');
    for (const secret of [token, Buffer.from(token).toString('hex'), PASSWORD]) expect(text).not.toContain(secret);
    for (const form of [email, Buffer.from(email).toString('hex')]) expect(text).not.toContain(form);
  }
  const [kept] = await sql('select count(*)::int as n from bus.idempotency');
  expect(kept?.n).toBe(0);
});

test('the answer is the same for a known and an unknown address, and the account stays as it was', async () => {
  const known = await member();
  const answers = await Promise.all([
    signUp(known.email, 'another password entirely 77', 'Someone Else'),
    signUp(newAddress()),
    visitor.ask(SendCode, { email: known.email, purpose: 'reset' }),
    visitor.ask(SendCode, { email: newAddress(), purpose: 'reset' }),
    visitor.ask(SendCode, { email: newAddress(), purpose: 'confirm' }),
  ]);
  for (const answer of answers) expect(answer).toEqual({ sent: true });
  await world.eventually(() =>
    expect(mailbox.to(known.email).map((mail) => mail.subject)).toContain('You already have an account'),
  );
  const told = mailbox.to(known.email).find((mail) => mail.subject === 'You already have an account');
  expect(told?.text).toMatch(/^Hello Robin,/);
  expect(told?.text).not.toMatch(/\d{6}/);
  expect(await refusal(visitor.ask(SignIn, { email: known.email, password: 'another password entirely 77' }))).toBe(
    'wrong-credentials',
  );
  expect(await visitor.ask(SignIn, { email: known.email, password: PASSWORD })).toMatchObject({
    session: { alias: 'Robin' },
  });
});

test('nobody is mailed a code for an address without an account', async () => {
  const email = newAddress();
  await visitor.ask(SendCode, { email, purpose: 'reset' });
  const after = newAddress();
  await signUp(after);
  await codeTo(after);
  expect(mailbox.to(email)).toEqual([]);
});

test('a code is good for five tries, and parallel guesses have five together', async () => {
  const email = newAddress();
  await signUp(email);
  const code = await codeTo(email);
  const wrong = Array.from({ length: 20 }, (_, n) => String((Number(code) + 1 + n) % 1_000_000).padStart(6, '0'));
  const answers = await Promise.all(wrong.map((guess) => refusal(visitor.ask(ConfirmEmail, { email, code: guess }))));
  expect(new Set(answers)).toEqual(new Set(['wrong-code']));
  const [row] = await sql('select tries from code where email_hash = $1', [await hashOf(email)]);
  expect(row?.tries).toBe(5);
  expect(await refusal(visitor.ask(ConfirmEmail, { email, code }))).toBe('wrong-code');
  await visitor.ask(SendCode, { email, purpose: 'confirm' });
  const fresh = await codeTo(email, 2);
  expect(await visitor.ask(ConfirmEmail, { email, code: fresh })).toMatchObject({ session: { alias: 'Robin' } });
});

test('two confirmations with the right code at once make one account and one session', async () => {
  const email = newAddress();
  await signUp(email);
  const code = await codeTo(email);
  const answers = await Promise.all([1, 2, 3].map(() => refusal(visitor.ask(ConfirmEmail, { email, code }))));
  expect(answers.filter((answer) => answer === 'wrong-code')).toHaveLength(2);
  const rows = await sql('select s.id from session s join account a on a.id = s.account_id where a.email_hash = $1', [
    await hashOf(email),
  ]);
  expect(rows).toHaveLength(1);
});

test('a code is good for ten minutes', async () => {
  const email = newAddress();
  await signUp(email);
  const code = await codeTo(email);
  await world.clock.move({ minutes: 11 });
  expect(await refusal(visitor.ask(ConfirmEmail, { email, code }))).toBe('wrong-code');
});

test("signing up with somebody else's address gains nothing, whoever came first", async () => {
  const email = newAddress();
  await signUp(email, 'the thief has a long password', 'Thief');
  await codeTo(email);
  await signUp(email, PASSWORD, 'Owner');
  const owners = await codeTo(email, 2);
  expect(mailbox.to(email).at(-1)?.text).toMatch(/^Hello Owner,/);
  const { session } = await visitor.ask(ConfirmEmail, { email, code: owners });
  expect(session.alias).toBe('Owner');
  expect(await refusal(visitor.ask(SignIn, { email, password: 'the thief has a long password' }))).toBe(
    'wrong-credentials',
  );
  expect(await visitor.ask(SignIn, { email, password: PASSWORD })).toBeDefined();
});

test('a weak password is refused with a sentence that helps', async () => {
  const email = newAddress();
  await expect(signUp(email, 'password1234')).rejects.toMatchObject({
    code: 'weak-password',
    detail: expect.stringMatching(/words/),
  });
  expect(await sql('select 1 from sign_up where email_hash = $1', [await hashOf(email)])).toEqual([]);
});

test('signing in: the right pair, the wrong password, nobody, and somebody who has not confirmed', async () => {
  const { email, token } = await member();
  const again = await visitor.ask(SignIn, { email, password: PASSWORD });
  expect(tokenOf(again)).not.toBe(token);
  expect(await refusal(visitor.ask(SignIn, { email, password: 'not the password' }))).toBe('wrong-credentials');
  expect(await refusal(visitor.ask(SignIn, { email: newAddress(), password: PASSWORD }))).toBe('wrong-credentials');
  const waiting = newAddress();
  await signUp(waiting);
  expect(await refusal(visitor.ask(SignIn, { email: waiting, password: PASSWORD }))).toBe('email-unconfirmed');
  expect(await refusal(visitor.ask(SignIn, { email: waiting, password: 'not the password' }))).toBe(
    'wrong-credentials',
  );
});

test('after ten wrong passwords an address rests for a quarter of an hour, known or not, and no other one does', async () => {
  const { email } = await member();
  for (const address of [email, newAddress()]) {
    for (let n = 0; n < 10; n += 1) {
      expect(await refusal(visitor.ask(SignIn, { email: address, password: `wrong ${n}` }))).toBe('wrong-credentials');
    }
    expect(await refusal(visitor.ask(SignIn, { email: address, password: PASSWORD }))).toBe('too-many-requests');
  }
  const other = await member();
  expect(await visitor.ask(SignIn, { email: other.email, password: PASSWORD })).toBeDefined();
  await world.clock.move({ minutes: 16 });
  expect(await visitor.ask(SignIn, { email, password: PASSWORD })).toBeDefined();
});

test('an address gets five codes an hour', async () => {
  const email = newAddress();
  for (let n = 0; n < 5; n += 1) await visitor.ask(SendCode, { email, purpose: 'reset' });
  const sixth = visitor.ask(SendCode, { email, purpose: 'reset' });
  await expect(sixth).rejects.toMatchObject({ code: 'too-many-requests', detail: expect.stringMatching(/minute/) });
});

test('a new password by code ends every other session and is told by mail', async () => {
  const { email, token } = await member();
  const elsewhere = await visitor.ask(SignIn, { email, password: PASSWORD });
  await visitor.ask(SendCode, { email, purpose: 'reset' });
  const code = await codeTo(email, 2);
  expect(await refusal(visitor.ask(SetPassword, { email, code, password: 'password1234' }))).toBe('weak-password');
  const password = 'seventeen quiet herons';
  const signedIn = await visitor.ask(SetPassword, { email, code, password });
  for (const old of [token, tokenOf(elsewhere)])
    expect(await refusal(visitor.ask(WhoIs, { token: old }))).toBe('not-signed-in');
  expect(await visitor.ask(WhoIs, { token: tokenOf(signedIn) })).toMatchObject({ alias: 'Robin' });
  expect(await refusal(visitor.ask(SignIn, { email, password: PASSWORD }))).toBe('wrong-credentials');
  expect(await refusal(visitor.ask(SetPassword, { email, code, password: 'a second use of the code' }))).toBe(
    'wrong-code',
  );
  await world.eventually(() =>
    expect(mailbox.to(email).map((mail) => mail.subject)).toContain('Your password was changed'),
  );
});

test('a session ends by signing out, or after thirty days with all their visits', async () => {
  const { email, token } = await member();
  await visitor.ask(SignOut, { token });
  await visitor.ask(SignOut, { token });
  expect(await refusal(visitor.ask(WhoIs, { token }))).toBe('not-signed-in');
  const later = await visitor.ask(SignIn, { email, password: PASSWORD });
  for (const days of [13, 13, 3]) {
    await world.clock.move({ days });
    expect(await visitor.ask(WhoIs, { token: tokenOf(later) })).toMatchObject({ alias: 'Robin' });
  }
  await world.clock.move({ days: 1, minutes: 1 });
  expect(await refusal(visitor.ask(WhoIs, { token: tokenOf(later) }))).toBe('not-signed-in');
});

test('alias and zone are changed by their own person, and others read the alias alone', async () => {
  const one = await member('First');
  const two = await member('Second');
  const changed = await world
    .as(one.session.accountId)
    .ask(ChangeAccount, { alias: "Robin O'Leary", zone: 'Asia/Tokyo' });
  expect(changed).toMatchObject({ alias: "Robin O'Leary", zone: 'Asia/Tokyo', accountId: one.session.accountId });
  const unknown = randomUUID();
  const { names } = await visitor.ask(Aliases, { accountIds: [two.session.accountId, unknown, one.session.accountId] });
  expect(names).toEqual([
    { accountId: two.session.accountId, alias: 'Second' },
    { accountId: one.session.accountId, alias: "Robin O'Leary" },
  ]);
  expect(await refusal(visitor.ask(ChangeAccount, { alias: 'Nobody' }))).toBe('not-signed-in');
});

test('receipts learn the alias and zone of who stands on a document, and nobody else does', async () => {
  const one = await member('First');
  await world.as(one.session.accountId).ask(ChangeAccount, { zone: 'Asia/Tokyo' });
  const accountIds = [randomUUID(), one.session.accountId];
  const asked = await world.asService('receipts').ask(Parties, { accountIds });
  expect(asked).toEqual({ parties: [{ accountId: one.session.accountId, alias: 'First', zone: 'Asia/Tokyo' }] });
  // The bus itself does not carry it from anybody else.
  for (const other of ['gateway', 'support', 'booking']) {
    await expect(world.asService(other).ask(Parties, { accountIds })).rejects.toThrow('could not be asked');
  }
});

test('staff are a realm of their own: no client signs in there, and no token of one means anything in the other', async () => {
  const email = newAddress();
  const passwordHash = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  await sql(
    `insert into staff_account (id, email, alias, zone, password_hash, made_at) values ($1, $2, 'Sam', 'Europe/Paris', $3, $4)`,
    [randomUUID(), email, passwordHash, new Date()],
  );
  const client = await member();
  const { half } = HalfSignedIn.parse(await visitor.ask(StaffSignIn, { email, password: PASSWORD }));
  const { secret } = await visitor.ask(StaffBeginEnrolment, { half });
  const code = appCode(secret, world.clock.now());
  const staff = await visitor.ask(StaffFinishEnrolment, { half, code });
  expect(staff.session).toMatchObject({ alias: 'Sam', realm: 'staff' });
  expect(await visitor.ask(StaffWhoIs, { token: staff.token })).toEqual(staff.session);
  expect(await refusal(visitor.ask(WhoIs, { token: staff.token }))).toBe('not-signed-in');
  expect(await refusal(visitor.ask(StaffWhoIs, { token: client.token }))).toBe('not-signed-in');
  expect(await refusal(visitor.ask(StaffSignIn, { email: client.email, password: PASSWORD }))).toBe(
    'wrong-credentials',
  );
  expect(await refusal(visitor.ask(SignIn, { email, password: PASSWORD }))).toBe('wrong-credentials');
  await visitor.ask(StaffSignOut, { token: staff.token });
  expect(await refusal(visitor.ask(StaffWhoIs, { token: staff.token }))).toBe('not-signed-in');
});

test('a copy is opened by the password, for ten minutes, to its own account, and three times a day', async () => {
  const [mine, other] = [await member('Robin'), await member('Wren')];
  const me = world.as(mine.session.accountId);
  expect(await refusal(me.ask(BeginExport, { proof: 'not the password' }))).toBe('wrong-credentials');
  const { ticket } = await me.ask(BeginExport, { proof: PASSWORD });
  expect(await me.ask(OpenExport, { ticket })).toEqual({});
  expect(await refusal(world.as(other.session.accountId).ask(OpenExport, { ticket }))).toBe('not-found');
  for (const made of [`9${ticket}`, `${ticket}x`, ticket.replace('.', ''), '', '9'.repeat(200)]) {
    expect(await refusal(me.ask(OpenExport, { ticket: made }))).toBe('not-found');
  }
  await world.clock.move({ minutes: 10 });
  expect(await refusal(me.ask(OpenExport, { ticket }))).toBe('not-found');
  await me.ask(BeginExport, { proof: PASSWORD });
  await me.ask(BeginExport, { proof: PASSWORD });
  expect(await refusal(me.ask(BeginExport, { proof: PASSWORD }))).toBe('too-many-requests');
});

test('what is in the copy is the person’s own, without hash or secret', async () => {
  const [mine, other] = [await member('Robin'), await member('Wren')];
  const { rows, next } = await world.as(mine.session.accountId).ask(ExportIdentity, { after: null });
  const of = (part: string) => rows.filter((one) => one.part === part).map(({ row }) => row);
  expect(next).toBeNull();
  expect(of('account')).toMatchObject([{ email: mine.email, alias: 'Robin', zone: 'America/New_York' }]);
  expect(of('agreements').map(({ document }) => document)).toEqual(expect.arrayContaining(['terms', 'privacy']));
  expect(of('sessions')).toHaveLength(1);
  const all = JSON.stringify(rows);
  expect(all).not.toMatch(/sealed|emailHash|totp"/i);
  for (const secret of ['argon2', 'Wren', other.email, mine.token, other.session.accountId])
    expect(all).not.toContain(secret);
});
