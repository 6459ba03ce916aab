/** Providers and listings for the catalog's tests, made through its own requests. */
import { randomUUID } from 'node:crypto';
import {
  BookingCompleted,
  type Data,
  DecideLicence,
  type Listing,
  PublishListing,
  RunsPublished,
  SaveListing,
  SaveProfile,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import type { World } from '@sounding/testing';

export interface Wish {
  readonly title?: string;
  readonly description?: string;
  readonly category?: string;
  readonly mode?: 'advice' | 'therapy';
  readonly price?: number;
  readonly notice?: number;
  readonly kind?: 'session' | 'project';
}

export function listing(wish: Wish = {}) {
  return {
    kind: wish.kind ?? ('session' as const),
    mode: wish.mode ?? ('advice' as const),
    category: wish.category ?? 'big-decisions',
    title: wish.title ?? 'A calm hour for one decision',
    description: wish.description ?? 'We look at it together, slowly, from every side.',
    price: money(wish.price ?? 6_000),
    durationMinutes: 60,
    stepMinutes: 30,
    noticeMinutes: wish.notice ?? 0,
  };
}

export function profile(displayName: string, licenceNumber?: string) {
  return {
    displayName,
    headline: 'Somebody who listens well',
    about: 'I have done this for a long time and I like it very much.',
    languages: ['en'],
    zone: 'Europe/Berlin',
    ...(licenceNumber === undefined ? {} : { licenceNumber, licencePlaces: ['DE'] }),
  };
}

/** A new provider's account id. */
export async function provider(world: World, displayName = 'Ada Quill', licenceNumber?: string): Promise<string> {
  const account = randomUUID();
  await world.as(account).ask(SaveProfile, profile(displayName, licenceNumber));
  return account;
}

/** What staff found about a licence. */
export async function decide(world: World, providerId: string, verified: boolean): Promise<void> {
  await world.staff(randomUUID()).ask(DecideLicence, { providerId, verified, reason: 'Looked up in the register.' });
}

/** A new provider whose licence holds in Germany. */
export async function licensed(world: World, displayName: string, licenceNumber = 'PSY-1'): Promise<string> {
  const account = await provider(world, displayName, licenceNumber);
  await decide(world, account, true);
  return account;
}

/** Reviews of long ago, as if written by as many clients. */
export async function rate(world: World, providerId: string, ...stars: number[]): Promise<void> {
  await world.sql(
    'catalog',
    `insert into review (id, provider_id, stars, text, alias, at, shown)
     select gen_random_uuid(), $1, stars, 'Good.', 'Wren', '2026-10-01T00:00:00Z', true from unnest($2::int[]) as stars`,
    [providerId, stars],
  );
}

export async function published(world: World, account: string, wish: Wish = {}): Promise<Listing> {
  const made = await world.as(account).ask(SaveListing, listing(wish));
  return world.as(account).ask(PublishListing, { listingId: made.id, published: true });
}

/** Booking publishes these free starts, half an hour apart; resolves when catalog knows them. */
export async function free(world: World, listingId: string, ...spans: [first: string, last: string][]): Promise<void> {
  await said(world, { listingId, runs: spans.map(([first, last]) => ({ first, last, stepMinutes: 30 })) });
}

/** Booking publishes this; resolves when catalog has heard it. */
export async function said(
  world: World,
  runs: Omit<Data<typeof RunsPublished>, 'until'> & { until?: string },
): Promise<void> {
  const { seq } = await world.say('booking', RunsPublished, { until: '2028-03-01T00:00:00.000Z', ...runs });
  await world.eventually(async () => {
    const position = 'select seq::int from bus.inbox_position where owner = $1 and aggregate = $2';
    const [row] = await world.sql<{ seq: number }>('catalog', position, ['booking', runs.listingId]);
    expect(row?.seq).toBe(seq);
  });
}

/** The code of the refusal that a promise ends with. */
export async function refusalOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return 'answered';
}

export interface Session {
  readonly bookingId: string;
  readonly clientId: string;
  readonly providerId: string;
}

/** Booking says that a session took place, over since `endsAt`; resolves when catalog knows it. */
export async function completed(world: World, providerId: string, endsAt: string): Promise<Session> {
  const session = { bookingId: randomUUID(), clientId: randomUUID(), providerId };
  await world.say('booking', BookingCompleted, { ...session, listingId: randomUUID(), endsAt, at: endsAt });
  await world.eventually(async () => {
    const rows = await world.sql('catalog', 'select 1 from completed_booking where booking_id = $1', [
      session.bookingId,
    ]);
    expect(rows).toHaveLength(1);
  });
  return session;
}
