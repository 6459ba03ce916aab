/** Terms that change: announced, asked, accepted once, and kept as proof. A coming version is given by data and the clock is moved. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AcceptDocument, MyAgreements, Refusal, WhoIs } from '@sounding/contracts';
import { textHashOf } from '@sounding/service';
import { legalVersion } from '@sounding/terms';
import { rehearsed } from '@sounding/terms/rehearsal';
import { Office } from './office.ts';

const COMING = '2030-03-01';
const DAY = 86_400_000;
const takesOver = Date.parse(`${COMING}T00:00:00.000Z`);
const rehearsal = JSON.stringify({
  terms: [{ version: COMING, matters: 'The time to claim is longer.', guaranteeDays: 14 }],
});
const texts = rehearsed(rehearsal);
const hashOf = (version: string) => {
  const found = legalVersion('terms', version, texts);
  if (!found) throw new Error(`no version ${version}`);
  return textHashOf(found);
};

let office: Office;
beforeAll(async () => {
  office = await Office.start((home) => {
    const file = join(home, 'coming-terms.json');
    writeFileSync(file, rehearsal);
    return { SOUNDING_TERMS_FILE: file };
  });
});
afterAll(() => office?.stop());

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const agree = (id: string, version: string, textHash = hashOf(version)) =>
  office.world.as(id).ask(AcceptDocument, { document: 'terms', version, textHash });
const mine = (id: string) => office.world.as(id).ask(MyAgreements, {});

test('a coming version is announced by one mail to each, asked for from its day on, and accepted once', async () => {
  const { world } = office;
  const [robin, wren] = [await office.signedIn(), await office.signedIn()];
  expect((await world.visitor().ask(WhoIs, { token: robin.token })).agreement).toBeUndefined();
  expect(await refusal(agree(robin.id, COMING))).toBe('not-found');

  await world.clock.set(new Date(takesOver - 30 * DAY - 60_000));
  const second = await office.open();
  expect((await mine(robin.id)).asked).toEqual([]);
  await world.clock.set(new Date(takesOver - 30 * DAY));
  const third = await office.open();
  await world.eventually(async () => {
    const rows = await office.sql("select account_id from outbound_mail where template = 'terms-will-change'");
    expect(rows.map((row) => row.account_id).sort()).toEqual([robin.id, wren.id].sort());
  });
  await world.eventually(() => expect(office.mailbox.to(robin.email).at(-1)?.text).toContain('March 1, 2030'));
  await Promise.all([second.stop(), third.stop()]);

  expect((await world.visitor().ask(WhoIs, { token: await office.tokenOf(robin.id) })).agreement).toMatchObject({
    ...{ state: 'coming', document: 'terms', version: COMING, accepted: '2026-11-01' },
  });
  // Before its day is early enough.
  const accepted = await agree(robin.id, COMING);
  await world.clock.set(new Date(takesOver));
  expect((await world.visitor().ask(WhoIs, { token: await office.tokenOf(robin.id) })).agreement).toBeUndefined();
  expect((await world.visitor().ask(WhoIs, { token: await office.tokenOf(wren.id) })).agreement?.state).toBe('due');
  expect(await agree(robin.id, COMING)).toEqual(accepted);
  expect((await mine(robin.id)).accepted.map(({ version, textHash }) => [version, textHash])).toEqual([
    [COMING, hashOf(COMING)],
  ]);
});

test('other words than those of the version are refused, and nothing is kept', async () => {
  const { id } = await office.signedIn();
  expect(await refusal(agree(id, COMING, 'ab'.repeat(32)))).toBe('text-changed');
  expect(await refusal(agree(id, '1999-01-01', hashOf(COMING)))).toBe('not-found');
  expect(await office.sql('select 1 from acceptance where account_id = $1', [id])).toEqual([]);
});

test('one commit of two that come at once is kept', async () => {
  const { id } = await office.signedIn();
  const [one, other] = await Promise.all([agree(id, COMING), agree(id, COMING)]);
  expect(one).toEqual(other);
  expect(await office.sql('select 1 from acceptance where account_id = $1', [id])).toHaveLength(1);
});

test.each([["update acceptance set version = '2031-01-01'"], ['delete from acceptance'], ['truncate acceptance']])(
  'not even the owner of the database may: %s',
  async (statement) => {
    const { id } = await office.signedIn();
    await agree(id, COMING);
    await expect(office.sql(statement)).rejects.toThrow('only ever added');
    const [may] = await office.sql(
      `select has_table_privilege('identity_app', 'acceptance', 'UPDATE') or has_table_privilege('identity_app', 'acceptance', 'DELETE')
       or has_table_privilege('identity_app', 'acceptance', 'TRUNCATE') as change`,
    );
    expect(may?.change).toBe(false);
  },
);
