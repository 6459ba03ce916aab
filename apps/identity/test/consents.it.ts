/** Consents: given and taken back by themselves, kept as history, and asked again when their words change in what matters. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Aliases, ChangeConsent, HasConsent, MyConsents, Parties, Refusal, ShownNames } from '@sounding/contracts';
import { textHashOf } from '@sounding/service';
import { legalAt } from '@sounding/terms';
import { rehearsed } from '@sounding/terms/rehearsal';
import { Office } from './office.ts';

const LATER = '2030-03-01';
const rehearsal = JSON.stringify({
  health: [
    {
      version: LATER,
      matters: 'More is stored.',
      sections: [{ id: 'health', title: 'Health', sentences: ['More is stored.'] }],
    },
  ],
});
const texts = rehearsed(rehearsal);

let office: Office;
beforeAll(async () => {
  office = await Office.start((home) => {
    const file = join(home, 'coming.json');
    writeFileSync(file, rehearsal);
    return { SOUNDING_TERMS_FILE: file };
  });
});
afterAll(() => office?.stop());

const hashOf = (kind: 'health' | 'own-name') => textHashOf(legalAt(kind, office.world.clock.now(), texts));
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const has = async (id: string) => (await office.world.as(id).ask(HasConsent, { kind: 'health' })).given;
const health = (id: string, given: boolean) =>
  office.world.as(id).ask(ChangeConsent, { kind: 'health', given, ...(given ? { textHash: hashOf('health') } : {}) });

test('a consent is none until it is given, ends when it is taken back, and every yes and no is kept', async () => {
  const { id } = await office.member();
  const other = await office.member();
  expect(await has(id)).toBe(false);
  expect(await health(id, true)).toMatchObject({ given: true, version: '2026-11-01' });
  expect([await has(id), await has(other.id)]).toEqual([true, false]);
  await health(id, true);
  expect(await health(id, false)).toMatchObject({ given: false });
  expect(await has(id)).toBe(false);
  await health(id, true);
  const { consents } = await office.world.as(id).ask(MyConsents, {});
  expect(consents.find(({ kind }) => kind === 'health')?.history.map(({ given }) => given)).toEqual([
    true,
    false,
    true,
  ]);
  // A no where nothing was said changes nothing.
  expect(await health(other.id, false)).toMatchObject({ given: false, since: null, history: [] });
});

test('a yes to words that were not on the page is refused, and so is one without its words', async () => {
  const { id } = await office.member();
  const ask = (textHash?: string) =>
    office.world.as(id).ask(ChangeConsent, { kind: 'health', given: true, ...(textHash ? { textHash } : {}) });
  expect(await refusal(ask('ab'.repeat(32)))).toBe('text-changed');
  expect(await refusal(ask())).toBe('text-changed');
  expect(await has(id)).toBe(false);
});

test('a name of one’s own is shown to who may ask for it, and nowhere else; taken back it is the alias again', async () => {
  const { id } = await office.member();
  const { world } = office;
  const shown = async () => (await world.asService('booking').ask(ShownNames, { accountIds: [id] })).names[0]?.alias;
  const name = (given: boolean, own?: string) =>
    world
      .as(id)
      .ask(ChangeConsent, { kind: 'own-name', given, textHash: hashOf('own-name'), ...(own ? { name: own } : {}) });
  expect(await refusal(name(true))).toBe('name-needed');
  expect(await refusal(name(true, '<b>Robin</b>'))).toBe('invalid-input');
  await name(true, 'Robin Øster');
  const [provider] = [await office.member()];
  const asked = await world.as(provider.id).ask(ShownNames, { accountIds: [id] });
  expect(asked.names).toEqual([{ accountId: id, alias: 'Robin Øster' }]);
  // Reviews, documents and staff go by these.
  expect((await world.visitor().ask(Aliases, { accountIds: [id] })).names[0]?.alias).toBe('Robin');
  expect((await world.asService('receipts').ask(Parties, { accountIds: [id] })).parties[0]?.alias).toBe('Robin');
  await name(false);
  expect((await world.as(provider.id).ask(ShownNames, { accountIds: [id] })).names[0]?.alias).toBe('Robin');
  expect(await refusal(shown())).toBe('not-signed-in');
  expect(await office.sql('select own_name, own_name_sealed from account where id = $1', [id])).toEqual([
    { own_name: null, own_name_sealed: null },
  ]);
});

test('what was said can be changed by nobody', async () => {
  const { id } = await office.member();
  await health(id, true);
  for (const statement of ['update consent set given = false', 'delete from consent', 'truncate consent']) {
    await expect(office.sql(statement)).rejects.toThrow('only ever added');
  }
});

test('a yes to older words ends on the day of words that matter, and can be given anew', async () => {
  const { id } = await office.member();
  await health(id, true);
  await office.world.clock.set(new Date(`${LATER}T00:00:00.000Z`));
  expect(await has(id)).toBe(false);
  expect(await health(id, true)).toMatchObject({ given: true, version: LATER });
  expect(await has(id)).toBe(true);
});
