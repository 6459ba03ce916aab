/** Rows as the contracts show them. */
import type { Credential, Hit, Listing, Offer, Provider, Review } from '@sounding/contracts';
import { stored, subtract } from '@sounding/money';
import { allIn, type Terms } from '@sounding/terms';
import type { z } from 'zod';

export interface ProfileRow {
  readonly accountId: string;
  readonly handle: string;
  readonly displayName: string;
  readonly headline: string;
  readonly about: string;
  readonly languages: string[];
  readonly zone: string;
  readonly licence: string;
  readonly licencePlaces: string[];
  /** Not read for cards. */
  readonly licenceUntil?: Date | null;
  readonly approaches: string[];
  readonly picture: string | null;
  readonly stars: number;
  readonly reviewCount: number;
}

export interface ListingRow {
  readonly id: string;
  readonly providerId: string;
  readonly kind: string;
  readonly mode: string;
  readonly category: string;
  readonly title: string;
  readonly description: string;
  readonly priceMinor: bigint;
  readonly currency: string;
  readonly durationMinutes: number;
  readonly stepMinutes: number;
  readonly noticeMinutes: number;
  readonly youGet: string[];
  readonly plainTerms: string;
  readonly asksFirst: boolean;
  readonly weeksMost: number;
  readonly state: string;
  readonly version: number;
}

export interface CredentialRow {
  readonly title: string;
  readonly issuer: string;
  readonly year: number | null;
  readonly state: string;
}

export function credentialView({ title, issuer, year, state }: CredentialRow): Credential {
  return { title, issuer, year, state: state as Credential['state'] };
}

/** Credentials are read where a whole profile is shown; on cards they are left out. */
export function providerView(row: ProfileRow, credentials: readonly CredentialRow[] = []): Provider {
  return {
    accountId: row.accountId,
    handle: row.handle,
    displayName: row.displayName,
    headline: row.headline,
    about: row.about,
    languages: row.languages,
    zone: row.zone,
    // The database's own checks hold these words to the contract's.
    licence: row.licence as Provider['licence'],
    licencePlaces: row.licencePlaces,
    ...(row.licenceUntil === undefined ? {} : { licenceUntil: row.licenceUntil?.toISOString() ?? null }),
    approaches: row.approaches,
    credentials: credentials.map(credentialView),
    picture: row.picture,
    rating: ratingOf(row),
    reviews: row.reviewCount,
  };
}

export function listingView(row: ListingRow, terms: Terms): Listing {
  const price = stored(row.priceMinor, row.currency);
  const total = allIn(price, terms);
  return {
    id: row.id,
    providerId: row.providerId,
    kind: row.kind as Listing['kind'],
    mode: row.mode as Listing['mode'],
    category: row.category,
    title: row.title,
    description: row.description,
    price,
    allIn: total,
    fee: subtract(total, price),
    durationMinutes: row.durationMinutes,
    stepMinutes: row.stepMinutes,
    noticeMinutes: row.noticeMinutes,
    youGet: row.youGet,
    plainTerms: row.plainTerms,
    asksFirst: row.asksFirst,
    weeksMost: row.weeksMost,
    state: row.state as Listing['state'],
  };
}

export function offerOf(row: ListingRow, held: Pick<ProfileRow, 'licencePlaces' | 'licenceUntil'>): Offer {
  const until = held.licenceUntil?.toISOString();
  return {
    listingId: row.id,
    listingVersion: row.version,
    providerId: row.providerId,
    kind: row.kind as Offer['kind'],
    mode: row.mode as Offer['mode'],
    title: row.title,
    price: stored(row.priceMinor, row.currency),
    durationMinutes: row.durationMinutes,
    stepMinutes: row.stepMinutes,
    noticeMinutes: row.noticeMinutes,
    asksFirst: row.asksFirst,
    weeksMost: row.weeksMost,
    ...(row.mode === 'therapy' ? { licencePlaces: held.licencePlaces } : {}),
    ...(row.mode === 'therapy' && until ? { licenceUntil: until } : {}),
  };
}

export function hitOf(row: ListingRow & ProfileRow, nextStart: string | null, terms: Terms): Hit {
  const { about: _, ...provider } = providerView(row);
  const start = nextStart === null ? null : new Date(nextStart).toISOString();
  return { listing: listingView(row, terms), provider, nextStart: start };
}

/** The mean with two digits, `4.67`; null without reviews. */
export function ratingOf({ stars, reviewCount }: Pick<ProfileRow, 'stars' | 'reviewCount'>): number | null {
  return reviewCount === 0 ? null : Math.round((stars * 100) / reviewCount) / 100;
}

export interface ReviewRow {
  readonly stars: number;
  readonly text: string;
  readonly alias: string;
  readonly at: Date;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
}

export function reviewView({ stars, text, alias, at, answer, answeredAt }: ReviewRow): z.infer<typeof Review> {
  const answered = answer !== null && answeredAt !== null;
  return {
    ...{ stars, text, alias, at: at.toISOString() },
    answer: answered ? { text: answer, at: answeredAt.toISOString() } : null,
  };
}
