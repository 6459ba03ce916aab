/** The end of a licence: named by staff, kept by the clock, known to whoever books. */
import { randomUUID } from 'node:crypto';
import {
  DecideLicence,
  LicencesWaiting,
  ListingChanged,
  ReadOffer,
  SaveProfile,
  ViewListing,
  ViewProvider,
} from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { CatalogModule } from '../src/catalog.module.ts';
import { licensed, profile, published, refusalOf } from './cast.ts';

const NOON = new Date('2026-11-23T12:00:00Z');
/** The last day is the thirtieth in Berlin. */
const END = '2026-11-30T23:00:00.000Z';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(NOON);
  await world.service('catalog', CatalogModule);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(NOON));

const until = (providerId: string, lastDay?: string, verified = true) =>
  world
    .staff(randomUUID())
    .ask(DecideLicence, { providerId, verified, reason: 'As the register says.', ...(lastDay ? { lastDay } : {}) });
const offer = (listingId: string) => world.asService('booking').ask(ReadOffer, { listingId });
const page = (accountId: string) => world.visitor().ask(ViewProvider, { accountId });
const waiting = async (accountId: string) =>
  (await world.staff(randomUUID()).ask(LicencesWaiting, {})).licences.some((one) => one.providerId === accountId);
const said = (listingId: string) =>
  world.heard('catalog', ListingChanged).flatMap((data) => (data.listingId === listingId ? [data.published] : []));

test('a licence ends with its last day in the provider’s zone: nobody books, booking hears of it, and staff look again', async () => {
  const account = await licensed(world, 'Dr. Until');
  const { id } = await published(world, account, { mode: 'therapy', category: 'grief' });
  await until(account, '2026-11-30');
  expect(await offer(id)).toMatchObject({ licencePlaces: ['DE'], licenceUntil: END });
  expect((await page(account)).provider).toMatchObject({ licence: 'verified', licenceUntil: END });
  await world.clock.set(new Date(Date.parse(END) - 2_000));
  expect((await offer(id)).licenceUntil).toBe(END);
  expect(await waiting(account)).toBe(false);
  await world.clock.set(new Date(END));
  expect(await refusalOf(offer(id))).toBe('licence-unverified');
  await world.eventually(async () => {
    expect((await page(account)).provider).toMatchObject({ licence: 'submitted', licenceUntil: null });
  });
  expect(await waiting(account)).toBe(true);
  expect(await world.visitor().ask(ViewListing, { listingId: id })).toMatchObject({ whyNot: 'licence-unverified' });
  await world.eventually(() => expect(said(id)).toEqual([true, false]));
  await until(account, '2027-11-30');
  expect((await offer(id)).licenceUntil).toBe('2027-11-30T23:00:00.000Z');
  await world.eventually(() => expect(said(id)).toEqual([true, false, true]));
});

test('a licence without a last day never ends by itself, and a later look takes the last day away or moves it', async () => {
  const account = await licensed(world, 'Dr. Ever');
  const { id } = await published(world, account, { mode: 'therapy', category: 'grief' });
  expect((await offer(id)).licenceUntil).toBeUndefined();
  await until(account, '2026-11-30');
  await until(account, '2026-12-31');
  expect((await offer(id)).licenceUntil).toBe('2026-12-31T23:00:00.000Z');
  await until(account);
  expect((await offer(id)).licenceUntil).toBeUndefined();
  expect(said(id)).toEqual([true]);
});

test('the end belongs to what was looked at: a new number, a withdrawal and a rejection take it away', async () => {
  const account = await licensed(world, 'Dr. New');
  const end = async () => (await page(account)).provider.licenceUntil;
  await until(account, '2026-11-30');
  await world.as(account).ask(SaveProfile, profile('Dr. New'));
  expect(await end()).toBe(END);
  await world.as(account).ask(SaveProfile, profile('Dr. New', 'PSY-2'));
  expect(await end()).toBeNull();
  await until(account, '2026-11-30');
  await until(account, '2026-11-30', false);
  expect(await end()).toBeNull();
});

test('a last day that is over is no verified licence, and is refused', async () => {
  const account = await licensed(world, 'Dr. Over');
  expect(await refusalOf(until(account, '2026-11-22'))).toBe('licence-over');
  expect(await refusalOf(until(account, '2026-02-30'))).toBe('invalid-input');
  await until(account, '2026-11-23');
  expect((await page(account)).provider.licenceUntil).toBe('2026-11-23T23:00:00.000Z');
});
