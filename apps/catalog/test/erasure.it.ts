/** A provider and a client are erased from the catalog: what they offered goes whole, of what they thought of others the stars stay. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  Aliases,
  CatalogErasePerson,
  CatalogWeighPerson,
  GrantPicture,
  KeepPicture,
  ListingChanged,
  pictureObject,
  Search,
  ViewListing,
  ViewProvider,
  WithdrawListings,
  WriteReview,
} from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { CatalogModule } from '../src/catalog.module.ts';
import { completed, licensed, provider, published, rate, refusalOf, said } from './cast.ts';

const NOON = new Date('2026-11-23T12:00:00Z');

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.service('catalog', CatalogModule);
  await world.clock.set(NOON);
  world.answer(Aliases, ({ accountIds }) => ({ names: accountIds.map((accountId) => ({ accountId, alias: 'Wren' })) }));
});
afterAll(() => world.stop());

const erase = (accountId: string) => world.asService('identity').ask(CatalogErasePerson, { accountId });
const everything = async () =>
  JSON.stringify(
    await Promise.all(
      ['profile', 'listing', 'credential', 'licence_decision', 'review', 'vocabulary', 'run', 'picture_grant'].map(
        (table) => world.sql('catalog', `SELECT t::text FROM ${table} t`),
      ),
    ),
  );

test('a provider goes whole: page, listings, licence, picture, reviews of them, and the words that the search knew them by', async () => {
  const account = await licensed(world, 'Marzipanella Quux', 'LIC-4711-X');
  const other = await provider(world, 'Ordinary Name');
  const listing = await published(world, account, { title: 'A flabbergastical hour on one decision' });
  const kept = await published(world, other, { title: 'An ordinary hour on one decision' });
  await rate(world, account, 5, 4);
  const { pictureId } = await world.as(account).ask(GrantPicture, {});
  await world.as(account).ask(KeepPicture, { pictureId });
  const file = join(world.home, 'objects', pictureObject(pictureId, 128));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'a picture');
  expect(await everything()).toMatch(/marzipanella.*flabbergastical|flabbergastical.*marzipanella/i);

  const { goes, stays } = await erase(account);
  expect([goes, stays]).toEqual([
    [
      { rule: 'catalog.profile', count: 1 },
      { rule: 'catalog.reviews-of-you', count: 2 },
    ],
    [],
  ]);
  expect(await everything()).not.toMatch(/marzipanella|quux|flabbergastical|LIC-4711/i);
  expect(existsSync(file)).toBe(false);
  expect(await refusalOf(world.visitor().ask(ViewListing, { listingId: listing.id }))).toBe('not-found');
  expect(await refusalOf(world.visitor().ask(ViewProvider, { accountId: account }))).toBe('not-found');
  // Words that others use as well are still found by.
  const { hits } = await world.visitor().ask(Search, { text: 'ordinary decision' });
  expect(hits.map((hit) => hit.listing.id)).toContain(kept.id);
  await world.eventually(() =>
    expect(
      world
        .heard('catalog', ListingChanged)
        .filter(({ listingId }) => listingId === listing.id)
        .at(-1)?.published,
    ).toBe(false),
  );
  // What booking had published meanwhile is heard, and is nobody's.
  await said(world, {
    listingId: listing.id,
    runs: [{ first: '2026-12-01T10:00:00.000Z', last: '2026-12-01T12:00:00.000Z', stepMinutes: 30 }],
  });
  expect(await world.sql('catalog', 'select 1 from bus.dead_letter')).toEqual([]);
});

test('a client’s words go, with their name and the answer to them; the stars stay, and so does the rating', async () => {
  const account = await provider(world, 'Rated Person');
  const session = await completed(world, account, '2026-11-22T12:00:00.000Z');
  const text = 'I would have liked a little more snickerdoodle.';
  await world.as(session.clientId).ask(WriteReview, { bookingId: session.bookingId, stars: 2, text });
  await world.sql('catalog', 'update review set shown = true where client_id = $1', [session.clientId]);
  const rating = () => world.sql('catalog', 'select stars, review_count from profile where account_id = $1', [account]);
  const before = await rating();
  expect((await erase(session.clientId)).stays).toEqual([{ rule: 'catalog.reviews', count: 1, until: null }]);
  expect(await everything()).not.toContain('snickerdoodle');
  expect(await rating()).toEqual(before);
  expect(
    await world.sql('catalog', 'select stars, alias from review where client_id = $1', [session.clientId]),
  ).toEqual([{ stars: 2, alias: 'A former client' }]);
});

test('who leaves is taken off the market first; a listing is withdrawn once, and nobody but identity may ask', async () => {
  const account = await provider(world, 'Leaving Soon');
  const listing = await published(world, account);
  const identity = world.asService('identity');
  expect(await identity.ask(WithdrawListings, { accountId: account })).toEqual({ withdrawn: 1 });
  expect(await identity.ask(WithdrawListings, { accountId: account })).toEqual({ withdrawn: 0 });
  expect(await refusalOf(world.visitor().ask(ViewListing, { listingId: listing.id }))).toBe('not-found');
  await expect(world.asService('booking').ask(CatalogErasePerson, { accountId: account })).rejects.toThrow();
});

test('somebody who never was here is erased as well, and weighs nothing', async () => {
  const nobody = randomUUID();
  const weighed = await world.asService('identity').ask(CatalogWeighPerson, { accountId: nobody });
  expect(weighed).toEqual({ inTheWay: [], goes: [], stays: [] });
  expect(await erase(nobody)).toEqual({ goes: [], stays: [] });
});
