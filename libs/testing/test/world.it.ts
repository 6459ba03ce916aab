import { randomUUID } from 'node:crypto';
import { ReadOffer, ReadOffers, refuse } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const offer = {
  listingId: randomUUID(),
  listingVersion: 1,
  providerId: randomUUID(),
  kind: 'session' as const,
  mode: 'advice' as const,
  title: 'An hour of calm',
  price: { minor: 6000, currency: 'USD' as const },
  durationMinutes: 60,
  stepMinutes: 30,
  noticeMinutes: 120,
  asksFirst: false,
  weeksMost: 1,
};

test('a stand-in answers as the owner would, and sees who asks', async () => {
  const account = randomUUID();
  let seen: string | null = null;
  world.answer(ReadOffer, (input, asked) => {
    seen = asked.account;
    return { ...offer, listingId: input.listingId };
  });
  const listingId = randomUUID();
  const answer = await world.as(account).ask(ReadOffer, { listingId });
  expect(answer.listingId).toBe(listingId);
  expect(seen).toBe(account);
});

test('a stand-in may refuse', async () => {
  world.answer(ReadOffer, () => {
    throw refuse(ReadOffer, 'not-published', 'It was taken down.');
  });
  await expect(world.visitor().ask(ReadOffer, { listingId: randomUUID() })).rejects.toMatchObject({
    code: 'not-published',
  });
});

test('a service logs in as itself: what the contract does not let it ask is refused by the server', async () => {
  world.answer(ReadOffers, () => ({ offers: [offer] }));
  const booking = await world.asService('booking').ask(ReadOffers, { providerId: offer.providerId });
  expect(booking.offers).toHaveLength(1);
  await expect(world.asService('receipts').ask(ReadOffers, { providerId: offer.providerId })).rejects.toThrow();
});

test('each service has a copy of its own migrated database, which its own role cannot change in shape', async () => {
  const database = await world.database('catalog');
  const [row] = await world.sql<{ n: number }>('catalog', 'SELECT count(*)::int AS n FROM listing');
  expect(row?.n).toBe(0);
  expect(database.url).toContain('catalog_app');
});
