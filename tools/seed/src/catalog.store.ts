import { ListingChanged } from '@sounding/contracts';
import { CURRENCY } from '@sounding/money';
import type pg from 'pg';
import { idOf } from './ids.ts';
import type { ListingRow, ProviderRow, SeedRows } from './rows.ts';
import { has, insertRows } from './table.store.ts';

/**
 * Writes profiles, listings and reviews into the catalog's database, and says `catalog.listing-changed` for everything
 * that can be booked: booking hears it, publishes the free starts, and the search finds them, as for any listing.
 */
export async function seedCatalog(client: pg.Client, rows: SeedRows): Promise<boolean> {
  const first = rows.providers[0];
  if (!first || (await has(client, 'profile', 'account_id', first.id))) return false;
  await insertRows(client, 'profile', rows.providers.map(profile));
  const staffId = rows.staff[0]?.id ?? first.id;
  await insertRows(
    client,
    'licence_decision',
    rows.providers.flatMap((provider) => decision(provider, staffId)),
  );
  await insertRows(
    client,
    'listing',
    rows.providers.flatMap((provider) => provider.listings.map((one) => listing(provider, one))),
  );
  await insertRows(
    client,
    'review',
    rows.providers.flatMap((provider) =>
      provider.reviews.map((review) => ({
        id: review.id,
        provider_id: provider.id,
        stars: review.stars,
        text: review.text,
        alias: review.alias,
        at: review.at,
        shown: true,
        hidden: false,
      })),
    ),
  );
  for (const provider of rows.providers) {
    for (const one of provider.listings) if (bookable(provider, one)) await sayChanged(client, provider, one);
  }
  return true;
}

function bookable(provider: ProviderRow, { state, offered }: ListingRow): boolean {
  return state === 'published' && (offered.mode === 'advice' || provider.person.licence?.state === 'verified');
}

function profile({ id, handle, person, madeAt }: ProviderRow) {
  return {
    account_id: id,
    handle,
    display_name: person.name,
    headline: person.headline,
    about: person.about,
    languages: person.speaks,
    zone: person.zone,
    licence: person.licence?.state ?? 'none',
    licence_number: person.licence?.number ?? null,
    licence_places: person.licence?.places ?? [],
    approaches: [],
    stars: 0,
    review_count: 0,
    made_at: madeAt,
    changed_at: madeAt,
  };
}

const FOUND = {
  verified: 'The register names this person with this number and no restriction.',
  rejected: 'The copy we were sent cannot be read; we have asked for a clearer one.',
} as const;

function decision({ id, person, madeAt }: ProviderRow, staffId: string) {
  const state = person.licence?.state;
  if (state !== 'verified' && state !== 'rejected') return [];
  return [
    {
      id: idOf('licence', person.name),
      provider_id: id,
      staff_id: staffId,
      verified: state === 'verified',
      reason: FOUND[state],
      at: new Date(madeAt.getTime() + 86_400_000),
    },
  ];
}

function listing(provider: ProviderRow, { id, kind, state, offered, stepMinutes, noticeMinutes, madeAt }: ListingRow) {
  return {
    id,
    provider_id: provider.id,
    kind,
    mode: offered.mode,
    category: offered.category,
    title: offered.title,
    description: offered.text,
    price_minor: offered.dollars * 100,
    currency: CURRENCY,
    duration_minutes: offered.minutes,
    step_minutes: stepMinutes,
    notice_minutes: noticeMinutes,
    you_get: [],
    plain_terms: '',
    asks_first: false,
    weeks_most: 1,
    state,
    version: 1,
    made_at: madeAt,
    changed_at: madeAt,
  };
}

async function sayChanged(client: pg.Client, provider: ProviderRow, one: ListingRow): Promise<void> {
  const data = ListingChanged.data.parse({
    listingId: one.id,
    providerId: provider.id,
    published: true,
    version: 1,
    durationMinutes: one.offered.minutes,
    stepMinutes: one.stepMinutes,
    noticeMinutes: one.noticeMinutes,
  });
  await client.query('select bus.emit($1::uuid, $2, $3, $4::jsonb, null)', [
    idOf('listing-changed', one.id),
    ListingChanged.name,
    one.id,
    JSON.stringify(data),
  ]);
}
