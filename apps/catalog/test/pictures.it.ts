/** Which picture a provider shows: granted, kept once, replaced, removed. The files are the door's. */
import { randomUUID } from 'node:crypto';
import { GrantPicture, KeepPicture, RemovePicture, Search, ViewListing, ViewProvider } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { CatalogModule } from '../src/catalog.module.ts';
import { provider, published, refusalOf } from './cast.ts';

const NOON = new Date('2026-11-23T12:00:00Z');

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.service('catalog', CatalogModule);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(NOON));

const grant = (account: string) => world.as(account).ask(GrantPicture, {});
const keep = (account: string, pictureId: string) => world.as(account).ask(KeepPicture, { pictureId });
const shown = async (accountId: string) => (await world.visitor().ask(ViewProvider, { accountId })).provider.picture;

test('a picture is shown once it is kept: on the page, the listing and the card', async () => {
  const account = await provider(world, 'Pictured Person');
  const listing = await published(world, account, { title: 'An hour with somebody pictured' });
  const granted = await grant(account);
  expect(granted).toMatchObject({ object: `pictures/${granted.pictureId}`, type: 'image/webp' });
  expect(await shown(account)).toBeNull();
  expect(await keep(account, granted.pictureId)).toEqual({ pictureId: granted.pictureId, gone: null });
  const [card] = (await world.visitor().ask(Search, { text: 'somebody pictured' })).hits;
  const page = await world.visitor().ask(ViewListing, { listingId: listing.id });
  expect([await shown(account), card?.provider.picture, page.provider.picture]).toEqual(
    Array.from({ length: 3 }, () => granted.pictureId),
  );
});

test('the next picture says which one is gone, and so does removing it', async () => {
  const account = await provider(world);
  const [first, second] = [await grant(account), await grant(account)];
  await keep(account, first.pictureId);
  expect((await keep(account, second.pictureId)).gone).toBe(first.pictureId);
  expect(await world.as(account).ask(RemovePicture, {})).toEqual({ gone: second.pictureId });
  expect(await shown(account)).toBeNull();
  expect(await world.as(account).ask(RemovePicture, {})).toEqual({ gone: null });
});

test('a grant is for one picture of one provider, for a minute; nobody else’s id is ever shown', async () => {
  const [account, other] = [await provider(world), await provider(world)];
  const { pictureId } = await grant(account);
  expect(await refusalOf(keep(other, pictureId))).toBe('grant-over');
  expect(await refusalOf(keep(account, randomUUID()))).toBe('grant-over');
  await keep(account, pictureId);
  expect(await refusalOf(keep(account, pictureId))).toBe('grant-over');
  const late = await grant(account);
  await world.clock.set(new Date(late.expiresAt));
  expect(await refusalOf(keep(account, late.pictureId))).toBe('grant-over');
  expect([await shown(account), await shown(other)]).toEqual([pictureId, null]);
});

test('who has no profile has nothing to hang a picture on', async () => {
  expect(await refusalOf(grant(randomUUID()))).toBe('no-profile');
  expect(await refusalOf(world.visitor().ask(GrantPicture, {}))).toBe('not-signed-in');
});
