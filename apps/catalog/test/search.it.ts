import { randomUUID } from 'node:crypto';
import { type Input, PublishListing, ReadOffer, SaveListing, SaveProfile, Search } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { CatalogModule } from '../src/catalog.module.ts';
import { decide, free, licensed, listing, profile, provider, published, rate, refusalOf } from './cast.ts';

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
  accounts.ben = await licensed(world, 'Ben Hollow', 'PSY-1');
  accounts.eve = await licensed(world, 'Eve Rejected', 'PSY-2');
  await make('Life path advice for late starters', accounts.ana, { category: 'life-path-advice', price: 6_000 });
  await make('Choosing between two cities', accounts.ana, { category: 'big-decisions', price: 4_000, notice: 600 });
  await make('Therapy for anxiety', accounts.ben, { category: 'anxiety', mode: 'therapy', price: 12_000 });
  await make('Living well with grief', accounts.ben, { category: 'grief', mode: 'advice', price: 9_000 });
  await make('Unverified therapy for anxiety', accounts.eve, { category: 'anxiety', mode: 'therapy', price: 3_000 });
  await decide(world, accounts.eve, false);
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
    expect(await titles({ text: 'x'.repeat(200) })).toEqual([]);
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
  /** The listings of every page from this one on, in order; `between` is what happens while somebody reads a page. */
  async function leaf(wish: Partial<Input<typeof Search>>, between: () => Promise<void> = async () => undefined) {
    const pages: string[][] = [];
    let after: string | undefined;
    for (;;) {
      const { hits, next } = await search({ ...wish, after });
      pages.push(hits.map((hit) => hit.listing.id));
      if (next === null) return pages;
      after = next;
      await between();
    }
  }

  beforeAll(async () => {
    for (let n = 0; n < 9; n += 1) {
      const account = await provider(world, `Speaker Number ${n}`);
      await rate(world, account, ...Array.from({ length: n % 4 }, () => 5 - (n % 3)));
      for (let m = 0; m < 5; m += 1) {
        const price = 2_000 + ((n * 7 + m * 3) % 11) * 100;
        const { id } = await published(world, account, { title: `Talks, number ${n}-${m}`, category: 'dating', price });
        if (m < 3) await free(world, id, [`2026-12-0${1 + m}T1${n % 3}:00:00.000Z`, `2026-12-0${1 + m}T20:00:00.000Z`]);
      }
    }
  });

  it.each(['best', 'price', 'soonest', 'rating'] as const)(
    'by %s are complete and without repetition, and go on exactly where the one before ended',
    async (sort) => {
      const pages = await leaf({ category: 'dating', sort });
      expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
      expect(new Set(pages.flat()).size).toBe(45);
      const counted = await Promise.all([1, 2, 3].map((page) => search({ category: 'dating', sort, page })));
      expect(counted.flatMap((page) => page.hits.map((hit) => hit.listing.id))).toEqual(pages.flat());
    },
  );

  it.each(['best', 'price', 'soonest', 'rating'] as const)(
    'by %s show everybody who stayed as they were exactly once, while others come, go and change',
    async (sort) => {
      const before = (await leaf({ category: 'dating', sort })).flat();
      const gone = before.filter((_, n) => n % 9 === 4);
      const dearer = before.filter((_, n) => n % 9 === 7);
      const changed = new Set([...gone, ...dearer]);
      const newcomer = await provider(world, 'Newly Come');
      const owned = async (id: string) => {
        const sql = 'select provider_id as owner, title from listing where id = $1';
        const [row] = await world.sql<{ owner: string; title: string }>('catalog', sql, [id]);
        return { me: world.as(row?.owner ?? ''), title: row?.title ?? '' };
      };
      const seen = await leaf({ category: 'dating', sort }, async () => {
        await published(world, newcomer, { title: 'Talks of a newcomer', category: 'dating', price: 2_500 });
        const [down, up] = [gone.pop(), dearer.pop()];
        if (down) await (await owned(down)).me.ask(PublishListing, { listingId: down, published: false });
        if (!up) return;
        const { me, title } = await owned(up);
        await me.ask(SaveListing, { ...listing({ title, category: 'dating', price: 9_000 }), listingId: up });
      });
      const stayed = before.filter((id) => !changed.has(id));
      expect(seen.flat().filter((id) => stayed.includes(id))).toEqual(stayed);
      const rows = 'update listing set state = $2, price_minor = 2_500 where id = any($1::uuid[])';
      await world.sql('catalog', rows, [[...changed], 'published']);
      await world.sql('catalog', "update listing set state = 'draft' where provider_id = $1", [newcomer]);
    },
  );

  it('keep to the search of the first page, also when a better match is published meanwhile', async () => {
    const wish = { text: 'talks harpsichord violoncello', category: 'dating' } as const;
    const first = await search(wish);
    expect(first.total).toBe(45);
    const account = await provider(world, 'Perfect Match');
    const { id } = await published(world, account, {
      title: 'Talks for harpsichord and violoncello',
      category: 'dating',
    });
    const second = await search({ ...wish, after: first.next ?? '' });
    expect(second.hits).toHaveLength(20);
    expect((await search(wish)).hits.map((hit) => hit.listing.id)).toEqual([id]);
    await world.as(account).ask(PublishListing, { listingId: id, published: false });
  });

  it.each(['', 'x', '1.2.3.4', `1.2.3.0.${randomUUID().slice(1)}`, `1.2.3.0.'; drop table listing; --`])(
    'that begin after "%s" are refused',
    async (after) => {
      expect(await refusalOf(search({ after }))).toBe('invalid-input');
    },
  );

  it('too far are empty, with the right count', async () => {
    expect(await search({ category: 'dating', page: 9 })).toMatchObject({ hits: [], total: 45, pages: 3, next: null });
    const end = `0.0.9999999999999999.0.ffffffff-ffff-4fff-8fff-ffffffffffff`;
    expect(await search({ category: 'dating', sort: 'best', after: end })).toMatchObject({ hits: [], total: 45 });
  });
});

describe('filters and counts', () => {
  beforeAll(async () => {
    const tokyo = randomUUID();
    await world.as(tokyo).ask(SaveProfile, { ...profile('Haru Ito'), zone: 'Asia/Tokyo', languages: ['ja', 'en'] });
    const lisbon = randomUUID();
    await world.as(lisbon).ask(SaveProfile, { ...profile('Inês Reis'), zone: 'Europe/Lisbon', languages: ['pt-BR'] });
    await rate(world, tokyo, 5, 4);
    await rate(world, lisbon, 3);
    const sleep = (name: string, account: string, price: number) => make(name, account, { category: 'sleep', price });
    await sleep('Sleep in Tokyo', tokyo, 2_600);
    await sleep('Sleep in Lisbon', lisbon, 4_600);
    await sleep('Sleep in Berlin', await provider(world, 'Uta Kern'), 8_000);
  });

  it.each([
    [{ language: 'pt' }, ['Sleep in Lisbon']],
    [{ language: 'en' }, ['Sleep in Berlin', 'Sleep in Tokyo']],
    [{ ratingMin: 3 }, ['Sleep in Lisbon', 'Sleep in Tokyo']],
    [{ ratingMin: 4.5 }, ['Sleep in Tokyo']],
    [{ ratingMin: 4.6 }, []],
    [{ overlap: 8, zone: 'Europe/Berlin' }, ['Sleep in Berlin', 'Sleep in Lisbon']],
    [{ overlap: 9, zone: 'Europe/Berlin' }, ['Sleep in Berlin']],
    [{ overlap: 1, zone: 'Europe/Berlin' }, ['Sleep in Berlin', 'Sleep in Lisbon', 'Sleep in Tokyo']],
    [{ overlap: 1, zone: 'America/Los_Angeles' }, ['Sleep in Lisbon', 'Sleep in Tokyo']],
    [{ priceMax: 5_000, ratingMin: 4 }, ['Sleep in Tokyo']],
  ])('with %j finds %j', async (wish, wanted) => {
    expect((await titles({ category: 'sleep', ...wish })).sort()).toEqual(wanted);
  });

  it('counts for every choice what is found when it is taken', async () => {
    const wish = { category: 'sleep', priceMax: 5_000, ratingMin: 3, zone: 'Europe/Lisbon' } as const;
    const { facets, total } = await search(wish);
    expect(total).toBe(2);
    const totals = async (choices: Partial<Input<typeof Search>>[]) =>
      Promise.all(choices.map(async (choice) => (await search({ ...wish, ...choice })).total));
    const counts = (facet: readonly { readonly count: number }[]) => facet.map((one) => one.count);
    expect(counts(facets.categories)).toEqual(await totals(facets.categories.map(({ slug }) => ({ category: slug }))));
    expect(counts(facets.modes)).toEqual(await totals(facets.modes.map(({ mode }) => ({ mode }))));
    expect(counts(facets.languages)).toEqual(await totals(facets.languages.map(({ language }) => ({ language }))));
    expect(counts(facets.prices)).toEqual(await totals(facets.prices.map(({ most }) => ({ priceMax: most }))));
    expect(counts(facets.ratings)).toEqual(await totals(facets.ratings.map(({ least }) => ({ ratingMin: least }))));
    expect(counts(facets.overlaps)).toEqual(await totals(facets.overlaps.map(({ hours }) => ({ overlap: hours }))));
    expect(facets.categories.map(({ slug }) => slug)).toEqual(expect.arrayContaining(['sleep', 'body']));
    expect(facets.prices.map(({ most }) => most)).toEqual([3_000, 5_000, 7_500, 10_000, 15_000, 25_000]);
  });

  it('puts the best rated first, and who has few reviews not above who has many good ones', async () => {
    const many = await provider(world, 'Many Stars');
    await rate(world, many, ...Array.from({ length: 30 }, () => 5));
    const one = await provider(world, 'One Star');
    await rate(world, one, 5);
    await make('Rated by many', many, { category: 'budgeting' });
    await make('Rated by one', one, { category: 'budgeting' });
    expect(await titles({ category: 'budgeting', sort: 'rating' })).toEqual(['Rated by many', 'Rated by one']);
  });

  it('finds somebody by a way of working, and by what the client gets', async () => {
    const account = await provider(world, 'Way Of Working');
    await world.as(account).ask(SaveProfile, { ...profile('Way Of Working'), approaches: ['psychodrama'] });
    const made = await world.as(account).ask(SaveListing, { ...listing(), youGet: ['A lighthouse drawn by hand'] });
    await world.as(account).ask(PublishListing, { listingId: made.id, published: true });
    for (const text of ['psychodrama', 'lighthouse']) {
      expect((await search({ text })).hits.map((hit) => hit.listing.id)).toEqual([made.id]);
    }
  });

  it.each([
    [{ language: 'English' }],
    [{ language: 'pt-BR' }],
    [{ overlap: 0 }],
    [{ overlap: 10 }],
    [{ ratingMin: 6 }],
    [{ zone: 'Mars/Olympus' }],
    [{ from: '9999-12-31', to: '9999-12-32' }],
    [{ sort: 'random' as never }],
  ])('refuses %j', async (wish) => {
    expect(await refusalOf(search(wish))).toBe('invalid-input');
  });

  it.each(['0000-01-01', '1900-01-01', '9999-12-31'])('finds nobody on %s, and does not fail', async (day) => {
    expect((await search({ from: day, to: day, zone: 'Asia/Kathmandu' })).total).toBe(0);
  });
});

it('what is taken down is not found any more', async () => {
  const account = await provider(world, 'Gone Tomorrow');
  const { id } = await published(world, account, { title: 'Here today and gone tomorrow' });
  expect(await titles({ text: 'tomorrow' })).toContain('Here today and gone tomorrow');
  await world.as(account).ask(PublishListing, { listingId: id, published: false });
  expect(await titles({ text: 'tomorrow' })).toEqual([]);
});
