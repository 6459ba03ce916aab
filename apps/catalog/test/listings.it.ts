import { randomUUID } from 'node:crypto';
import {
  Categories,
  CredentialsWaiting,
  DecideCredential,
  DecideLicence,
  LicencesWaiting,
  ListingChanged,
  MyCatalog,
  PublishListing,
  ReadOffer,
  ReadOffers,
  SaveListing,
  SaveProfile,
  ViewListing,
  ViewProvider,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { startWorld, type World } from '@sounding/testing';
import { CatalogModule } from '../src/catalog.module.ts';
import { decide, licensed, listing, profile, provider, published, rate, refusalOf } from './cast.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(new Date('2026-11-23T12:00:00Z'));
  await world.service('catalog', CatalogModule);
});
afterAll(() => world.stop());

const offerOf = (listingId: string) => world.asService('booking').ask(ReadOffer, { listingId });
const said = (listingId: string) =>
  world.heard('catalog', ListingChanged).filter((data) => data.listingId === listingId);

describe('a profile', () => {
  it('gets a handle of the name once, and keeps it when the name changes', async () => {
    const account = randomUUID();
    const first = await world.as(account).ask(SaveProfile, profile('Zoë Ó Briain'));
    const second = await world.as(account).ask(SaveProfile, profile('Zoë Byrne'));
    expect([first.handle, second.handle]).toEqual(['zoe-o-briain', 'zoe-o-briain']);
    expect(second.displayName).toBe('Zoë Byrne');
  });

  it('of people with one name, made at the same moment, gets different handles', async () => {
    const handles = await Promise.all(
      Array.from({ length: 8 }, async () => (await world.as(randomUUID()).ask(SaveProfile, profile('Sam Tan'))).handle),
    );
    expect(new Set(handles).size).toBe(8);
  });

  it('is needed before the first listing', async () => {
    const account = randomUUID();
    expect((await world.as(account).ask(MyCatalog, {})).provider).toBeNull();
    expect(await refusalOf(world.as(account).ask(SaveListing, listing()))).toBe('no-profile');
  });

  it('is public by handle and by account; a visitor cannot write one', async () => {
    const account = await provider(world, 'Public Person');
    const shown = await world.visitor().ask(ViewProvider, { handle: 'public-person' });
    expect(shown).toEqual(await world.visitor().ask(ViewProvider, { accountId: account }));
    expect(await refusalOf(world.visitor().ask(ViewProvider, { handle: 'nobody' }))).toBe('not-found');
    expect(await refusalOf(world.visitor().ask(SaveProfile, profile('Ghost Writer')))).toBe('not-signed-in');
  });

  it('shows the mean of its reviews', async () => {
    const account = await provider(world, 'Well Reviewed');
    for (const stars of [5, 4, 5]) {
      await rate(world, account, stars);
    }
    const shown = await world.visitor().ask(ViewProvider, { accountId: account });
    expect(shown.provider).toMatchObject({ rating: 4.67, reviews: 3 });
    expect(shown.reviews).toHaveLength(3);
  });
});

describe('credentials', () => {
  const degree = { title: 'MSc in Psychology', issuer: 'University of Vienna', year: 2009 };
  const course = { title: 'Systemic coaching, two years', issuer: 'A school in Graz', year: null };
  const save = (account: string, credentials: (typeof degree | typeof course)[]) =>
    world.as(account).ask(SaveProfile, { ...profile('Lea Credible'), credentials });
  const waiting = async (account: string) =>
    (await world.staff(randomUUID()).ask(CredentialsWaiting, {})).credentials.filter(
      (one) => one.providerId === account,
    );
  const verdict = (credentialId: string, verified: boolean) =>
    world.staff(randomUUID()).ask(DecideCredential, { credentialId, verified, reason: 'We have seen the paper.' });

  it('are only stated until staff have seen the paper, and stay verified while they stay as they are', async () => {
    const account = await provider(world, 'Lea Credible');
    expect((await save(account, [degree, course])).credentials).toEqual([
      { ...degree, state: 'stated' },
      { ...course, state: 'stated' },
    ]);
    const [first, second] = await waiting(account);
    expect([first?.title, second?.title].sort()).toEqual([degree.title, course.title].sort());
    const ofDegree = [first, second].find((one) => one?.title === degree.title)?.credentialId ?? '';
    await verdict(ofDegree, true);
    const moved = await save(account, [course, degree]);
    expect(moved.credentials.map(({ title, state }) => [title, state])).toEqual([
      [course.title, 'stated'],
      [degree.title, 'verified'],
    ]);
    expect((await world.as(account).ask(SaveProfile, profile('Lea Credible'))).credentials).toEqual(moved.credentials);
    const ofCourse = [first, second].find((one) => one?.title === course.title)?.credentialId ?? '';
    await verdict(ofCourse, false);
    const page = await world.visitor().ask(ViewProvider, { accountId: account });
    expect(page.provider.credentials).toEqual([{ ...degree, state: 'verified' }]);
    const mine = (await world.as(account).ask(MyCatalog, {})).provider?.credentials;
    expect(mine?.map(({ state }) => state)).toEqual(['rejected', 'verified']);
    const changed = await save(account, [{ ...degree, year: 2010 }]);
    expect(changed.credentials).toEqual([{ ...degree, year: 2010, state: 'stated' }]);
    expect(await refusalOf(verdict(ofDegree, false))).toBe('not-found');
    const kept = 'select title, verified from credential_decision where provider_id = $1 order by verified desc';
    expect(await world.sql('catalog', kept, [account])).toEqual([
      { title: degree.title, verified: true },
      { title: course.title, verified: false },
    ]);
  });

  it('are decided by staff alone', async () => {
    const account = await provider(world, 'Lea Credible');
    await save(account, [degree]);
    const [one] = await waiting(account);
    const wish = { credentialId: one?.credentialId ?? '', verified: true, reason: 'I say so.' };
    expect(await refusalOf(world.as(account).ask(DecideCredential, wish))).toBe('not-allowed');
    expect(await refusalOf(world.as(account).ask(CredentialsWaiting, {}))).toBe('not-allowed');
    const page = await world.visitor().ask(ViewProvider, { accountId: account });
    expect(page.provider.credentials).toEqual([{ ...degree, state: 'stated' }]);
  });

  it.each([
    ['too many', { credentials: Array.from({ length: 13 }, () => degree) }],
    ['without an issuer', { credentials: [{ ...degree, issuer: ' ' }] }],
    ['of the year 9999', { credentials: [{ ...degree, year: 9_999 }] }],
    ['of the year 1900', { credentials: [{ ...degree, year: 1_900 }] }],
  ])('%s are refused, and nothing is stored', async (_what, wrong) => {
    const account = await provider(world, 'Lea Credible');
    const asked = world.as(account).ask(SaveProfile, { ...profile('Lea Otherwise'), ...wrong });
    expect(await refusalOf(asked)).toBe('invalid-input');
    const { provider: shown } = await world.visitor().ask(ViewProvider, { accountId: account });
    expect(shown).toMatchObject({ displayName: 'Lea Credible', credentials: [] });
  });
});

describe('a listing', () => {
  it('says what the client gets and the provider’s own terms, and keeps them when a save leaves them out', async () => {
    const account = await provider(world);
    const whole = { youGet: ['A page of notes', 'One thing to try'], plainTerms: 'Please come sober.' };
    const { id } = await world.as(account).ask(SaveListing, { ...listing(), ...whole });
    expect(await world.as(account).ask(SaveListing, { ...listing(), listingId: id })).toMatchObject(whole);
    const emptied = { ...listing(), listingId: id, youGet: [], plainTerms: '' };
    expect(await world.as(account).ask(SaveListing, emptied)).toMatchObject({ youGet: [], plainTerms: '' });
  });

  it('is asked for first, or booked for some weeks at once, and never both', async () => {
    const account = await provider(world);
    const saved = await world.as(account).ask(SaveListing, { ...listing(), weeksMost: 6 });
    expect(saved).toMatchObject({ asksFirst: false, weeksMost: 6 });
    const asked = { ...listing(), listingId: saved.id, asksFirst: true };
    expect(await refusalOf(world.as(account).ask(SaveListing, asked))).toBe('asked-or-weekly');
    expect(await refusalOf(world.as(account).ask(SaveListing, { ...listing(), asksFirst: true, weeksMost: 2 }))).toBe(
      'asked-or-weekly',
    );
    expect(await world.as(account).ask(SaveListing, { ...asked, weeksMost: 1 })).toMatchObject({
      asksFirst: true,
      weeksMost: 1,
    });
    expect(await world.as(account).ask(SaveListing, { ...listing(), listingId: saved.id })).toMatchObject({
      asksFirst: true,
    });
  });

  it('is a draft that only its provider sees, until it is published with its all-in price', async () => {
    const account = await provider(world);
    const draft = await world.as(account).ask(SaveListing, listing());
    expect(draft).toMatchObject({ state: 'draft', price: money(6_000), fee: money(349), allIn: money(6_349) });
    const view = (who: ReturnType<World['as']>) => who.ask(ViewListing, { listingId: draft.id });
    expect(await view(world.as(account))).toMatchObject({ bookable: false, whyNot: 'not-published' });
    expect(await refusalOf(view(world.visitor()))).toBe('not-found');
    expect(await refusalOf(view(world.as(randomUUID())))).toBe('not-found');
    expect(await refusalOf(offerOf(draft.id))).toBe('not-published');
    await world.as(account).ask(PublishListing, { listingId: draft.id, published: true });
    expect(await view(world.visitor())).toMatchObject({ bookable: true, whyNot: null });
    expect(await offerOf(draft.id)).toMatchObject({ listingVersion: 1, price: money(6_000), durationMinutes: 60 });
  });

  it('says to booking when it is published, changed while published, and taken down; a draft says nothing', async () => {
    const account = await provider(world);
    const { id } = await world.as(account).ask(SaveListing, listing());
    await world.as(account).ask(SaveListing, { ...listing({ title: 'Another draft of it' }), listingId: id });
    await world.as(account).ask(PublishListing, { listingId: id, published: true });
    await world.as(account).ask(PublishListing, { listingId: id, published: true });
    await world.as(account).ask(SaveListing, { ...listing({ notice: 60 }), listingId: id });
    await world.as(account).ask(PublishListing, { listingId: id, published: false });
    await world.eventually(() => expect(said(id)).toHaveLength(3));
    expect(said(id).map(({ published, version, noticeMinutes }) => [published, version, noticeMinutes])).toEqual([
      [true, 2, 0],
      [true, 3, 60],
      [false, 3, 60],
    ]);
    expect(await refusalOf(offerOf(id))).toBe('not-published');
  });

  it('belongs to its provider: somebody else is told that it is not there, and nothing changes', async () => {
    const { id } = await published(world, await provider(world));
    const other = world.as(await provider(world, 'Other Person'));
    expect(await refusalOf(other.ask(SaveListing, { ...listing({ price: 500 }), listingId: id }))).toBe('not-found');
    expect(await refusalOf(other.ask(PublishListing, { listingId: id, published: false }))).toBe('not-found');
    expect(await offerOf(id)).toMatchObject({ price: money(6_000), listingVersion: 1 });
  });

  it.each([499, 500_001])('of %i cents is refused, for the terms say 5 to 5,000 dollars', async (price) => {
    const account = await provider(world);
    expect(await refusalOf(world.as(account).ask(SaveListing, listing({ price })))).toBe('price-out-of-range');
  });

  it.each(['no-such-thing', 'life'])(
    'in the category "%s" is refused: it must be a leaf of the tree',
    async (category) => {
      const account = await provider(world);
      expect(await refusalOf(world.as(account).ask(SaveListing, listing({ category })))).toBe('unknown-category');
    },
  );

  it('of a project can be drafted, and publishing it is refused', async () => {
    const account = await provider(world);
    const { id } = await world.as(account).ask(SaveListing, listing({ kind: 'project' }));
    expect(await refusalOf(world.as(account).ask(PublishListing, { listingId: id, published: true }))).toBe(
      'not-yet-offered',
    );
    expect(await refusalOf(offerOf(id))).toBe('not-yet-offered');
    const session = await published(world, account);
    expect(
      await refusalOf(world.as(account).ask(SaveListing, { ...listing({ kind: 'project' }), listingId: session.id })),
    ).toBe('not-yet-offered');
  });

  it('saved twice under one key is one listing', async () => {
    const account = await provider(world);
    const options = { idempotencyKey: randomUUID() };
    const [one, two] = [
      await world.as(account).ask(SaveListing, listing(), options),
      await world.as(account).ask(SaveListing, listing(), options),
    ];
    expect(two).toEqual(one);
    expect((await world.as(account).ask(MyCatalog, {})).listings).toHaveLength(1);
    expect(await refusalOf(world.as(account).ask(SaveListing, listing({ price: 7_000 }), options))).toBe(
      'idempotency-mismatch',
    );
  });
});

describe('therapy', () => {
  it('is published and booked only once staff have found its licence in the register', async () => {
    const account = await provider(world, 'Dr. Waiting');
    const me = world.as(account);
    const { id } = await me.ask(SaveListing, listing({ mode: 'therapy', category: 'anxiety' }));
    const publish = () => me.ask(PublishListing, { listingId: id, published: true });
    expect(await refusalOf(publish())).toBe('incomplete');
    await me.ask(SaveProfile, profile('Dr. Waiting', 'PSY-1'));
    expect(await refusalOf(publish())).toBe('incomplete');
    expect(await refusalOf(offerOf(id))).toBe('not-published');
    await decide(world, account, true);
    expect(said(id)).toEqual([]);
    await publish();
    expect(await offerOf(id)).toMatchObject({ mode: 'therapy', licencePlaces: ['DE'] });
    const { offers } = await world.asService('booking').ask(ReadOffers, { providerId: account });
    expect(offers.map((offer) => offer.listingId)).toEqual([id]);
    await decide(world, account, false);
    expect(await refusalOf(offerOf(id))).toBe('licence-unverified');
    expect(await world.visitor().ask(ViewListing, { listingId: id })).toMatchObject({
      bookable: false,
      whyNot: 'licence-unverified',
    });
    await world.eventually(() => expect(said(id).map((data) => data.published)).toEqual([true, false]));
  });

  it('waits for staff again when its licence shall hold in one more place, and not when it holds in one less', async () => {
    const account = await licensed(world, 'Dr. Border');
    const save = (licencePlaces: string[]) =>
      world.as(account).ask(SaveProfile, { ...profile('Dr. Border'), licencePlaces });
    expect(await save(['DE', 'US-NY'])).toMatchObject({ licence: 'submitted', licencePlaces: ['DE', 'US-NY'] });
    await decide(world, account, true);
    expect(await save(['US-NY'])).toMatchObject({ licence: 'verified', licencePlaces: ['US-NY'] });
    expect(await save([])).toMatchObject({ licence: 'submitted', licencePlaces: [] });
    const verdict = { providerId: account, verified: true, reason: 'Looked up in the register.' };
    expect(await refusalOf(world.staff(randomUUID()).ask(DecideLicence, verdict))).toBe('no-place');
  });

  it.each(['US', 'CA', 'XX', 'US-XX', 'de', 'Germany'])('cannot be licensed in "%s"', async (place) => {
    const account = await provider(world, 'Dr. Nowhere');
    const wish = { ...profile('Dr. Nowhere', 'PSY-9'), licencePlaces: [place] };
    expect(await refusalOf(world.as(account).ask(SaveProfile, wish))).toBe('invalid-input');
  });

  it('has staff see which licences wait, the longest wait first, until they are decided', async () => {
    const [first, second] = [
      await provider(world, 'Dr. First', 'PSY-10'),
      await provider(world, 'Dr. Second', 'PSY-11'),
    ];
    await world.as(first).ask(SaveListing, listing({ mode: 'therapy', category: 'anxiety' }));
    const staff = world.staff(randomUUID());
    const waiting = async () =>
      (await staff.ask(LicencesWaiting, {})).licences.filter((one) => [first, second].includes(one.providerId));
    expect(await waiting()).toMatchObject([
      { providerId: first, displayName: 'Dr. First', number: 'PSY-10', places: ['DE'], listings: 1 },
      { providerId: second, number: 'PSY-11', listings: 0 },
    ]);
    await staff.ask(DecideLicence, { providerId: first, verified: false, reason: 'Not in the register.' });
    expect((await waiting()).map(({ providerId }) => providerId)).toEqual([second]);
    expect(await refusalOf(world.as(first).ask(LicencesWaiting, {}))).toBe('not-allowed');
  });

  it('stops being bookable when the licence is rejected or its number changes, and booking hears of it', async () => {
    const account = await provider(world, 'Dr. Change', 'PSY-2');
    const staff = world.staff(randomUUID());
    await staff.ask(DecideLicence, { providerId: account, verified: true, reason: 'Found in the register.' });
    const { id } = await published(world, account, { mode: 'therapy', category: 'grief' });
    const advice = await published(world, account);
    await world.as(account).ask(SaveProfile, profile('Dr. Change', 'PSY-3'));
    expect(await refusalOf(offerOf(id))).toBe('licence-unverified');
    await staff.ask(DecideLicence, { providerId: account, verified: true, reason: 'The new number is right.' });
    await staff.ask(DecideLicence, { providerId: account, verified: false, reason: 'It was suspended.' });
    expect(await refusalOf(offerOf(id))).toBe('licence-unverified');
    expect(await offerOf(advice.id)).toMatchObject({ mode: 'advice' });
    await world.eventually(() => expect(said(id).map((data) => data.published)).toEqual([true, false, true, false]));
  });

  it('is decided by staff alone, with a number to decide about, and every decision is kept', async () => {
    const account = await provider(world, 'Dr. Kept', 'PSY-4');
    const decision = { providerId: account, verified: false, reason: 'Cannot be read.' };
    expect(await refusalOf(world.as(account).ask(DecideLicence, decision))).toBe('not-allowed');
    await world.staff(randomUUID()).ask(DecideLicence, decision);
    const rows = await world.sql('catalog', 'select verified from licence_decision where provider_id = $1', [account]);
    expect(rows).toEqual([{ verified: false }]);
    const none = await provider(world, 'No Licence');
    expect(await refusalOf(world.staff(randomUUID()).ask(DecideLicence, { ...decision, providerId: none }))).toBe(
      'no-licence',
    );
  });
});

describe('the category tree', () => {
  it('is there in a fresh database, with thirty leaves or more and Life Path & Advice among them', async () => {
    const { categories } = await world.visitor().ask(Categories, {});
    const parents = new Set(categories.map((category) => category.parent));
    expect(categories.filter((category) => !parents.has(category.slug)).length).toBeGreaterThanOrEqual(30);
    expect(categories.find((category) => category.slug === 'life-path-advice')).toMatchObject({
      name: 'Life Path & Advice',
      parent: 'life',
    });
    for (const [n, category] of categories.entries()) {
      if (category.parent) expect(categories.slice(0, n).map((one) => one.slug)).toContain(category.parent);
    }
  });

  it('counts what can be booked, in a leaf and in the branch above it', async () => {
    const count = async (slug: string) =>
      (await world.visitor().ask(Categories, {})).categories.find((category) => category.slug === slug)?.listings ?? 0;
    const [leaf, branch] = [await count('sleep'), await count('body')];
    const account = await licensed(world, 'Sleep Person', 'PSY-5');
    await published(world, account, { category: 'sleep' });
    await published(world, account, { category: 'sleep', mode: 'therapy' });
    await decide(world, account, false);
    await world.as(account).ask(SaveListing, listing({ category: 'sleep' }));
    expect([await count('sleep'), await count('body')]).toEqual([leaf + 1, branch + 1]);
  });
});

it('the database itself keeps projects unpublished, reviews unchanged and the tree as it is', async () => {
  const account = await provider(world);
  const { id } = await world.as(account).ask(SaveListing, listing({ kind: 'project' }));
  await expect(world.sql('catalog', `update listing set state = 'published' where id = $1`, [id])).rejects.toThrow(
    'listing_project_check',
  );
  const rights = await world.sql(
    'catalog',
    `select has_table_privilege('catalog_app', 'review', 'UPDATE') as review,
       has_table_privilege('catalog_app', 'licence_decision', 'DELETE') as decision,
       has_table_privilege('catalog_app', 'category', 'INSERT') as category`,
  );
  expect(rights).toEqual([{ review: false, decision: false, category: false }]);
});
