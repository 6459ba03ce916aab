/** Free starts as booking says them, and the days of a search: each listing's own horizon, and calendars that come in parts. */
import { Search } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { CatalogModule } from '../src/catalog.module.ts';
import { provider, published, said } from './cast.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.service('catalog', CatalogModule);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(new Date('2026-11-23T12:00:00Z')));

/** The titles of what is found on a day of UTC. */
async function on(day: string): Promise<string[]> {
  const { hits } = await world.visitor().ask(Search, { from: day, to: day });
  return hits.map((hit) => hit.listing.title);
}

test('a listing is found as far ahead as it can be booked itself, at every moment anew', async () => {
  const account = await provider(world, 'Far And Near');
  const [far, near, usual] = await Promise.all(
    ['A year ahead', 'A week ahead', 'Ninety days ahead'].map((title) => published(world, account, { title })),
  );
  const days: [string, number?][] = [[far?.id ?? '', 365], [near?.id ?? '', 7], [usual?.id ?? '']];
  for (const [listingId, horizonDays] of days) {
    const runs = ['2026-12-01', '2027-03-01', '2027-11-01'].map((day) => ({
      first: `${day}T09:00:00.000Z`,
      last: `${day}T10:00:00.000Z`,
      stepMinutes: 60,
    }));
    await said(world, { listingId, runs, ...(horizonDays ? { horizonDays } : {}) });
  }
  const found = async (day: string) => (await on(day)).filter((title) => title.endsWith(' ahead')).sort();
  const next = async (title: string) => {
    const { hits } = await world.visitor().ask(Search, { text: 'ahead', sort: 'soonest' });
    return hits.find((hit) => hit.listing.title === title)?.nextStart;
  };
  expect(await found('2026-12-01')).toEqual(['A year ahead', 'Ninety days ahead']);
  expect(await found('2027-03-01')).toEqual(['A year ahead']);
  expect(await found('2027-11-01')).toEqual(['A year ahead']);
  expect(await next('A week ahead')).toBeNull();
  await world.clock.set(new Date('2026-11-24T08:59:00Z'));
  expect(await found('2026-12-01')).toEqual(['A year ahead', 'Ninety days ahead']);
  // Now the first of the two starts lies within a week, and the second does not yet.
  await world.clock.set(new Date('2026-11-24T09:00:01Z'));
  expect(await found('2026-12-01')).toEqual(['A week ahead', 'A year ahead', 'Ninety days ahead']);
  expect(await next('A week ahead')).toBe('2026-12-01T09:00:00.000Z');
  await world.clock.set(new Date('2026-12-01T08:59:00Z'));
  expect(await found('2027-03-01')).toEqual(['A year ahead']);
  await world.clock.set(new Date('2026-12-01T09:00:01Z'));
  expect(await found('2027-03-01')).toEqual(['A year ahead', 'Ninety days ahead']);
});

test('a calendar that comes in parts is known as if it had come whole, also when a part comes anew', async () => {
  const account = await provider(world, 'Many Pieces');
  const { id } = await published(world, account, { title: 'In many pieces' });
  const hour = (day: string, at = '09') => ({
    first: `${day}T${at}:00:00.000Z`,
    last: `${day}T${at}:00:00.000Z`,
    stepMinutes: 1,
  });
  const found = async () => {
    const days = ['2026-12-10', '2026-12-11', '2026-12-12', '2026-12-13', '2026-12-14'];
    const answers = await Promise.all(days.map((day) => on(day)));
    return days.filter((_, n) => answers[n]?.includes('In many pieces')).map((day) => day.slice(-2));
  };
  const cut = '2026-12-12T09:00:00.000Z';
  await said(world, { listingId: id, runs: [hour('2026-12-10'), hour('2026-12-11')], until: cut, more: true });
  await said(world, { listingId: id, runs: [hour('2026-12-12'), hour('2026-12-13')], from: cut });
  expect(await found()).toEqual(['10', '11', '12', '13']);
  await said(world, { listingId: id, runs: [hour('2026-12-10')], until: cut, more: true });
  expect(await found()).toEqual(['10', '12', '13']);
  await said(world, { listingId: id, runs: [hour('2026-12-14')], from: cut });
  expect(await found()).toEqual(['10', '14']);
  await said(world, { listingId: id, runs: [] });
  expect(await found()).toEqual([]);
});
