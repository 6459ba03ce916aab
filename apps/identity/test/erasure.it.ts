/** Leaving for good, as identity conducts it; the other services are stood in for. */
import { createHash, randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import {
  Aliases,
  BillingErased,
  BillingErasePerson,
  BillingWeighPerson,
  BookingErased,
  BookingErasePerson,
  BookingMail,
  BookingWeighPerson,
  CatalogErased,
  CatalogErasePerson,
  CatalogWeighPerson,
  canonicalJson,
  ErasureCertificate,
  ErasureLate,
  IdentityErased,
  Leave,
  MyLeaving,
  type Obstacle,
  ReceiptsErased,
  ReceiptsErasePerson,
  ReceiptsWeighPerson,
  Refusal,
  SettleProvider,
  SignIn,
  StayAfterAll,
  SupportErased,
  SupportErasePerson,
  SupportWeighPerson,
  WithdrawListings,
  WorkspaceErased,
  WorkspaceErasePerson,
  WorkspaceWeighPerson,
} from '@sounding/contracts';
import { ErasureClock } from '../src/erasure/erasure.clock.ts';
import { Office } from './office.ts';

const PASSWORD = 'orchard velvet tambourine';
const SESSION: Obstacle = { kind: 'session', id: randomUUID(), until: null, amount: null };
const ERASE = [
  CatalogErasePerson,
  BookingErasePerson,
  BillingErasePerson,
  SupportErasePerson,
  WorkspaceErasePerson,
  ReceiptsErasePerson,
];
const WEIGH = [
  CatalogWeighPerson,
  BookingWeighPerson,
  BillingWeighPerson,
  SupportWeighPerson,
  WorkspaceWeighPerson,
  ReceiptsWeighPerson,
];
const ERASED = [CatalogErased, BookingErased, BillingErased, SupportErased, WorkspaceErased, ReceiptsErased];

let office: Office;
let clock: ErasureClock;
const inTheWay = new Map<string, Obstacle[]>();
const asked: string[] = [];
const elsewhere = new Set<string>();

beforeAll(async () => {
  office = await Office.start(undefined, (running) => {
    clock = running.app.get(ErasureClock);
  });
  const { world } = office;
  for (const contract of WEIGH) {
    world.answer(contract, ({ accountId }) => ({
      inTheWay: contract.owner === 'booking' ? (inTheWay.get(accountId) ?? []) : [],
      ...{ goes: [], stays: contract.owner === 'booking' ? [{ rule: 'booking.bookings', count: 2, until: null }] : [] },
    }));
  }
  ERASE.forEach(eraseWell);
  for (const contract of ERASED) world.answer(contract, () => ({ accountIds: [...elsewhere].sort() }));
  world.answer(WithdrawListings, () => ({ withdrawn: 0 }));
  world.answer(SettleProvider, () => ({}));
});
afterAll(() => office?.stop());

function eraseWell(contract: (typeof ERASE)[number]): void {
  office.world.answer(contract, ({ accountId }) => {
    asked.push(`${contract.owner}:${accountId}`);
    const stays =
      contract.owner === 'booking' ? [{ rule: 'booking.bookings', count: 2, until: '2037-01-01T00:00:00.000Z' }] : [];
    return { goes: contract.owner === 'support' ? [{ rule: 'support.tickets', count: 3 }] : [], stays };
  });
}

async function member(): Promise<{ id: string; email: string }> {
  const made = await office.member();
  const passwordHash = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  await office.sql('update account set password_hash = $2 where id = $1', [made.id, passwordHash]);
  return made;
}

const leave = (id: string, proof = PASSWORD) => office.world.as(id).ask(Leave, { proof });
const stateOf = async (id: string) =>
  (await office.sql('select * from erasure where account_id = $1', [id])).map(({ state }) => state);
const erasureOf = async (id: string) => (await office.sql('select id from erasure where account_id = $1', [id]))[0]?.id;
const refusalOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );
const mailTo = (email: string, subject: string) => office.mailbox.to(email).find((mail) => mail.subject === subject);

async function pass(days: number): Promise<void> {
  await office.world.clock.move({ days });
  await clock.run();
}

describe('somebody who leaves', () => {
  it('sees beforehand what goes and what stays, must know the password, and asks once', async () => {
    const { id, email } = await member();
    const before = await office.world.as(id).ask(MyLeaving, {});
    expect(before.state).toBe('none');
    expect(before.goes.map(({ what }) => what).join()).toContain('your address');
    expect(before.stays).toContainEqual(
      expect.objectContaining({ count: 2, because: expect.stringContaining('books') }),
    );
    expect(await refusalOf(leave(id, 'not my password'))).toBe('wrong-credentials');
    expect(await stateOf(id)).toEqual([]);
    const [one, two] = await Promise.all([leave(id), leave(id)]);
    expect(one).toEqual(two);
    expect(await stateOf(id)).toEqual(['asked']);
    await office.world.eventually(() => expect(mailTo(email, 'You asked us to erase you')).toBeDefined());
  });

  it('is erased after the pause, is written to once more, and has a certificate that names nobody', async () => {
    const { id, email } = await member();
    await leave(id);
    await pass(2.9);
    expect(asked).not.toContain(`catalog:${id}`);
    await pass(0.2);
    await office.world.eventually(async () => expect(await stateOf(id)).toEqual(['done']));
    expect(asked.filter((one) => one.endsWith(id)).map((one) => one.split(':')[0])).toEqual(
      ERASE.map(({ owner }) => owner),
    );

    const mail = await office.world.eventually(() => {
      const found = mailTo(email, 'Your account is erased');
      if (!found) throw new Error('not yet');
      return found;
    });
    const token = /\/erased\/([\w-]{43})/.exec(mail.text)?.[1] ?? '';
    const certificate = await office.world.visitor().ask(ErasureCertificate, { token });
    const { hash: said, ...rest } = certificate;
    expect(createHash('sha256').update(canonicalJson(rest)).digest('hex')).toBe(said);
    expect(mail.text).toContain(said);
    expect(certificate.services.map(({ service }) => service)).toEqual([
      ...ERASE.map(({ owner }) => owner),
      'identity',
    ]);
    expect(JSON.stringify(certificate)).not.toMatch(new RegExp(`${id}|${email}|Robin`));
    expect(await refusalOf(office.world.visitor().ask(ErasureCertificate, { token: 'x'.repeat(43) }))).toBe(
      'not-found',
    );

    // Of the person only the number of the account is left, and the key of the mail is not the way back to it.
    await office.world.eventually(async () =>
      expect((await office.rowOf(`identity:erased:${await erasureOf(id)}`)).sealed).toBeNull(),
    );
    for (const table of [
      'account',
      'session',
      'code',
      'sign_up',
      'outbound_mail',
      'erasure',
      'bus.outbox',
      'bus.idempotency',
    ]) {
      const rows = await office.sql(`select t::text as row from ${table} t`);
      expect([table, rows.filter(({ row }) => String(row).includes(email))]).toEqual([table, []]);
    }
    expect(await refusalOf(office.world.visitor().ask(SignIn, { email, password: PASSWORD }))).toBe(
      'wrong-credentials',
    );
    const { names } = await office.world.asService('workspace').ask(Aliases, { accountIds: [id, randomUUID()] });
    expect(names).toEqual([{ accountId: id, alias: 'Someone who left' }]);
    const { accountIds } = await office.world.asService('booking').ask(IdentityErased, { after: null });
    expect(accountIds).toContain(id);
  });

  it('can call it off until it begins, and ask again', async () => {
    const { id, email } = await member();
    await leave(id);
    await office.world.as(id).ask(StayAfterAll, {});
    expect(await refusalOf(office.world.as(id).ask(StayAfterAll, {}))).toBe('not-leaving');
    await pass(4);
    expect(await stateOf(id)).toEqual(['called-off']);
    await office.world.eventually(() => expect(mailTo(email, 'You stay')).toBeDefined());
    await leave(id);
    expect((await stateOf(id)).sort()).toEqual(['asked', 'called-off']);
    expect(await refusalOf(office.world.visitor().ask(SignIn, { email, password: PASSWORD }))).toBe('accepted');
  });

  it('waits for what is in the way, goes on by itself, and staff hear of it after thirty days', async () => {
    const { id, email } = await member();
    inTheWay.set(id, [SESSION]);
    await leave(id);
    await pass(3.1);
    await office.world.eventually(async () => expect(await stateOf(id)).toEqual(['waiting']));
    await office.world.eventually(() => expect(mailTo(email, 'Erasing you has to wait')).toBeDefined());
    expect((await office.world.as(id).ask(MyLeaving, {})).inTheWay).toEqual([SESSION]);
    const erasureId = await erasureOf(id);
    const late = () => office.world.heard('identity', ErasureLate).filter((one) => one.erasureId === erasureId);
    expect(late()).toEqual([]);
    await pass(27);
    await office.world.eventually(() =>
      expect(late().map(({ waitsFor, over }) => [waitsFor, over])).toEqual([[['session'], false]]),
    );
    inTheWay.delete(id);
    await pass(0.1);
    await office.world.eventually(async () => expect(await stateOf(id)).toEqual(['done']));
    await office.world.eventually(() => expect(late().map(({ over }) => over)).toEqual([false, true]));
  });

  it('is erased everywhere even when a service was away, or says that something came in the way meanwhile', async () => {
    const { id } = await member();
    office.world.silence(BillingErasePerson);
    office.world.answer(SupportErasePerson, () => {
      throw new Refusal('in-the-way', 'A claim was opened.');
    });
    await leave(id);
    await pass(3.1);
    await office.world.eventually(async () => expect(await stateOf(id)).toEqual(['erasing']));
    eraseWell(BillingErasePerson);
    await pass(0.1);
    await office.world.eventually(() => expect(asked).toContain(`billing:${id}`));
    expect(asked.filter((one) => one === `catalog:${id}`)).toHaveLength(1);
    eraseWell(SupportErasePerson);
    await pass(0.1);
    await office.world.eventually(async () => expect(await stateOf(id)).toEqual(['done']));
  });

  it('gets no mail that another service still wants for them, and that is no mistake', async () => {
    const { id } = await member();
    await leave(id);
    await pass(3.1);
    await office.world.eventually(async () => expect(await stateOf(id)).toEqual(['done']));
    const data = { bookingId: randomUUID(), startsAt: new Date().toISOString() };
    await office.world.say('booking', BookingMail, {
      accountId: id,
      key: `late:${id}`,
      template: 'booking-soon',
      data,
    });
    const { id: other } = await office.member();
    await office.world.say('booking', BookingMail, {
      accountId: other,
      key: `late:${other}`,
      template: 'booking-soon',
      data,
    });
    await office.world.eventually(async () => expect((await office.rowOf(`booking:late:${other}`)).id).toBeDefined());
    expect(await office.rowOf(`booking:late:${id}`)).toEqual({});
    expect(await office.sql('select 1 from bus.dead_letter')).toEqual([]);
  });

  it('is erased again when this very database comes back from before', async () => {
    const { id, email } = await member();
    elsewhere.add(id);
    expect(await clock.compare()).toBe(1);
    expect(await clock.compare()).toBe(0);
    expect(await office.sql('select 1 from account where email = $1', [email])).toEqual([]);
    expect(await stateOf(id)).toEqual(['done']);
  });
});
