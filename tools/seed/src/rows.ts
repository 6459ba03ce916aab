/** Every row the seed writes, as data. Pure: the same instant gives the same rows. */
import { DEMO_ACCOUNTS, type DemoAccount } from './demo.ts';
import { WEEKS, type Window } from './hours.ts';
import { idOf } from './ids.ts';
import { PEOPLE } from './people/index.ts';
import type { Offered, Person } from './people/person.ts';
import { type Chance, chanceOf } from './random.ts';
import { ALIASES, reviewsFor } from './reviews.ts';

const DAY = 86_400_000;

export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly alias: string;
  readonly zone: string;
  readonly madeAt: Date;
  /** Undefined: nobody can sign in. */
  readonly password: string | undefined;
  /** The secret of an authenticator app. */
  readonly totp?: string | undefined;
}

export interface ProviderRow {
  readonly id: string;
  readonly handle: string;
  readonly person: Person;
  readonly madeAt: Date;
  readonly week: readonly Window[];
  readonly listings: readonly ListingRow[];
  readonly reviews: readonly ReviewRow[];
}

export interface ListingRow {
  readonly id: string;
  readonly kind: 'session' | 'project';
  readonly state: 'published' | 'draft';
  readonly offered: Offered;
  readonly stepMinutes: number;
  readonly noticeMinutes: number;
  readonly madeAt: Date;
}

export interface ReviewRow {
  readonly id: string;
  readonly stars: number;
  readonly text: string;
  readonly alias: string;
  readonly at: Date;
}

export interface SeedRows {
  readonly accounts: readonly AccountRow[];
  readonly staff: readonly AccountRow[];
  readonly providers: readonly ProviderRow[];
}

export function seedRows(now: Date): SeedRows {
  const taken = new Map<string, number>();
  const providers = PEOPLE.map((person) => providerRow(person, now, taken));
  const demo = (realm: DemoAccount['realm']) =>
    DEMO_ACCOUNTS.filter((one) => one.realm === realm).map((one) => ({
      id: idOf('account', one.name),
      email: one.email,
      alias: one.name,
      zone: one.zone,
      madeAt: new Date(now.getTime() - 1_000 * DAY),
      password: one.password,
      totp: one.totp,
    }));
  const known = demo('client');
  const others = providers
    .filter((provider) => !known.some((one) => one.id === provider.id))
    .map((provider) => ({
      id: provider.id,
      email: `${provider.handle}@provider.example`,
      alias: provider.person.name.slice(0, 40),
      zone: provider.person.zone,
      madeAt: provider.madeAt,
      password: undefined,
    }));
  return { accounts: [...known, ...others], staff: demo('staff'), providers };
}

/** `Dr. Éloïse Marchand` is `dr-eloise-marchand`; the catalog makes handles the same way. */
function handleOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function providerRow(person: Person, now: Date, taken: Map<string, number>): ProviderRow {
  const chance = chanceOf(person.name);
  const madeAt = new Date(now.getTime() - chance.between(120, 900) * DAY - chance.between(0, DAY));
  const demo = DEMO_ACCOUNTS.some((one) => one.name === person.name);
  const listings = person.offers.map(
    (offered): ListingRow => ({
      id: idOf('listing', person.name, offered.title),
      kind: 'session',
      state: mayPublish(person, offered) ? 'published' : 'draft',
      offered,
      stepMinutes: offered.minutes >= 60 && chance.next() < 0.4 ? 60 : 30,
      // The demo providers take bookings at once, so that a visitor can try a whole hire in a few minutes.
      noticeMinutes: demo ? 0 : ([60, 120, 120, 240, 720, 1_440][chance.between(0, 5)] ?? 120),
      madeAt: new Date(madeAt.getTime() + chance.between(1, 60) * DAY),
    }),
  );
  return {
    id: idOf('account', person.name),
    handle: handleOf(person.name),
    person,
    madeAt,
    week: WEEKS[person.rhythm],
    listings: person.name === DEMO_ACCOUNTS[1]?.name ? [...listings, draftProject(person, madeAt)] : listings,
    reviews: reviewRows(person, chance, madeAt, now, taken),
  };
}

/** Therapy waits as a draft until its licence is verified. */
function mayPublish(person: Person, offered: Offered): boolean {
  return offered.mode === 'advice' || person.licence?.state === 'verified';
}

/** Projects can be drafted, and publishing one is refused: the demo provider has one to try it with. */
function draftProject(person: Person, madeAt: Date): ListingRow {
  const title = 'A written reflection on your life story, in ten pages';
  return {
    id: idOf('listing', person.name, title),
    kind: 'project',
    state: 'draft',
    offered: {
      category: 'life-path-advice',
      mode: 'advice',
      minutes: 60,
      dollars: 240,
      title,
      text: 'You send me what you have: letters, dates, a recording. Within three weeks you get ten pages that put it in order.',
    },
    stepMinutes: 60,
    noticeMinutes: 0,
    madeAt,
  };
}

/** Up to nine reviews, none of them twice for one person and the least used first, each from the time since they joined. */
function reviewRows(person: Person, chance: Chance, madeAt: Date, now: Date, taken: Map<string, number>): ReviewRow[] {
  if (chance.next() < 0.1) return [];
  const many = chance.between(1, 6) + (chance.next() < 0.3 ? 3 : 0);
  const aliases = chance.shuffled(ALIASES);
  const texts = chance
    .shuffled(reviewsFor(person))
    .filter((written) => written.stars > 3 || chance.next() < 0.5)
    .sort((a, b) => (taken.get(a.text) ?? 0) - (taken.get(b.text) ?? 0))
    .slice(0, many);
  const span = now.getTime() - madeAt.getTime() - 5 * DAY;
  return texts.map((written, n) => {
    taken.set(written.text, (taken.get(written.text) ?? 0) + 1);
    return {
      id: idOf('review', person.name, String(n)),
      stars: written.stars,
      text: written.text,
      alias: aliases[n] ?? 'A client',
      at: new Date(madeAt.getTime() + 4 * DAY + Math.floor(chance.next() * span)),
    };
  });
}
