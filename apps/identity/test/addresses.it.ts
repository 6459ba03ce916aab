/** Addresses at rest: found by a keyed hash, sealed for their person, and those of an earlier release while its copies still run. */
import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { Refusal, SendCode, SignIn, SignUp } from '@sounding/contracts';
import { Keyring } from '@sounding/service';
import { AddressBook } from '../src/accounts/address-book.crypto.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { Office } from './office.ts';

let office: Office;
let addresses: AddressBook;
const PASSWORD = 'orchard velvet tambourine';

beforeAll(async () => {
  office = await Office.start();
  addresses = office.service.app.get(AddressBook);
});
afterAll(() => office?.stop());

/** As a copy of the earlier release, or the seed, writes an account. */
async function inClear(email: string): Promise<string> {
  const id = randomUUID();
  await office.sql(
    `insert into account (id, email, alias, zone, password_hash, adult_at, terms_version, confirmed_at, changed_at)
     values ($1, $2, 'Wren', 'UTC', $3, now(), '2026-11-01', now(), now())`,
    [id, email, await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })],
  );
  return id;
}
const row = async (id: string) =>
  (await office.sql('select email, email_hash, email_sealed from account where id = $1', [id]))[0] as {
    email: string | null;
    email_hash: Buffer | null;
    email_sealed: Buffer | null;
  };
const emptied = () => office.sql('select keys.empty_old_columns()');

test('an account of the earlier release signs in at once, is sealed by the clock, and its column is emptied after an hour', async () => {
  const email = `before-${randomUUID()}@example.com`;
  const id = await inClear(email);
  const signIn = () => office.world.visitor().ask(SignIn, { email, password: PASSWORD });
  expect(await signIn()).toMatchObject({ session: { accountId: id } });
  await office.world.eventually(async () => expect((await row(id)).email_sealed).not.toBeNull(), 20_000);
  expect((await row(id)).email_hash).toEqual(Buffer.from(await addresses.hash(email)));
  await emptied();
  expect((await row(id)).email).toBe(email);
  await office.sql(
    `update _prisma_migrations set finished_at = now() - interval '61 minutes' where migration_name like '%addresses_sealed'`,
  );
  await emptied();
  expect((await row(id)).email).toBeNull();
  expect(await signIn()).toMatchObject({ session: { accountId: id } });
  expect(await addresses.mine(office.service.app.get(PrismaClient), 'client', id)).toBe(email);
}, 60_000);

test('one address is one account, however it is kept', async () => {
  const email = `twice-${randomUUID()}@example.com`;
  await inClear(email);
  await office.world.visitor().ask(SignUp, { email, password: PASSWORD, alias: 'Other', adult: true, zone: 'UTC' });
  await office.world.eventually(() => expect(office.mailbox.to(email).length).toBe(1));
  // Its owner is told that there is an account already, and no code is in that mail.
  expect(office.mailbox.to(email)[0]?.text).not.toMatch(/^\d{6}$/m);
});

test('the sealed address of one account does not open in another', async () => {
  const [one, other] = [
    await inClear(`one-${randomUUID()}@example.com`),
    await inClear(`other-${randomUUID()}@example.com`),
  ];
  await office.world.eventually(async () => expect((await row(other)).email_sealed).not.toBeNull(), 20_000);
  await office.sql('update account set email_sealed = (select email_sealed from account where id = $1) where id = $2', [
    one,
    other,
  ]);
  await expect(addresses.mine(office.service.app.get(PrismaClient), 'client', other)).rejects.toThrow(
    'belongs elsewhere',
  );
}, 60_000);

test('an account whose key was destroyed has no address, and no mail goes anywhere', async () => {
  const email = `gone-${randomUUID()}@example.com`;
  const id = await inClear(email);
  await office.world.eventually(async () => expect((await row(id)).email_sealed).not.toBeNull(), 20_000);
  await office.sql('update account set email = null where id = $1', [id]);
  const db = office.service.app.get(PrismaClient);
  await db.$transaction((tx) => office.service.app.get(Keyring).destroy(tx, `person/${id}`));
  await expect(addresses.mine(db, 'client', id)).rejects.toThrow('has no address');
}, 60_000);

test('what may be asked of an address is counted by its hash, and an address is never in an answer', async () => {
  const email = `asked-${randomUUID()}@example.com`;
  expect(await office.world.visitor().ask(SendCode, { email, purpose: 'reset' })).toEqual({ sent: true });
  const [code] = await office.sql('select email, email_hash from code where email_hash = $1', [
    Buffer.from(await addresses.hash(email)),
  ]);
  expect(code).toMatchObject({ email: null });
  await expect(office.world.visitor().ask(SignIn, { email, password: PASSWORD })).rejects.toThrow(Refusal);
});
