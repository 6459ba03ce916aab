import { WEEKS } from './hours.ts';
import { PEOPLE } from './people/index.ts';
import { seedRows } from './rows.ts';

const now = new Date('2026-11-23T12:00:00Z');
const rows = seedRows(now);
const listings = rows.providers.flatMap((provider) => provider.listings);
const reviews = rows.providers.flatMap((provider) => provider.reviews);

describe('the seed', () => {
  it('has sixty different providers in at least eight zones', () => {
    expect(new Set(PEOPLE.map((person) => person.name)).size).toBe(60);
    expect(new Set(rows.providers.map((provider) => provider.handle)).size).toBe(60);
    expect(new Set(PEOPLE.map((person) => person.zone)).size).toBeGreaterThanOrEqual(8);
    expect(new Set(PEOPLE.map((person) => person.about)).size).toBe(60);
  });

  it('has 180 sessions in both modes, no two of them alike, and one drafted project', () => {
    const sessions = listings.filter((listing) => listing.kind === 'session');
    expect(sessions).toHaveLength(180);
    expect(new Set(sessions.map((listing) => listing.offered.title)).size).toBe(180);
    expect(new Set(sessions.map((listing) => listing.offered.text)).size).toBe(180);
    expect(listings.filter((listing) => listing.kind === 'project').map((listing) => listing.state)).toEqual(['draft']);
  });

  it('publishes all advice, and therapy only of a verified licence', () => {
    for (const { person, listings: own } of rows.providers) {
      for (const { kind, state, offered } of own) {
        if (kind === 'project') continue;
        const may = offered.mode === 'advice' || person.licence?.state === 'verified';
        expect(state).toBe(may ? 'published' : 'draft');
      }
    }
    const therapy = listings.filter((listing) => listing.offered.mode === 'therapy');
    expect(therapy.filter((listing) => listing.state === 'published').length).toBeGreaterThan(20);
    expect(therapy.filter((listing) => listing.state === 'draft').length).toBeGreaterThan(0);
  });

  it('gives therapy only to people with a licence, and not every licence is verified yet', () => {
    for (const { person } of rows.providers) {
      if (person.offers.some((offer) => offer.mode === 'therapy')) expect(person.licence).toBeDefined();
    }
    expect(new Set(PEOPLE.map((person) => person.licence?.state))).toEqual(
      new Set([undefined, 'verified', 'submitted', 'rejected']),
    );
  });

  it('fits what the catalog accepts', () => {
    for (const { person } of rows.providers) {
      expect(person.headline.length).toBeLessThanOrEqual(120);
      expect(person.about.length).toBeGreaterThan(100);
      expect(() => new Intl.DateTimeFormat('en', { timeZone: person.zone })).not.toThrow();
      for (const tag of person.speaks) expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
      for (const offer of person.offers) {
        expect(offer.title.length).toBeGreaterThanOrEqual(8);
        expect(offer.title.length).toBeLessThanOrEqual(120);
        expect(offer.minutes % 5).toBe(0);
        expect(offer.dollars).toBeGreaterThanOrEqual(5);
      }
    }
    for (const account of rows.accounts) expect(account.alias).toMatch(/^[\p{L}\p{N}][\p{L}\p{N} .'’-]{1,39}$/u);
  });

  it('is reviewed in the past, after the provider joined, and nobody gets the same words twice', () => {
    expect(reviews.length).toBeGreaterThan(150);
    for (const provider of rows.providers) {
      const texts = provider.reviews.map((review) => review.text);
      expect(new Set(texts).size).toBe(texts.length);
      for (const review of provider.reviews) {
        expect(review.at.getTime()).toBeGreaterThan(provider.madeAt.getTime());
        expect(review.at.getTime()).toBeLessThan(now.getTime());
      }
    }
  });

  it('is the same for the same day, and moves with it', () => {
    expect(seedRows(now)).toEqual(rows);
    const later = seedRows(new Date(now.getTime() + 86_400_000));
    expect(later.providers[0]?.madeAt.getTime()).toBe((rows.providers[0]?.madeAt.getTime() ?? 0) + 86_400_000);
  });

  it('has an account for each provider and ids that are UUIDs', () => {
    const ids = new Set(rows.accounts.map((account) => account.id));
    expect(rows.providers.every((provider) => ids.has(provider.id))).toBe(true);
    expect(new Set(rows.accounts.map((account) => account.email)).size).toBe(rows.accounts.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('works hours that end after they begin and do not touch on one day', () => {
    for (const week of Object.values(WEEKS)) {
      for (const window of week) expect(window.from < window.to).toBe(true);
      for (const [n, window] of week.entries()) {
        for (const other of week.slice(n + 1)) {
          expect(window.day !== other.day || window.to <= other.from || other.to <= window.from).toBe(true);
        }
      }
    }
  });
});
