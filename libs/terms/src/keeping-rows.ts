/** The rows of the table of keeping, service by service. Pure data. */

export type KeptBy = 'identity' | 'catalog' | 'booking' | 'billing' | 'receipts' | 'support' | 'workspace' | 'every';

/** `years` run from the end of the year (UTC), everything else from the instant. `account`: as long as the account; `ever`: for good. */
export type Term =
  | { readonly hours: number }
  | { readonly days: number }
  | { readonly years: number }
  | 'account'
  | 'ever';

/** What becomes of it when a person is erased: `goes`, `stripped` of everything that names them or that they wrote, or `stays`. */
export type WhenErased = 'goes' | 'stripped' | 'stays';

export interface KeepingRule {
  /** `<service>.<name>`; cited by certificates, so never used again for something else. */
  readonly id: `${KeptBy}.${string}`;
  /** What it is, for people: "messages of a room". */
  readonly what: string;
  readonly term: Term;
  /** What the term runs from: "the session". Empty for `account` and `ever`. */
  readonly from: string;
  readonly whenErased: WhenErased;
  /** Why it is kept so long and not longer, in one sentence. */
  readonly because: string;
  /** The rule outside that asks for it, or allows it; null where it is our own choice. */
  readonly source: string | null;
}

const EU_BOOKS = 'Directive 2006/112/EC, article 369k; GDPR, article 17(3)(b)';
const LEAST = 'GDPR, article 5(1)(e)';
const CLAIMS = 'German Civil Code, sections 195 and 199; GDPR, article 17(3)(e)';
const BOOKS = 'It belongs to the books, which the law wants kept for ten years.';

const IDENTITY: readonly KeepingRule[] = [
  {
    id: 'identity.account',
    what: 'your address, alias, time zone and the hash of your password',
    term: 'account',
    from: '',
    whenErased: 'goes',
    because: 'Without them nobody can sign in or be written to.',
    source: LEAST,
  },
  {
    id: 'identity.sign-ups',
    what: 'sign-ups whose code never came back, and codes that are over',
    term: { hours: 24 },
    from: 'they were made',
    whenErased: 'goes',
    because: 'A code is good for ten minutes; a day leaves time to ask for another.',
    source: LEAST,
  },
  {
    id: 'identity.sessions',
    what: 'the devices you are signed in on',
    term: { days: 30 },
    from: 'signing in',
    whenErased: 'goes',
    because: 'You stay signed in that long unless you sign out.',
    source: null,
  },
  {
    id: 'identity.mails',
    what: 'which mails were sent to you, without their texts',
    term: { days: 90 },
    from: 'the mail was wanted',
    whenErased: 'goes',
    because: 'Support can see whether a mail left, and no mail goes twice.',
    source: LEAST,
  },
  {
    id: 'identity.acceptances',
    what: 'which terms you accepted and what you consented to, and when, under the bare number of the account',
    term: 'ever',
    from: '',
    whenErased: 'stays',
    because: 'It is the proof that we had a contract and a consent. It holds no name and no words of yours.',
    source: 'GDPR, article 7(1) and article 17(3)(e)',
  },
  {
    id: 'identity.certificates',
    what: 'the certificate of an erasure, which names nobody',
    term: { years: 3 },
    from: 'the erasure',
    whenErased: 'stays',
    because: 'It proves, to you and to others, that we did it.',
    source: `GDPR, article 5(2); ${CLAIMS}`,
  },
  {
    id: 'identity.erased-numbers',
    what: 'the bare number of the account that was erased',
    term: 'ever',
    from: '',
    whenErased: 'stays',
    because: 'A backup from before the erasure must be erased again when it is restored, and only the number tells.',
    source: 'GDPR, article 17(1) and article 32',
  },
];

const CATALOG: readonly KeepingRule[] = [
  {
    id: 'catalog.profile',
    what: 'a provider’s profile, picture, credentials, licence number and listings',
    term: 'account',
    from: '',
    whenErased: 'goes',
    because: 'They are what is offered.',
    source: LEAST,
  },
  {
    id: 'catalog.reviews-of-you',
    what: 'reviews that clients wrote about you',
    term: 'account',
    from: '',
    whenErased: 'goes',
    because: 'They are about what you offer, and mean nothing without it.',
    source: LEAST,
  },
  {
    id: 'catalog.reviews',
    what: 'the stars of reviews that you wrote, under “A former client”',
    term: 'account',
    from: '',
    whenErased: 'stripped',
    because:
      'A rating that others rely on would be wrong without them. Your words, your name and the answer to them go.',
    source: 'GDPR, article 17(3)(a)',
  },
];

const BOOKING: readonly KeepingRule[] = [
  {
    id: 'booking.bookings',
    what: 'bookings: numbers, times, states and amounts',
    term: { years: 10 },
    from: 'the session',
    whenErased: 'stripped',
    because: `${BOOKS} Where you were and what you wrote go.`,
    source: EU_BOOKS,
  },
  {
    id: 'booking.calendars',
    what: 'a provider’s hours, the address of your own calendar, and calendars that say when you are busy',
    term: 'account',
    from: '',
    whenErased: 'goes',
    because: 'Free times are computed from them.',
    source: LEAST,
  },
  {
    id: 'booking.busy-times',
    what: 'times at which another calendar said that you were busy',
    term: { days: 1 },
    from: 'they have passed',
    whenErased: 'goes',
    because: 'Past times are of no use to anybody.',
    source: LEAST,
  },
  {
    id: 'booking.waits',
    what: 'places in a line for a time',
    term: { days: 90 },
    from: 'the wait ended',
    whenErased: 'goes',
    because: 'Whoever asks why they were not offered a time can be answered.',
    source: LEAST,
  },
  {
    id: 'booking.reminders',
    what: 'that a reminder was sent',
    term: { days: 90 },
    from: 'it was sent',
    whenErased: 'goes',
    because: 'No reminder goes twice.',
    source: LEAST,
  },
];

const BILLING: readonly KeepingRule[] = [
  {
    id: 'billing.books',
    what: 'bills, payments, refunds, transfers and the ledger, under the bare number of the account',
    term: { years: 10 },
    from: 'the money moved',
    whenErased: 'stripped',
    because: `${BOOKS} The card and our customer record at Stripe go.`,
    source: EU_BOOKS,
  },
  {
    id: 'billing.card',
    what: 'a card that you asked us to keep',
    term: 'account',
    from: '',
    whenErased: 'goes',
    because: 'You asked for it, and can have it forgotten at any time.',
    source: LEAST,
  },
  {
    id: 'billing.card-digits',
    what: 'brand and last four digits of the card of a payment',
    term: { days: 540 },
    from: 'the payment',
    whenErased: 'goes',
    because: 'A bank can dispute a payment until then, and we must know which card it is about.',
    source: 'Visa Core Rules, dispute time limits',
  },
  {
    id: 'billing.stripe-events',
    what: 'which messages of Stripe were worked on',
    term: { days: 90 },
    from: 'they were stored',
    whenErased: 'stays',
    because: 'Stripe may send one again; it holds numbers alone.',
    source: LEAST,
  },
];

const RECEIPTS: readonly KeepingRule[] = [
  {
    id: 'receipts.documents',
    what: 'receipts, tip receipts, credit notes and statements',
    term: { years: 10 },
    from: 'they are about',
    whenErased: 'stripped',
    because: `${BOOKS} Your name, your zone and the words of what was sold go.`,
    source: EU_BOOKS,
  },
  {
    id: 'receipts.bills',
    what: 'bills on paper',
    term: { years: 1 },
    from: 'they are about',
    whenErased: 'stripped',
    because: 'What was not paid is in no books, and what was paid has a receipt.',
    source: LEAST,
  },
  {
    id: 'receipts.year-summaries',
    what: 'summaries of a year',
    term: { years: 3 },
    from: 'they are about',
    whenErased: 'stripped',
    because: 'They repeat receipts, which are kept longer, and can be issued again.',
    source: LEAST,
  },
  {
    id: 'receipts.of-others',
    what: 'your name as the provider on your clients’ receipts',
    term: { years: 10 },
    from: 'they are about',
    whenErased: 'stays',
    because: 'A receipt must say who supplied, and it belongs to the client who paid.',
    source: `Directive 2006/112/EC, article 226(5); ${EU_BOOKS}`,
  },
  {
    id: 'receipts.wishes',
    what: 'your full name and country for documents to come',
    term: 'account',
    from: '',
    whenErased: 'goes',
    because: 'You asked for it.',
    source: LEAST,
  },
];

const SUPPORT: readonly KeepingRule[] = [
  {
    id: 'support.tickets',
    what: 'what you and our staff wrote to each other',
    term: { years: 3 },
    from: 'the last word',
    whenErased: 'goes',
    because: 'Until then either of us may rely on it.',
    source: CLAIMS,
  },
  {
    id: 'support.claims',
    what: 'claims and money that staff gave back: amounts and dates',
    term: { years: 10 },
    from: 'the decision',
    whenErased: 'stripped',
    because: `${BOOKS} The words and reasons go, at the latest after three years.`,
    source: EU_BOOKS,
  },
];

const LOOKS: readonly KeepingRule[] = [
  {
    id: 'support.looks',
    what: 'which member of staff read what of yours, and when, under the bare number of the account',
    term: 'ever',
    from: '',
    whenErased: 'stripped',
    because:
      'It is a chain in which each row proves the one before it, so none can be taken out. The words of reasons go.',
    source: 'GDPR, article 5(2) and article 32',
  },
];

const WORKSPACE: readonly KeepingRule[] = [
  {
    id: 'workspace.glasses',
    what: 'that staff opened a room, with two of them and a reason',
    term: { years: 10 },
    from: 'the session',
    whenErased: 'stripped',
    because: 'Whoever opened a room must be known. The words of the reason go.',
    source: 'GDPR, article 5(2) and article 32',
  },
  {
    id: 'workspace.messages',
    what: 'messages of a room',
    term: { days: 180 },
    from: 'the session, or the message if that is later',
    whenErased: 'goes',
    because:
      'Both sides can look something up, and a dispute of the card can be answered; then they are nobody’s business.',
    source: LEAST,
  },
  {
    id: 'workspace.stays',
    what: 'when each side was in a session',
    term: { days: 180 },
    from: 'the session',
    whenErased: 'goes',
    because: 'It says who came, which a claim or a dispute of the card may ask.',
    source: LEAST,
  },
  {
    id: 'workspace.rooms',
    what: 'that there was a room: numbers and times',
    term: { years: 10 },
    from: 'the session',
    whenErased: 'stays',
    because: 'It belongs to the booking.',
    source: EU_BOOKS,
  },
];

const EVERY: readonly KeepingRule[] = [
  {
    id: 'every.answers',
    what: 'what was answered to a request, in case it is sent again',
    term: { hours: 24 },
    from: 'the answer',
    whenErased: 'goes',
    because: 'A press that is repeated has one effect.',
    source: LEAST,
  },
  {
    id: 'every.events',
    what: 'messages between our services: numbers, amounts and times',
    term: { days: 7 },
    from: 'they were sent',
    whenErased: 'stays',
    because: 'A service that was down hears them afterwards. They never hold names, addresses or texts.',
    source: LEAST,
  },
  {
    id: 'every.heard',
    what: 'which of these messages were heard, and those that could not be understood',
    term: { days: 90 },
    from: 'they were heard',
    whenErased: 'stays',
    because: 'No message has its effect twice.',
    source: LEAST,
  },
];

export const KEEPING: readonly KeepingRule[] = [
  ...IDENTITY,
  ...CATALOG,
  ...BOOKING,
  ...BILLING,
  ...RECEIPTS,
  ...SUPPORT,
  ...LOOKS,
  ...WORKSPACE,
  ...EVERY,
];
