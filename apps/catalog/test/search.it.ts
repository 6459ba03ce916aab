import { DecideLicence, type Input, PublishListing, ReadOffer, SaveProfile, Search } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { CatalogModule } from '../src/catalog.module.ts';
import { free, profile, provider, published, refusalOf } from './cast.ts';

const now = new Date('2026-11-23T12:00:00Z');
const ids: Record<string, string> = {};
const accounts: Record<string, string> = {};
let world: World;

function search(wish: Partial<Input<typeof Search>> = {}) {
  return world.visitor().ask(Search, wish);
}

async function titles(wish: Partial<Input<typeof Search>> = {}) {
  return (await search(wish)).hits.map((hit) => hit.listing.title);
}

async function make(name: string, account: string, wish: Parameters<typeof published>[2]): Promise<void> {
  const { id } = await published(world, account, { title: name, ...wish });
  ids[name] = id;
}

beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(now);
  await world.service('catalog', CatalogModule);
  accounts.ana = await provider(world, 'Ana Bright');
  accounts.ben = await provider(world, 'Ben Hollow', 'PSY-1');
  await world
    .staff('7b1f7f3e-1c1c-4c1c-8c1c-1c1c1c1c1c1c')
    .ask(DecideLicence, { providerId: accounts.ben, verified: true, reason: 'In the register.' });
  accounts.eve = await provider(world, 'Eve Waiting', 'PSY-2');
  await make('Life path advice for late starters', accounts.ana, { category: 'life-path-advice', price: 6_000 });
  await make('Choosing between two cities', accounts.ana, { category: 'big-decisions', price: 4_000, notice: 600 });
  await make('Therapy for anxiety', accounts.ben, { category: 'anxiety', mode: 'therapy', price: 12_000 });
  await make('Living well with grief', accounts.ben, { category: 'grief', mode: 'advice', price: 9_000 });
  await make('Unverified therapy for anxiety', accounts.eve, { category: 'anxiety', mode: 'therapy', price: 3_000 });
  await free(world, ids['Life path advice for late starters'] ?? '', [
    '2026-11-24T23:00:00.000Z',
    '2026-11-25T02:00:00.000Z',
  ]);
  await free(world, ids['Choosing between two cities'] ?? '', ['2026-11-23T13:00:00.000Z', '2026-11-23T23:00:00.000Z']);
  await free(world, ids['Therapy for anxiety'] ?? '', ['2026-11-28T09:00:00.000Z', '2026-11-28T11:00:00.000Z']);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(now));

describe('a search', () => {
  it('finds everything that can be booked, and no therapy of an unverified licence', async () => {
    const found = await search();
    expect(found).toMatchObject({ total: 4, page: 1, pages: 1, crisis: false });
    for (const hit of found.hits) {
      await world.asService('booking').ask(ReadOffer, { listingId: hit.listing.id });
      expect(hit.listing.allIn.minor).toBe(hit.listing.price.minor + 349);
      expect(hit.provider).not.toHaveProperty('about');
    }
    expect(await titles({ text: 'unverified' })).not.toContain('Unverified therapy for anxiety');
  });

  it.each([
    ['life path advice', 'Life path advice for late starters'],
    ['LIFE-PATH, please!', 'Life path advice for late starters'],
    ['anxious or grieving', 'Living well with grief'],
    ['anxeity', 'Therapy for anxiety'],
    ['therpay', 'Therapy for anxiety'],
    ['choose citys', 'Choosing between two cities'],
    ['Ben Hollow', 'Therapy for anxiety'],
    ['mind & feelings', 'Therapy for anxiety'],
  ])('for "%s" finds "%s"', async (text, title) => {
    expect(await titles({ text })).toContain(title);
  });

  it('puts the listing that says it in its title first', async () => {
    expect((await titles({ text: 'grief' }))[0]).toBe('Living well with grief');
  });

  it('finds nothing for words that nobody uses, and everything for words that mean nothing', async () => {
    expect(await titles({ text: 'xyzzyqwrt' })).toEqual([]);
    expect(await titles({ text: 'who are you' })).toHaveLength(4);
    await titles({ text: `'; drop table listing; --` });
    expect(await titles()).toHaveLength(4);
  });

  it('finds a provider by a new name at once', async () => {
    const account = accounts.ana ?? '';
    await world.as(account).ask(SaveProfile, profile('Anouk Zonneveld'));
    expect(await titles({ text: 'zonneveld' })).toHaveLength(2);
    expect(await titles({ text: 'Bright' })).toEqual([]);
    await world.as(account).ask(SaveProfile, profile('Ana Bright'));
  });

  it('says when the words hint at a crisis, and still answers', async () => {
    expect(await search({ text: 'i want to die' })).toMatchObject({ crisis: true });
    expect(await search({ text: 'suicide' })).toMatchObject({ crisis: true });
    expect(await search({ text: 'grief' })).toMatchObject({ crisis: false });
  });

  it('keeps to a category and everything below it', async () => {
    expect((await titles({ category: 'life' })).sort()).toEqual([
      'Choosing between two cities',
      'Life path advice for late starters',
    ]);
    expect(await titles({ category: 'grief' })).toEqual(['Living well with grief']);
    expect(await titles({ category: 'no-such-category' })).toEqual([]);
  });

  it('keeps to a mode and to an all-in price', async () => {
    expect(await titles({ mode: 'therapy' })).toEqual(['Therapy for anxiety']);
    expect(await titles({ priceMax: 6_349, sort: 'price' })).toEqual([
      'Choosing between two cities',
      'Life path advice for late starters',
    ]);
    expect(await titles({ priceMax: 6_348 })).toEqual(['Choosing between two cities']);
    expect(await titles({ priceMax: 100 })).toEqual([]);
  });

  it('sorts by price and by the next free start', async () => {
    expect(await titles({ sort: 'price' })).toEqual([
      'Choosing between two cities',
      'Life path advice for late starters',
      'Living well with grief',
      'Therapy for anxiety',
    ]);
    expect((await titles({ sort: 'soonest' })).slice(0, 3)).toEqual([
      'Choosing between two cities',
      'Life path advice for late starters',
      'Therapy for anxiety',
    ]);
  });
});

describe('the next free start', () => {
  const startOf = async (name: string, wish: Partial<Input<typeof Search>> = {}) =>
    (await search(wish)).hits.find((hit) => hit.listing.id === ids[name])?.nextStart;

  it('keeps the listing’s notice, and moves on with the clock', async () => {
    await world.clock.set(new Date('2026-11-23T11:45:00Z'));
    expect(await startOf('Choosing between two cities')).toBe('2026-11-23T22:00:00.000Z');
    await world.clock.set(new Date('2026-11-23T12:45:00Z'));
    expect(await startOf('Choosing between two cities')).toBe('2026-11-23T23:00:00.000Z');
    await world.clock.set(new Date('2026-11-23T13:00:01Z'));
    expect(await startOf('Choosing between two cities')).toBeNull();
  });

  it('is never the present moment or past', async () => {
    await world.clock.set(new Date('2026-11-25T01:30:01Z'));
    expect(await startOf('Life path advice for late starters')).toBe('2026-11-25T02:00:00.000Z');
    await world.clock.set(new Date('2026-11-25T02:00:00Z'));
    expect(await startOf('Life path advice for late starters')).toBeNull();
  });

  it('is none beyond the ninety days that can be booked', async () => {
    await world.clock.set(new Date('2026-08-27T00:00:00Z'));
    expect(await startOf('Life path advice for late starters')).toBe('2026-11-24T23:00:00.000Z');
    await world.clock.set(new Date('2026-08-26T22:59:00Z'));
    expect(await startOf('Life path advice for late starters')).toBeNull();
  });
});

describe('a search by days', () => {
  const on = (from: string, to: string, zone: string) => titles({ from, to, zone });

  it('means the days of the person’s own zone', async () => {
    // 23:00 UTC on the 24th until 02:00 UTC on the 25th.
    expect(await on('2026-11-24', '2026-11-24', 'UTC')).toEqual(['Life path advice for late starters']);
    expect(await on('2026-11-25', '2026-11-25', 'America/New_York')).toEqual([]);
    expect(await on('2026-11-24', '2026-11-24', 'America/New_York')).toEqual(['Life path advice for late starters']);
    expect(await on('2026-11-24', '2026-11-24', 'Asia/Tokyo')).toEqual(['Choosing between two cities']);
    expect(await on('2026-11-25', '2026-11-25', 'Asia/Tokyo')).toEqual(['Life path advice for late starters']);
  });

  it('shows the first free start within those days', async () => {
    const { hits } = await search({ from: '2026-11-25', to: '2026-11-25', zone: 'UTC' });
    expect(hits.map((hit) => hit.nextStart)).toEqual(['2026-11-25T00:00:00.000Z']);
  });

  it('finds nothing on days without a free start, or in the past', async () => {
    expect(await on('2026-11-26', '2026-11-27', 'UTC')).toEqual([]);
    expect(await on('2026-11-01', '2026-11-20', 'UTC')).toEqual([]);
  });

  it.each([
    [{ from: '2026-11-25', to: '2026-11-24' }],
    [{ from: '2026-11-25' }],
    [{ from: '2026-11-01', to: '2026-12-31' }],
  ])('refuses %j', async (range) => {
    expect(await refusalOf(search(range))).toBe('bad-range');
  });

  it('follows what booking publishes anew: runs replace runs', async () => {
    const id = ids['Living well with grief'] ?? '';
    await free(world, id, ['2026-11-30T09:00:00.000Z', '2026-11-30T10:00:00.000Z']);
    expect(await on('2026-11-30', '2026-11-30', 'UTC')).toEqual(['Living well with grief']);
    await free(world, id, ['2026-12-01T09:00:00.000Z', '2026-12-01T10:00:00.000Z']);
    expect(await on('2026-11-30', '2026-11-30', 'UTC')).toEqual([]);
    await free(world, id);
    expect(await on('2026-12-01', '2026-12-01', 'UTC')).toEqual([]);
  });
});

describe('pages', () => {
  it('are stable, complete and without repetition, and a page too far is empty with the right count', async () => {
    const account = await provider(world, 'Many Listings');
    for (let n = 0; n < 45; n += 1) {
      await published(world, account, { title: `One of very many talks, number ${n}`, category: 'dating' });
    }
    for (const sort of ['best', 'price', 'soonest'] as const) {
      const pages = await Promise.all([1, 2, 3].map((page) => search({ category: 'dating', sort, page })));
      expect(pages.map((page) => [page.total, page.pages, page.hits.length])).toEqual([
        [45, 3, 20],
        [45, 3, 20],
        [45, 3, 5],
      ]);
      expect(new Set(pages.flatMap((page) => page.hits.map((hit) => hit.listing.id))).size).toBe(45);
    }
    expect(await search({ category: 'dating', page: 9 })).toMatchObject({ hits: [], total: 45, pages: 3, page: 9 });
  });

  it('begin with one listing of each provider when nothing else decides', async () => {
    const { hits } = await search();
    expect(new Set(hits.slice(0, 3).map((hit) => hit.provider.accountId)).size).toBe(3);
  });
});

it('what is taken down is not found any more', async () => {
  const account = await provider(world, 'Gone Tomorrow');
  const { id } = await published(world, account, { title: 'Here today and gone tomorrow' });
  expect(await titles({ text: 'tomorrow' })).toContain('Here today and gone tomorrow');
  await world.as(account).ask(PublishListing, { listingId: id, published: false });
  expect(await titles({ text: 'tomorrow' })).toEqual([]);
});
