/** Categories, provider profiles, listings and search. */
import { z } from 'zod';
import { event, request } from './contract.ts';
import { AccountId, Amount, CredentialId, Day, Instant, ListingId, ListingKind, Mode, Place, Zone } from './values.ts';

/** A leaf or branch of the category tree. `listings` counts what can be booked in it and below it. Listings hang on leaves. */
export const Category = z.object({
  slug: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  listings: z.int().min(0),
});

export const LicenceState = z.enum(['none', 'submitted', 'verified', 'rejected']);

/** What a provider says to have learnt, and whether we have seen the paper. */
export const Credential = z.object({
  title: z.string(),
  issuer: z.string(),
  year: z.int().nullable(),
  state: z.enum(['stated', 'verified', 'rejected']),
});

export const Provider = z.object({
  accountId: AccountId,
  handle: z.string(),
  displayName: z.string(),
  headline: z.string(),
  about: z.string(),
  /** BCP 47 tags, `en`, `pt-BR`; pages name them with `Intl.DisplayNames`. */
  languages: z.array(z.string()),
  zone: Zone,
  licence: LicenceState,
  /** Ways of working, in the provider's own few words: `solution-focused`, `EMDR`. */
  approaches: z.array(z.string()).default([]),
  credentials: z.array(Credential).default([]),
  /** Where the licence holds; empty without one. */
  licencePlaces: z.array(Place).default([]),
  /** When a verified licence ends; null or left out where no end is known. On cards it is left out. */
  licenceUntil: Instant.nullable().optional(),
  /** The door serves `/pictures/<this>-128.webp` and `-512.webp`; null shows the seal. */
  picture: z.uuid().nullable().default(null),
  /** Mean of published reviews, 1 to 5, null without reviews. */
  rating: z.number().min(1).max(5).nullable(),
  reviews: z.int().min(0),
});

/** `at` is when it was written. `answer` is the provider's word about the same session. */
export const Review = z.object({
  stars: z.int().min(1).max(5),
  text: z.string(),
  alias: z.string(),
  at: Instant,
  answer: z.object({ text: z.string(), at: Instant }).nullable().default(null),
});

/** `allIn` = price + Handling Fee under the terms of today. */
export const Listing = z.object({
  id: ListingId,
  providerId: AccountId,
  kind: ListingKind,
  mode: Mode,
  category: z.string(),
  title: z.string(),
  description: z.string(),
  price: Amount,
  allIn: Amount,
  fee: Amount,
  durationMinutes: z.int(),
  /** Minutes between offered starts. */
  stepMinutes: z.int(),
  /** A booking must be made at least this long before its start. */
  noticeMinutes: z.int(),
  /** What the client leaves with, one line each. */
  youGet: z.array(z.string()).default([]),
  /** The provider's own conditions, in plain words; they never take away what our terms give. */
  plainTerms: z.string().default(''),
  /** A client asks for a time, and the provider says yes or no before anything is paid. */
  asksFirst: z.boolean().default(false),
  /** How many weekly sessions at the same time one client may book at once; 1 is no package. */
  weeksMost: z.int().min(1).max(12).default(1),
  state: z.enum(['draft', 'published']),
});

/** A card on the search page. `nextStart` is the first free start in the range asked for, or at all. */
export const Hit = z.object({
  listing: Listing,
  provider: Provider.omit({ about: true }),
  nextStart: Instant.nullable(),
});

/** Where a page of hits ended: its last hit's place in the order. Made by catalog; the visitor only carries it. */
const Cursor = z.string().regex(/^(-?\d{1,16}\.){3}\d{1,2}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
  error: 'not the end of a page',
});

/** What one more choice would find, everything else being as it is. What nothing would be found for is left out. */
export const Facets = z.object({
  categories: z.array(z.object({ slug: z.string(), count: z.int() })),
  modes: z.array(z.object({ mode: Mode, count: z.int() })),
  /** `pt` counts `pt-BR` as well. */
  languages: z.array(z.object({ language: z.string(), count: z.int() })),
  /** All-in, in minor units. */
  prices: z.array(z.object({ most: z.int(), count: z.int() })),
  ratings: z.array(z.object({ least: z.number(), count: z.int() })),
  /** Hours of the visitor's day, nine to six, that are also the provider's. */
  overlaps: z.array(z.object({ hours: z.int(), count: z.int() })),
});
const NO_FACETS: z.infer<typeof Facets> = {
  categories: [],
  modes: [],
  languages: [],
  prices: [],
  ratings: [],
  overlaps: [],
};

export const Search = request('catalog.search', {
  input: z.object({
    text: z.string().trim().max(200, { error: 'at most 200 characters' }).default(''),
    category: z.string().max(100).optional(),
    mode: Mode.optional(),
    /** All-in, in minor units. */
    priceMax: z.int().min(0).max(1_000_000).optional(),
    /** A language without its region, `pt`. */
    language: z
      .string()
      .regex(/^[a-z]{2,3}$/)
      .optional(),
    /** Hours of the day in `zone`, nine to six, that are nine to six where the provider is as well. */
    overlap: z.int().min(1).max(9).optional(),
    /** Mean of the reviews; who has none is not found. */
    ratingMin: z.number().min(1).max(5).optional(),
    /** Calendar days in `zone`; both or neither; at most 31 days. */
    from: Day.optional(),
    to: Day.optional(),
    zone: Zone.default('UTC'),
    sort: z.enum(['best', 'price', 'soonest', 'rating']).default('best'),
    /** What came after the page that said `next`. Who stays as they were is shown once, whatever changes around them. */
    after: Cursor.optional(),
    /** Of callers that count pages; `after` is better, because pages shift while data changes. */
    page: z.int().min(1).max(500).default(1),
  }),
  output: z.object({
    hits: z.array(Hit),
    total: z.int(),
    page: z.int(),
    pages: z.int(),
    /** Goes into `after`; null on the last page. */
    next: z.string().nullable().default(null),
    facets: Facets.default(NO_FACETS),
    /** The words hint at a crisis: show the emergency numbers first. */
    crisis: z.boolean(),
  }),
  refusals: ['bad-range'],
  from: ['gateway'],
  who: 'anyone',
});

export const Categories = request('catalog.categories', {
  input: z.object({}),
  output: z.object({ categories: z.array(Category) }),
  from: ['gateway'],
  who: 'anyone',
});

/** A provider's public page. */
export const ViewProvider = request('catalog.view-provider', {
  input: z.union([z.object({ handle: z.string().max(60) }), z.object({ accountId: AccountId })]),
  output: z.object({ provider: Provider, listings: z.array(Listing), reviews: z.array(Review) }),
  from: ['gateway', 'support-console', 'receipts'],
  who: 'anyone',
});

/** A published listing's public page. A draft is seen by its owner alone. */
export const ViewListing = request('catalog.view-listing', {
  input: z.object({ listingId: ListingId }),
  output: z.object({
    listing: Listing,
    provider: Provider,
    bookable: z.boolean(),
    whyNot: z.enum(['licence-unverified', 'not-published']).nullable(),
  }),
  from: ['gateway', 'support-console', 'receipts'],
  who: 'anyone',
});

/** What booking sells: frozen into the booking when it is reserved. */
export const Offer = z.object({
  listingId: ListingId,
  listingVersion: z.int().min(1),
  providerId: AccountId,
  kind: ListingKind,
  mode: Mode,
  title: z.string(),
  price: Amount,
  durationMinutes: z.int().min(5),
  stepMinutes: z.int().min(5),
  noticeMinutes: z.int().min(0),
  /** Where the licence behind a therapy listing holds. Absent in what was frozen before 2026-11-26. */
  licencePlaces: z.array(Place).optional(),
  /** As in the listing. Absent in what was frozen before 2026-11-26. */
  asksFirst: z.boolean().default(false),
  weeksMost: z.int().min(1).max(12).default(1),
  /** When it ends, where an end is known: sessions of therapy must be over by then. */
  licenceUntil: Instant.optional(),
});

/** The offer of a published, bookable listing. Therapy needs a verified licence. */
export const ReadOffer = request('catalog.read-offer', {
  input: z.object({ listingId: ListingId }),
  output: Offer,
  refusals: ['not-published', 'licence-unverified', 'not-yet-offered'],
  from: ['booking'],
  who: 'anyone',
});

/** The offers of one provider's bookable listings; booking publishes their free starts. */
export const ReadOffers = request('catalog.read-offers', {
  input: z.object({ providerId: AccountId }),
  output: z.object({ offers: z.array(Offer) }),
  from: ['booking'],
  who: 'service',
});

const ProfileText = {
  displayName: z.string().trim().min(2).max(60),
  headline: z.string().trim().min(5).max(120),
  about: z.string().trim().min(20).max(4_000),
  languages: z.array(z.string().min(2).max(35)).min(1).max(10),
  zone: Zone,
};

const CredentialInput = z.object({
  title: z.string().trim().min(3).max(120),
  issuer: z.string().trim().min(2).max(120),
  year: z.int().min(1940).max(2100).nullable().default(null),
});

/** Creates or changes the signed-in person's provider profile; the handle is made from the name once and never changes. */
export const SaveProfile = request('catalog.save-profile', {
  input: z.object({
    ...ProfileText,
    licenceNumber: z.string().trim().max(60).optional(),
    /** Where the licence holds. A new number or place waits for our check; a place less does not. */
    licencePlaces: z.array(Place).max(20).optional(),
    /** Left out, these stay as they are; a credential that is the same as before keeps its state. */
    approaches: z.array(z.string().trim().min(2).max(40)).max(12).optional(),
    credentials: z.array(CredentialInput).max(12).optional(),
  }),
  output: Provider,
  from: ['gateway'],
  who: 'person',
});

/** The signed-in provider's own profile and listings, drafts included. `provider` is null before the first save. */
export const MyCatalog = request('catalog.my-catalog', {
  input: z.object({}),
  output: z.object({ provider: Provider.nullable(), listings: z.array(Listing) }),
  from: ['gateway'],
  who: 'person',
});

export const ListingInput = z.object({
  kind: ListingKind.default('session'),
  mode: Mode,
  category: z.string().max(100),
  title: z.string().trim().min(8).max(120),
  description: z.string().trim().min(20).max(4_000),
  price: Amount,
  durationMinutes: z.int().min(15).max(240).multipleOf(5),
  stepMinutes: z.int().min(15).max(240).multipleOf(5).default(30),
  noticeMinutes: z.int().min(0).max(20_160).default(120),
  /** Left out, these stay as they are. */
  youGet: z.array(z.string().trim().min(3).max(160)).max(8).optional(),
  plainTerms: z.string().trim().max(1_000).optional(),
  asksFirst: z.boolean().optional(),
  weeksMost: z.int().min(1).max(12).optional(),
});

/** Creates (no id) or changes a draft or published listing. A price change never touches bills already made. */
export const SaveListing = request('catalog.save-listing', {
  input: ListingInput.extend({ listingId: ListingId.optional() }),
  output: Listing,
  refusals: ['no-profile', 'price-out-of-range', 'unknown-category', 'not-yet-offered', 'asked-or-weekly'],
  from: ['gateway'],
  who: 'person',
});

export const PublishListing = request('catalog.publish-listing', {
  input: z.object({ listingId: ListingId, published: z.boolean() }),
  output: Listing,
  refusals: ['not-yet-offered', 'incomplete'],
  from: ['gateway'],
  who: 'person',
});

/** Licences that wait for our check, the longest wait first, at most 200. Therapy cannot be booked before it. */
export const LicencesWaiting = request('catalog.licences-waiting', {
  input: z.object({ providerId: AccountId.optional() }),
  output: z.object({
    licences: z.array(
      z.object({
        providerId: AccountId,
        displayName: z.string(),
        number: z.string(),
        places: z.array(Place).default([]),
        /** Therapy listings that cannot be booked before the check. */
        listings: z.int(),
        since: Instant,
      }),
    ),
  }),
  from: ['support-console'],
  who: 'staff',
});

/** Credentials that providers state and nobody has looked at, the longest wait first, at most 200. */
export const CredentialsWaiting = request('catalog.credentials-waiting', {
  input: z.object({ credentialId: CredentialId.optional() }),
  output: z.object({
    credentials: z.array(
      Credential.omit({ state: true }).extend({
        credentialId: CredentialId,
        providerId: AccountId,
        displayName: z.string(),
        since: Instant,
      }),
    ),
  }),
  from: ['support-console'],
  who: 'staff',
});

/** Staff record whether they have seen the paper of a credential. */
export const DecideCredential = request('catalog.decide-credential', {
  input: z.object({ credentialId: CredentialId, verified: z.boolean(), reason: z.string().trim().min(3).max(500) }),
  output: z.object({ credential: Credential }),
  from: ['support-console'],
  who: 'staff',
});

/**
 * Staff record what the licence register says. `lastDay` is the last day on which a verified licence holds, in the provider's zone;
 * left out, the register names none. After it the licence waits for staff again, and nobody can book its therapy.
 */
export const DecideLicence = request('catalog.decide-licence', {
  input: z.object({
    providerId: AccountId,
    verified: z.boolean(),
    reason: z.string().trim().min(3).max(500),
    lastDay: Day.optional(),
  }),
  output: Provider,
  refusals: ['no-licence', 'no-place', 'licence-over'],
  from: ['support-console'],
  who: 'staff',
});

export type Offer = z.infer<typeof Offer>;
export type Listing = z.infer<typeof Listing>;
export type Provider = z.infer<typeof Provider>;
export type Credential = z.infer<typeof Credential>;
export type Hit = z.infer<typeof Hit>;
/**
 * A listing became bookable, changed while bookable, or ceased to be: booking publishes its free starts anew. `published`
 * says whether it can be booked now; therapy of an unverified licence holder cannot, though its page is public.
 */
export const ListingChanged = event(
  'catalog.listing-changed',
  z.object({
    listingId: ListingId,
    providerId: AccountId,
    published: z.boolean(),
    version: z.int().min(1),
    durationMinutes: z.int(),
    stepMinutes: z.int(),
    noticeMinutes: z.int(),
  }),
  { of: 'listingId', heardBy: ['booking'] },
);
