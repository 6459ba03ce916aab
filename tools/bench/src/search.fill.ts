/** Ten thousand providers with listings, hours and free times, drawn from a seed: the rows that catalog and booking would have. */
import { CURRENCY } from '@sounding/money';
import { seeded } from '@sounding/testing';
import type pg from 'pg';

export const PROVIDERS = 10_000;
/** A fifth of the providers have two listings. */
export const LISTINGS = 12_000;
/** The first of them have one hour a week, so that one hire takes the last time of a day. */
export const NARROW = 400;
const BATCH = 2_000;

const TOPICS: readonly (readonly [slug: string, words: string])[] = [
  ['life-path-advice', 'life path direction advice crossroads'],
  ['big-decisions', 'big decision choice dilemma'],
  ['confidence', 'confidence self worth courage'],
  ['anxiety', 'anxiety worry panic fear'],
  ['burnout', 'burnout stress exhaustion overwork'],
  ['grief', 'grief loss mourning farewell'],
  ['couples', 'couples marriage trust quarrel'],
  ['parenting', 'parenting children toddler bedtime'],
  ['career-change', 'career change new job'],
  ['leadership', 'leadership team management feedback'],
  ['budgeting', 'budget debt savings money'],
  ['sleep', 'sleep insomnia night rest'],
  ['thesis-and-writing', 'thesis writing chapter deadline'],
  ['public-speaking', 'speaking stage voice audience'],
];
const ZONES = [
  ...['UTC', 'Europe/Berlin', 'Europe/London', 'Europe/Lisbon', 'America/New_York', 'America/Los_Angeles'],
  ...['America/Sao_Paulo', 'Asia/Kolkata', 'Asia/Tokyo', 'Australia/Sydney'],
];
const LANGUAGES = ['en', 'en', 'en', 'de', 'fr', 'es', 'pt-BR', 'ja'];
const day = (from: string, to: string) => (one: number) => ({ day: one, from, to });
/** Weekdays, evenings, weekends, two windows on three days. */
const WEEKS = [
  [1, 2, 3, 4, 5].map(day('09:00', '17:00')),
  [1, 2, 3, 4].map(day('18:00', '22:00')),
  [6, 7].map(day('10:00', '20:00')),
  [1, 3, 5].flatMap((one) => [day('08:00', '12:00')(one), day('13:00', '17:00')(one)]),
];

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const id = (kind: number, n: number) => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const providerId = (n: number) => id(1, n);
export const listingId = (n: number) => id(2, n);
/** A word that this listing alone has. */
export const ownWord = (n: number) => `quill${String(n).padStart(5, '0')}`;

/** A made-up word, the low numbers far more often than the high ones, as in any language. */
function someWord(random: Random): string {
  const n = Math.floor(4_000 ** random());
  return `${pick(seeded(n), ['ba', 'do', 'ke', 'li', 'mu', 'ra', 'so', 'tu'])}n${n.toString(36)}`;
}

function profile(random: Random, n: number) {
  const reviews = Math.floor(random() * 40);
  const stars = Array.from({ length: reviews }, () => (random() < 0.7 ? 5 : 3)).reduce((sum, one) => sum + one, 0);
  const narrow = n < NARROW;
  return {
    account_id: providerId(n),
    handle: `provider-${n}`,
    display_name: `Provider ${n}`,
    headline: `Somebody for ${pick(random, TOPICS)[1]}`,
    about: 'I have done this for a long time and I like it very much.',
    languages: [pick(random, LANGUAGES)],
    zone: narrow ? 'UTC' : pick(random, ZONES),
    licence: n % 5 === 0 ? 'verified' : 'none',
    licence_number: n % 5 === 0 ? `L-${n}` : null,
    licence_places: n % 5 === 0 ? ['DE'] : [],
    stars,
    review_count: reviews,
    weekly: narrow ? [{ day: 1 + (n % 7), from: '10:00', to: '11:00' }] : pick(random, WEEKS),
  };
}

function listing(random: Random, n: number) {
  const [category, words] = pick(random, TOPICS);
  const text = Array.from({ length: 60 }, () => someWord(random)).join(' ');
  return {
    id: listingId(n),
    provider_id: providerId(n % PROVIDERS),
    mode: n % 10 === 0 ? 'therapy' : 'advice',
    category,
    title: `An hour on ${words.split(' ').slice(0, 3).join(' ')} ${ownWord(n)}`,
    description: `We look at ${pick(random, TOPICS)[1]} together. ${text}`,
    price_minor: 2_000 + Math.floor(random() * 130) * 100,
    duration_minutes: 60,
    step_minutes: 30,
    notice_minutes: n < NARROW ? 0 : pick(random, [0, 120, 1_440, 2_880]),
    days: n < NARROW ? 90 : pick(random, [14, 30, 60, 90, 90, 90, 180]),
  };
}

const PROFILES = `
insert into profile (account_id, handle, display_name, headline, about, languages, zone, licence, licence_number, licence_places, stars,
  review_count, made_at, changed_at)
select account_id, handle, display_name, headline, about, languages, zone, licence, licence_number, licence_places, stars, review_count,
  now(), now()
from jsonb_to_recordset($1::jsonb) as p (account_id uuid, handle text, display_name text, headline text, about text, languages text[],
  zone text, licence text, licence_number text, licence_places text[], stars int, review_count int)`;

const CATALOG_LISTINGS = `
insert into listing (id, provider_id, kind, mode, category, title, description, price_minor, currency, duration_minutes, step_minutes,
  notice_minutes, state, made_at, changed_at)
select id, provider_id, 'session', mode, category, title, description, price_minor, '${CURRENCY}', duration_minutes, step_minutes, notice_minutes,
  'published', now(), now()
from jsonb_to_recordset($1::jsonb) as l (id uuid, provider_id uuid, mode text, category text, title text, description text,
  price_minor bigint, duration_minutes int, step_minutes int, notice_minutes int)`;

/** Each window of each day as far as the listing can be booked; one day of six is booked up. No clock changes: it is a measurement. */
const RUNS = `
with said as (
  select l.id, p.zone, l.days, p.weekly from jsonb_to_recordset($1::jsonb) as l (id uuid, provider_id uuid, days int)
  join jsonb_to_recordset($2::jsonb) as p (account_id uuid, zone text, weekly jsonb) on p.account_id = l.provider_id
), kept as (
  insert into horizon (listing_id, until, days) select id, now() + (days + 2) * interval '1 day', days from said
), opened as (
  select said.id, (date + w."from"::time) at time zone zone as first, (date + w."to"::time - interval '1 hour') at time zone zone as last
  from said
  cross join lateral generate_series(now()::date::timestamp, now()::date::timestamp + (days + 2) * interval '1 day', interval '1 day') as date
  join lateral jsonb_to_recordset(weekly) as w (day int, "from" text, "to" text) on w.day = extract(isodow from date)
)
insert into run (listing_id, first, last, step_minutes)
select id, first, last, 30 from opened where hashtext(id::text || first::text) % 6 <> 0 or last = first`;

const BOOKING_PROVIDERS = `
insert into provider (id, zone, weekly, listings, revision, published, published_until)
select account_id, zone, weekly, times, 1, 1, now() + interval '92 days'
from jsonb_to_recordset($1::jsonb) as p (account_id uuid, zone text, weekly jsonb, times jsonb)`;

const BOOKING_LISTINGS = `
insert into listing (id, provider_id, published, version, duration_minutes, step_minutes, notice_minutes)
select id, provider_id, true, 1, duration_minutes, step_minutes, notice_minutes
from jsonb_to_recordset($1::jsonb) as l (id uuid, provider_id uuid, duration_minutes int, step_minutes int, notice_minutes int)`;

async function inBatches(pool: pg.Pool, text: string, rows: readonly unknown[], more: readonly unknown[] = []) {
  for (let at = 0; at < rows.length; at += BATCH) {
    await pool.query(text, [JSON.stringify(rows.slice(at, at + BATCH)), ...more.map((one) => JSON.stringify(one))]);
  }
}

/** Answers how many runs there are. */
export async function fill(catalog: pg.Pool, booking: pg.Pool, seed: number): Promise<number> {
  const random = seeded(seed);
  const profiles = Array.from({ length: PROVIDERS }, (_, n) => profile(random, n));
  const listings = Array.from({ length: LISTINGS }, (_, n) => listing(random, n));
  const second = new Map(listings.slice(PROVIDERS).map((one) => [one.provider_id, one]));
  const providers = profiles.map(({ account_id, zone, weekly }, n) => {
    const own = [listings[n], second.get(account_id)].filter((one) => one !== undefined);
    return {
      account_id,
      zone,
      weekly,
      times: own.map(({ id: listingId, days: horizonDays }) => ({ listingId, horizonDays })),
    };
  });
  await inBatches(catalog, PROFILES, profiles);
  await inBatches(catalog, CATALOG_LISTINGS, listings);
  await inBatches(catalog, RUNS, listings, [providers]);
  await inBatches(booking, BOOKING_PROVIDERS, providers);
  await inBatches(booking, BOOKING_LISTINGS, listings);
  await catalog.query('vacuum (analyze)');
  await booking.query('vacuum (analyze)');
  const { rows } = await catalog.query<{ count: number }>('select count(*)::int as count from run');
  return rows[0]?.count ?? 0;
}
