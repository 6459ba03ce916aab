/** Providers and listings for the catalog's tests, made through its own requests. */
import { randomUUID } from 'node:crypto';
import { type Listing, PublishListing, RunsPublished, SaveListing, SaveProfile } from '@sounding/contracts';
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
    ...(licenceNumber === undefined ? {} : { licenceNumber }),
  };
}

/** A new provider's account id. */
export async function provider(world: World, displayName = 'Ada Quill', licenceNumber?: string): Promise<string> {
  const account = randomUUID();
  await world.as(account).ask(SaveProfile, profile(displayName, licenceNumber));
  return account;
}

export async function published(world: World, account: string, wish: Wish = {}): Promise<Listing> {
  const made = await world.as(account).ask(SaveListing, listing(wish));
  return world.as(account).ask(PublishListing, { listingId: made.id, published: true });
}

/** Booking publishes these free starts, half an hour apart; resolves when catalog knows them. */
export async function free(world: World, listingId: string, ...spans: [first: string, last: string][]): Promise<void> {
  const until = '2027-03-01T00:00:00.000Z';
  await world.say('booking', RunsPublished, {
    listingId,
    runs: spans.map(([first, last]) => ({ first, last, stepMinutes: 30 })),
    until,
  });
  await world.eventually(async () => {
    const rows = await world.sql<{ first: Date }>('catalog', 'select first from run where listing_id = $1', [
      listingId,
    ]);
    expect(rows.map((row) => row.first.toISOString()).sort()).toEqual(
      spans.map(([first]) => new Date(first).toISOString()).sort(),
    );
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
