/** Licence numbers at rest: sealed when they are written, and those of an earlier release while its copies still run. */
import { randomUUID } from 'node:crypto';
import { ExportCatalog, LicencesWaiting, SaveProfile } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { CatalogModule } from '../src/catalog.module.ts';
import { profile, provider } from './cast.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.service('catalog', CatalogModule);
});
afterAll(() => world.stop());

const row = async (account: string) =>
  (
    await world.sql<{ licence_number: string | null; sealed: Buffer | null }>(
      'catalog',
      'SELECT licence_number, licence_number_sealed AS sealed FROM profile WHERE account_id = $1',
      [account],
    )
  )[0];
const asStaffRead = async (account: string) =>
  (await world.staff(randomUUID()).ask(LicencesWaiting, {})).licences.find((one) => one.providerId === account)?.number;

test('a licence number is nowhere in the table, and staff read it', async () => {
  const account = await provider(world, 'Dr. Sealed', 'PSY-4711-SECRET');
  expect(await row(account)).toMatchObject({ licence_number: null });
  const [dump] = await world.sql<{ text: string }>(
    'catalog',
    'SELECT string_agg(profile::text, chr(10)) AS text FROM profile',
  );
  expect(dump?.text).not.toContain('PSY-4711-SECRET');
  expect(dump?.text).not.toContain(Buffer.from('PSY-4711-SECRET').toString('hex'));
  expect(await asStaffRead(account)).toBe('PSY-4711-SECRET');
});

test('a number that a copy of the earlier release writes counts at once, is sealed by the clock, and leaves the old column after an hour', async () => {
  const account = await provider(world, 'Dr. Before', 'PSY-1');
  await world.sql('catalog', "UPDATE profile SET licence_number = 'PSY-2' WHERE account_id = $1", [account]);
  expect(await asStaffRead(account)).toBe('PSY-2');
  await world.eventually(async () => expect((await row(account))?.sealed).not.toBeNull(), 15_000);
  expect(await row(account)).toMatchObject({ licence_number: 'PSY-2' });
  await world.sql('catalog', 'SELECT keys.empty_old_columns()');
  expect(await row(account)).toMatchObject({ licence_number: 'PSY-2' });
  await world.sql(
    'catalog',
    `UPDATE _prisma_migrations SET finished_at = now() - interval '61 minutes' WHERE migration_name LIKE '%licence_numbers_sealed'`,
  );
  await world.sql('catalog', 'SELECT keys.empty_old_columns()');
  expect(await row(account)).toMatchObject({ licence_number: null });
  expect(await asStaffRead(account)).toBe('PSY-2');
}, 30_000);

test('a provider’s copy of their data has the number as they wrote it, and nothing sealed', async () => {
  const account = await provider(world, 'Dr. Copy', 'PSY-3000');
  const { rows } = await world.as(account).ask(ExportCatalog, { after: null });
  expect(rows.find(({ part }) => part === 'profile')?.row).toMatchObject({ licenceNumber: 'PSY-3000' });
  expect(JSON.stringify(rows)).not.toMatch(/sealed/i);
});

test('a sealed number that is copied to another provider does not open there', async () => {
  const [one, other] = [await provider(world, 'Dr. One', 'PSY-10'), await provider(world, 'Dr. Other', 'PSY-20')];
  await world.sql(
    'catalog',
    `UPDATE profile SET licence_number_sealed = (SELECT licence_number_sealed FROM profile WHERE account_id = $1)
     WHERE account_id = $2`,
    [one, other],
  );
  await expect(asStaffRead(other)).rejects.toThrow();
  await world.sql(
    'catalog',
    "UPDATE profile SET licence = 'none', licence_number_sealed = NULL WHERE account_id = $1",
    [other],
  );
});

test('a new number takes the place of the old one', async () => {
  const account = await provider(world, 'Dr. New', 'PSY-1');
  await world.as(account).ask(SaveProfile, profile('Dr. New', 'PSY-2'));
  expect(await asStaffRead(account)).toBe('PSY-2');
});
