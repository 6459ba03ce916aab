/** Made-up answers of the public API, typed by the contracts, for looking at pages. Never shipped. */
import type {
  Aliases,
  Bill,
  Booking,
  Categories,
  ClaimView,
  Hit,
  Listing,
  MyMoney,
  Output,
  Provider,
  Receipt,
  Search,
  Session,
  Ticket,
  ViewProvider,
  ViewRoom,
} from '@sounding/contracts';
import { agreement } from './agreements.fixtures.ts';

export const NOW = new Date('2026-11-24T09:00:00.000Z');
export const usd = (minor: number) => ({ minor, currency: 'USD' as const });
export const at = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000).toISOString();
export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const CLIENT = id(1);
export const PROVIDER = id(2);
export const LISTING = id(10);
export const BOOKING = id(20);

export const session: Session = {
  accountId: CLIENT,
  alias: 'Heron',
  realm: 'client',
  zone: 'Europe/Berlin',
  expiresAt: at(300),
  agreement,
};

export const provider: Provider = {
  accountId: PROVIDER,
  handle: 'marguerite-okafor',
  displayName: 'Marguerite Okafor',
  headline: 'Turning points after forty: work, family, faith, and what comes next',
  about:
    'For twenty years I led teams in a hospital, and for nine I have sat with people at turning points.\n\nI ask plain questions and keep quiet a lot. You leave with one thing to try, written in your own words.',
  languages: ['en', 'fr', 'de'],
  zone: 'Europe/Paris',
  licence: 'none',
  licencePlaces: [],
  approaches: ['Solution-focused', 'Walk and talk', 'Questions before answers'],
  credentials: [
    { title: 'MSc in Nursing Management', issuer: 'Université de Lille', year: 2003, state: 'verified' },
    { title: 'Systemic coaching, two years', issuer: 'Institut de la Bièvre, Paris', year: null, state: 'stated' },
  ],
  picture: id(95),
  rating: 4.8,
  reviews: 37,
};

export const listing: Listing = {
  id: LISTING,
  providerId: PROVIDER,
  kind: 'session',
  mode: 'advice',
  category: 'life-path-advice',
  title: 'An hour at the fork: look at both roads before you choose',
  description:
    'You bring a decision that will not settle. We lay out what you know, what you fear, and what you would tell a friend.\n\nNot therapy, and not a plan made by me. It is your hour.',
  price: usd(6000),
  allIn: usd(6349),
  fee: usd(349),
  durationMinutes: 60,
  stepMinutes: 30,
  noticeMinutes: 120,
  youGet: ['A page in your own words, written while we talk', 'One thing to try within the week'],
  plainTerms: 'Please come alone and from a quiet place. I do not write references or letters to courts.',
  asksFirst: false,
  weeksMost: 1,
  state: 'published',
};

const therapist: Provider = {
  ...provider,
  accountId: id(3),
  handle: 'tomas-lind',
  displayName: 'Tomás Lind',
  headline: 'Sleep and worry, in plain steps',
  licence: 'verified',
  licencePlaces: ['SE', 'US-NY'],
  credentials: [],
  picture: null,
  rating: null,
  reviews: 0,
};

export const hits: Hit[] = [
  { listing, provider, nextStart: at(5) },
  {
    listing: {
      ...listing,
      id: id(11),
      mode: 'therapy',
      title: 'When the nights are loud: first session on sleep and worry',
      price: usd(12_000),
      allIn: usd(12_349),
      durationMinutes: 50,
    },
    provider: therapist,
    nextStart: at(30),
  },
  {
    listing: { ...listing, id: id(12), title: 'Read my contract with me before I sign' },
    provider: { ...provider, handle: 'ines-baptista', displayName: 'Inês Baptista' },
    nextStart: null,
  },
];

export const facets: Output<typeof Search>['facets'] = {
  categories: [
    { slug: 'life', count: 31 },
    { slug: 'life-path-advice', count: 12 },
    { slug: 'sleep', count: 5 },
  ],
  modes: [
    { mode: 'advice', count: 36 },
    { mode: 'therapy', count: 6 },
  ],
  languages: [
    { language: 'en', count: 40 },
    { language: 'pt', count: 7 },
  ],
  prices: [
    { most: 5000, count: 9 },
    { most: 7500, count: 27 },
    { most: 25_000, count: 42 },
  ],
  ratings: [
    { least: 4, count: 30 },
    { least: 4.5, count: 17 },
  ],
  overlaps: [
    { hours: 2, count: 38 },
    { hours: 6, count: 11 },
  ],
};

export const categories: Output<typeof Categories>['categories'] = [
  ['life', 'Life Path & Advice', null],
  ['life-path-advice', 'Life path advice', 'life'],
  ['turning-points', 'Turning points', 'life'],
  ['faith-and-doubt', 'Faith and doubt', 'life'],
  ['mind', 'Mind & Mood', null],
  ['sleep', 'Sleep', 'mind'],
  ['grief', 'Grief and loss', 'mind'],
  ['work', 'Work & Money', null],
  ['career', 'Career change', 'work'],
  ['contracts', 'Contracts and offers', 'work'],
].map(([slug, name, parent]) => ({ slug: slug ?? '', name: name ?? '', parent: parent ?? null, listings: 4 }));

export const reviews: Output<typeof ViewProvider>['reviews'] = [
  {
    stars: 5,
    text: 'I came with a knot and left with a question I could live with.',
    alias: 'Wren',
    at: at(-300),
    answer: null,
  },
  {
    ...{ stars: 4, text: 'Kind, and very direct.', alias: 'R.', at: at(-900) },
    answer: { text: 'Thank you for coming with a whole list.', at: at(-800) },
  },
];

/** Every half hour from nine to five for a fortnight, Sundays off. */
export const starts: string[] = Array.from({ length: 14 }, (_, day) => day)
  .filter((day) => day % 7 !== 5)
  .flatMap((day) => Array.from({ length: 9 }, (_, half) => at(2 + day * 24 + half * 0.5)));

const base: Booking = {
  id: BOOKING,
  state: 'confirmed',
  clientId: CLIENT,
  providerId: PROVIDER,
  offer: {
    listingId: LISTING,
    listingVersion: 3,
    providerId: PROVIDER,
    kind: 'session',
    mode: 'advice',
    title: listing.title,
    price: listing.price,
    durationMinutes: 60,
    stepMinutes: 30,
    noticeMinutes: 120,
  },
  startsAt: at(29),
  endsAt: at(30),
  reservedUntil: null,
  total: usd(6349),
  termsVersion: '2026-11-01',
  outcome: null,
  refunded: usd(0),
  joinOpensAt: at(28.83),
  claimUntil: null,
  tipUntil: null,
  next: { what: 'attend', whose: 'client', until: at(29) },
  mayCancel: true,
  mayClaim: false,
  mayTip: false,
  madeAt: at(-1),
};

export const bookings: Record<string, Booking> = Object.fromEntries(
  [
    base,
    {
      ...base,
      id: id(21),
      state: 'reserved' as const,
      reservedUntil: at(0.15),
      next: { what: 'pay' as const, whose: 'client' as const, until: at(0.15) },
    },
    {
      ...base,
      id: id(22),
      state: 'delivered' as const,
      outcome: 'delivered' as const,
      startsAt: at(-30),
      endsAt: at(-29),
      claimUntil: at(139),
      tipUntil: at(691),
      next: { what: 'tip-or-claim' as const, whose: 'client' as const, until: at(139) },
      mayCancel: false,
      mayClaim: true,
      mayTip: true,
    },
    {
      ...base,
      id: id(23),
      state: 'claimed' as const,
      startsAt: at(-50),
      endsAt: at(-49),
      next: { what: 'decide-claim' as const, whose: 'staff' as const, until: at(60) },
      mayCancel: false,
    },
    {
      ...base,
      id: id(24),
      state: 'lapsed' as const,
      next: { what: 'nothing' as const, whose: 'nobody' as const, until: null },
      mayCancel: false,
    },
    {
      ...base,
      id: id(25),
      state: 'refunded' as const,
      outcome: 'claim-decided' as const,
      refunded: usd(3000),
      startsAt: at(-400),
      endsAt: at(-399),
      next: { what: 'nothing' as const, whose: 'nobody' as const, until: null },
      mayCancel: false,
    },
    {
      ...base,
      id: id(26),
      startsAt: at(0.1),
      endsAt: at(1.1),
      joinOpensAt: at(-0.06),
      next: { what: 'join' as const, whose: 'client' as const, until: at(0.35) },
    },
    {
      ...base,
      id: id(27),
      state: 'offered' as const,
      next: { what: 'take' as const, whose: 'client' as const, until: at(0.2) },
      mayCancel: false,
    },
  ].map((booking) => [booking.id, booking]),
);

export const lines: Bill['lines'] = [
  { kind: 'price', quantity: 1, unit: usd(6000), amount: usd(6000) },
  { kind: 'handling-fee', quantity: 1, unit: usd(349), amount: usd(349) },
];

export function billOf(booking: Booking): Bill {
  return {
    id: id(30),
    bookingId: booking.id,
    clientId: CLIENT,
    providerId: PROVIDER,
    listingId: LISTING,
    mode: 'advice',
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    lines,
    total: usd(6349),
    termsVersion: '2026-11-01',
    madeAt: at(0),
    expiresAt: booking.reservedUntil ?? at(-1),
    hash: 'a'.repeat(64),
    state: booking.state === 'reserved' ? 'open' : 'expired',
    paidAt: null,
  };
}

export const receipt: Receipt = {
  id: id(40),
  kind: 'receipt',
  number: 'R-2026-000041',
  bookingId: BOOKING,
  clientId: CLIENT,
  providerId: PROVIDER,
  clientName: 'Heron',
  providerName: 'Marguerite Okafor',
  mode: null,
  startsAt: base.startsAt,
  endsAt: base.endsAt,
  lines,
  total: usd(6349),
  method: { brand: 'visa', last4: '4242' },
  reason: null,
  billHash: 'a'.repeat(64),
  termsVersion: '2026-11-01',
  issuedAt: at(-1),
  hash: 'b'.repeat(64),
};

export const claim: ClaimView = {
  id: id(50),
  bookingId: id(23),
  ticketId: id(60),
  state: 'decided',
  most: usd(6000),
  decideBy: at(60),
  toClient: usd(3000),
  reason: 'The session began twenty minutes late, and we agree that half of it could not be used.',
  decidedAt: at(-2),
};

export const ticket: Ticket = {
  id: id(60),
  accountId: CLIENT,
  bookingId: id(23),
  kind: 'claim',
  subject: 'Claim for the session on Sunday',
  state: 'waiting-for-person',
  openedAt: at(-40),
  changedAt: at(-2),
};

export const room: Output<typeof ViewRoom> = {
  room: {
    bookingId: BOOKING,
    clientId: CLIENT,
    providerId: PROVIDER,
    startsAt: base.startsAt,
    endsAt: base.endsAt,
    joinOpensAt: base.joinOpensAt,
    state: 'open',
    live: 'x'.repeat(22),
    stays: [],
  },
  messages: [
    {
      id: id(70),
      number: 1,
      from: PROVIDER,
      text: 'Good morning. Bring whatever is on your mind; no papers needed.',
      at: at(-3),
    },
    { id: id(71), number: 2, from: CLIENT, text: 'Thank you. I will have a cup of tea and a list.', at: at(-2) },
  ],
};

export const money: Output<typeof MyMoney> = {
  held: usd(17_100),
  payable: usd(5700),
  released: usd(94_400),
  rows: [
    { bookingId: BOOKING, what: 'session', state: 'held', amount: usd(5700), at: at(-1), releasesAt: at(198) },
    { bookingId: id(25), what: 'tip', state: 'payable', amount: usd(1000), at: at(-20), releasesAt: null },
  ],
};

export const names: Output<typeof Aliases>['names'] = [
  { accountId: CLIENT, alias: 'Heron' },
  { accountId: PROVIDER, alias: 'Marguerite Okafor' },
];
