/**
 * Who gets in where, at both doors. A new endpoint needs a row here: `everybody`, `signedIn`, `parties` and the like say most of it.
 * A row that changes something gives a body of the right shape that the business then cannot follow, where one can be had, so that the
 * people of the matrix still have their objects at its end.
 */
import { NOBODYS, type Objects, type Row, type Rows } from './cells.ts';

const PAST = '2020-01-01T10:00:00.000Z';
const LONG = 'This is long enough to be taken for a description.';
const PERIOD = 'from=2026-01-01T00:00:00.000Z&to=2026-02-01T00:00:00.000Z';

/** Looking around needs no account. */
const everybody: Row['who'] = { visitor: 'in', stranger: 'in', client: 'in', provider: 'in', rival: 'in', staff: 'in' };
/** A word that is wrong for everybody: a code, a password, a signature. */
const nobody = (status: number): Row['who'] => ({
  ...{ visitor: status, stranger: status, client: status },
  ...{ provider: status, rival: status, staff: status },
});
/** One's own things. Staff have no account at the public door. */
const signedIn: Row['who'] = { ...everybody, visitor: 401, staff: 401 };
/** The two of a booking. */
const parties: Row['who'] = { ...signedIn, stranger: 404, rival: 404 };
const clientAlone: Row['who'] = { ...parties, provider: 404 };
const ofProvider: Row['who'] = { ...parties, client: 404 };
/** A body that is refused when it is known who asks. */
const wrongly: Row['who'] = { ...nobody(400), visitor: 401, staff: 401 };
/** For others it is as if there were none, which is what the answer says. */
const elsewhereEmpty: Row['who'] = { ...signedIn, stranger: 'nothing', rival: 'nothing' };
/** At the support console. */
const staff: Row['who'] = { ...nobody(401), staff: 'in' };

const both = (body: Row['body']): Row => ({ who: parties, unknown: 404, body });
const mine = (body: Row['body']): Row => ({ who: clientAlone, unknown: 404, body });
const listing = () => ({
  ...{ mode: 'advice', category: 'life-path-advice', title: 'A listing of the matrix', description: LONG },
  ...{ price: { minor: 6000, currency: 'USD' }, durationMinutes: 50 },
});
const slot = ({ listingId }: Objects) => ({ listingId, startsAt: PAST });

const account: Rows = {
  'GET /api/v1/session': { who: signedIn },
  'POST /api/v1/sign-up': { who: nobody(400), body: () => ({ email: 'a@example.com', adult: false }) },
  'POST /api/v1/confirm': { who: nobody(401), body: ({ role }) => ({ email: `${role}@example.com`, code: '000000' }) },
  'POST /api/v1/send-code': {
    who: everybody,
    body: ({ role }) => ({ email: `${role}@example.com`, purpose: 'reset' }),
  },
  'POST /api/v1/set-password': {
    who: nobody(401),
    body: ({ role }) => ({ email: `${role}@example.com`, code: '000000', password: 'a-heron-stood-by-the-lake' }),
  },
  'POST /api/v1/sign-in': { who: nobody(401), body: ({ role }) => ({ email: `${role}@example.com`, password: 'x' }) },
  'GET /api/v1/sessions': { who: signedIn },
  // What ends a session goes first through a body or an id that ends none of the people here.
  'DELETE /api/v1/sessions': { who: signedIn },
  'DELETE /api/v1/sessions/{sessionId}': {
    who: { ...nobody(404), visitor: 401, staff: 401 },
    fixed: { sessionId: NOBODYS },
  },
  'PUT /api/v1/password': {
    who: nobody(401),
    limited: true,
    body: () => ({ old: 'x', password: 'a-heron-stood-by-the-lake' }),
  },
  'POST /api/v1/email': { who: nobody(401), limited: true, body: () => ({ email: 'a@example.com', proof: 'x' }) },
  'POST /api/v1/email/confirmation': { who: nobody(401), body: () => ({ email: 'a@example.com', code: '000000' }) },
  'POST /api/v1/email/objection': { who: nobody(410), body: () => ({ objection: 'x'.repeat(43) }) },
  'POST /api/v1/sign-in/link': {
    who: everybody,
    limited: true,
    body: ({ role }) => ({ email: `${role}@example.com` }),
  },
  'POST /api/v1/sign-in/link/opening': { who: nobody(401), body: () => ({ link: 'x'.repeat(43) }) },
  'POST /api/v1/sign-in/passkey/options': { who: everybody },
  'POST /api/v1/sign-in/passkey': { who: nobody(401), body: () => ({ response: {} }) },
  'POST /api/v1/factors/passkeys/options': { who: nobody(401), limited: true, body: () => ({ proof: 'x' }) },
  'POST /api/v1/factors/passkeys': { who: nobody(401), body: () => ({ response: {}, name: 'Mine' }) },
  'PATCH /api/v1/factors/passkeys/{passkeyId}': {
    who: { ...nobody(404), visitor: 401, staff: 401 },
    ...{ fixed: { passkeyId: NOBODYS }, body: () => ({ name: 'Mine' }) },
  },
  'POST /api/v1/factors/passkeys/{passkeyId}/removal': {
    ...{ who: nobody(401), limited: true, fixed: { passkeyId: NOBODYS }, body: () => ({ proof: 'x' }) },
  },
  'GET /api/v1/sign-in/step': { who: nobody(401) },
  'POST /api/v1/sign-in/code': { who: nobody(401), body: () => ({ code: '000000' }) },
  'GET /api/v1/factors': { who: signedIn },
  'POST /api/v1/factors/totp': { who: signedIn },
  'PUT /api/v1/factors/totp': { who: nobody(401), limited: true, body: () => ({ code: '000000', proof: 'x' }) },
  'POST /api/v1/factors/totp/removal': { who: nobody(401), limited: true, body: () => ({ proof: 'x' }) },
  'POST /api/v1/factors/recovery-codes': { who: signedIn, limited: true, body: () => ({ proof: 'x' }) },
  'GET /api/v1/account': { who: signedIn },
  'GET /api/v1/account/leaving': { who: signedIn },
  'POST /api/v1/account/leaving': { who: nobody(401), limited: true, body: () => ({ proof: 'x' }) },
  'DELETE /api/v1/account/leaving': { who: signedIn },
  'GET /api/v1/erased/{token}': { who: nobody(404), fixed: { token: '0'.repeat(43) } },
  'PATCH /api/v1/account': { who: signedIn, body: () => ({ dates: 'en-GB' }) },
  'GET /api/v1/account/who-looked': { who: signedIn },
  'GET /api/v1/account/card': { who: signedIn },
  'DELETE /api/v1/account/card': { who: signedIn },
  'GET /api/v1/agreements': { who: signedIn },
  // Words that no version has.
  'POST /api/v1/agreements': {
    who: signedIn,
    body: ({ version }) => ({ document: 'terms', version, textHash: '0'.repeat(64) }),
  },
  // Nobody proves anything with this.
  'POST /api/v1/account/export': { who: nobody(401), limited: true, body: () => ({ proof: 'x' }) },
  'GET /api/v1/account/export/{ticket}': {
    ...{ who: { ...nobody(404), visitor: 401, staff: 401 }, fixed: { ticket: '1.made-up' } },
  },
  'GET /api/v1/consents': { who: signedIn },
  'PUT /api/v1/consents/{kind}': { who: signedIn, fixed: { kind: 'health' }, body: () => ({ given: false }) },
  'GET /api/v1/names': { who: everybody, query: () => `ids=${NOBODYS}` },
};

const looking: Rows = {
  'GET /api/v1/categories': { who: everybody },
  'GET /api/v1/search': { who: everybody },
  'GET /api/v1/providers/{handle}': { who: everybody, unknown: 404 },
  'GET /api/v1/listings/{listingId}': { who: everybody, unknown: 404 },
  'GET /api/v1/listings/{draftId} (a draft)': { who: { ...nobody(404), provider: 'in' } },
  'GET /api/v1/listings/{listingId}/slots': { who: everybody, unknown: 404, query: () => PERIOD },
  'GET /api/v1/listings/{listingId}/weeks': {
    ...{ who: everybody, unknown: 404 },
    query: () => `startsAt=${PAST}&weeks=2`,
  },
};

const provider: Rows = {
  'GET /api/v1/provider': { who: signedIn },
  'PUT /api/v1/provider/profile': { who: wrongly, body: () => ({}) },
  'POST /api/v1/provider/listings': { who: signedIn, body: listing },
  'PUT /api/v1/provider/listings/{draftId}': {
    who: { ...ofProvider, stranger: 409, client: 409 },
    unknown: 404,
    body: listing,
  },
  'POST /api/v1/provider/listings/{draftId}/publication': {
    ...{ who: ofProvider, unknown: 404 },
    body: () => ({ published: false }),
  },
  'GET /api/v1/provider/schedule': { who: signedIn },
  'PATCH /api/v1/provider/schedule': { who: signedIn, body: () => ({}) },
  'GET /api/v1/provider/week': { who: signedIn, query: () => 'from=2026-11-23' },
  'GET /api/v1/provider/hours': { who: signedIn },
  'PUT /api/v1/provider/hours': { who: wrongly, body: () => ({}) },
  'GET /api/v1/provider/money': { who: signedIn },
  'GET /api/v1/provider/reviews': { who: signedIn },
  'POST /api/v1/provider/reviews/{reviewId}/answer': {
    who: { ...signedIn, stranger: 404, client: 404, rival: 404 },
    unknown: 404,
    body: () => ({ text: 'Thank you.' }),
  },
  'GET /api/v1/provider/payouts': { who: signedIn },
  'POST /api/v1/provider/onboarding': { who: signedIn },
  'GET /api/v1/provider/statement': { who: signedIn, query: () => PERIOD },
  'GET /api/v1/provider/waiting': { who: signedIn },
  'GET /api/v1/provider/client-names': { who: signedIn, query: () => `ids=${NOBODYS}` },
};

const calendars: Rows = {
  'GET /api/v1/calendars': { who: signedIn },
  'POST /api/v1/calendars/feed': { who: signedIn },
  'DELETE /api/v1/calendars/feed': { who: signedIn },
  'POST /api/v1/calendars/busy': { who: signedIn, body: () => ({ url: 'https://127.0.0.1/mine.ics' }) },
  'DELETE /api/v1/calendars/busy/{id}': { who: { ...nobody(404), visitor: 401, staff: 401 }, fixed: { id: NOBODYS } },
};

const bookings: Rows = {
  'POST /api/v1/waits': {
    who: wrongly,
    body: ({ listingId }) => ({ listingId, from: '2020-01-01', to: '2020-01-02', zone: 'UTC' }),
  },
  'GET /api/v1/waits': { who: signedIn },
  'DELETE /api/v1/waits/{waitId}': { who: clientAlone, unknown: 404 },
  'POST /api/v1/bookings': { who: signedIn, body: slot },
  'POST /api/v1/requests': { who: signedIn, body: slot },
  'GET /api/v1/bookings': { who: signedIn, query: () => 'as=client' },
  'GET /api/v1/bookings/{bookingId}': both(undefined),
  'GET /api/v1/bookings/{bookingId}/bill': mine(undefined),
  'GET /api/v1/bookings/{bookingId}/cancellation': both(undefined),
  'GET /api/v1/bookings/{bookingId}/moves': { ...both(undefined), query: () => PERIOD },
  'GET /api/v1/bookings/{bookingId}/claim': { who: elsewhereEmpty },
  'GET /api/v1/bookings/{bookingId}/receipts': { who: elsewhereEmpty },
  // The session is still to come.
  'GET /api/v1/bookings/{bookingId}/review': { who: { ...nobody(404), visitor: 401, staff: 401 } },
  'GET /api/v1/bookings/{bookingId}/room': both(undefined),
  'POST /api/v1/bookings/{bookingId}/answer': {
    ...both(() => ({ accept: true })),
    who: { ...ofProvider, client: 403 },
  },
  'POST /api/v1/bookings/{bookingId}/decline': mine(() => ({ goOn: true })),
  'POST /api/v1/bookings/{bookingId}/payment': mine(() => ({})),
  'POST /api/v1/bookings/{bookingId}/cancellation': both(() => ({ seen: { minor: 1, currency: 'USD' } })),
  'POST /api/v1/bookings/{bookingId}/move': both(() => ({ startsAt: PAST })),
  'POST /api/v1/bookings/{bookingId}/claim': {
    ...both(() => ({ text: LONG })),
    who: { ...clientAlone, provider: 403 },
  },
  'POST /api/v1/bookings/{bookingId}/tips': mine(() => ({ amount: { minor: 500, currency: 'USD' } })),
  'POST /api/v1/bookings/{bookingId}/review': {
    ...{ who: signedIn, unknown: 409 },
    body: () => ({ stars: 5, text: LONG }),
  },
  'POST /api/v1/bookings/{bookingId}/messages': both(() => ({ text: 'Hello.' })),
  'POST /api/v1/bookings/{bookingId}/session': both(() => ({})),
  'POST /api/v1/bookings/{bookingId}/beats': both(() => ({})),
  'GET /api/v1/messages': { who: signedIn },
};

/** A year in which nobody of the matrix was issued anything. */
const EMPTY_YEAR = { year: '2024' };
const nothingThen: Row['who'] = { ...nobody(404), visitor: 401, staff: 401 };

const documents: Rows = {
  'GET /api/v1/receipts/{receiptId}': { who: clientAlone, unknown: 404 },
  'GET /api/v1/documents': { who: signedIn },
  'GET /api/v1/documents/{documentId}': { who: clientAlone, unknown: 404 },
  // The alias is on it already, so that nothing new is issued.
  'POST /api/v1/receipts/{receiptId}/again': mine(() => ({ fullName: null })),
  'POST /api/v1/bookings/{bookingId}/bill-document': mine(() => ({})),
  'POST /api/v1/provider/statements/{month}': { who: signedIn, fixed: { month: '2099-01' }, body: () => ({}) },
  'POST /api/v1/documents/years/{year}/summary': { who: nothingThen, fixed: EMPTY_YEAR, body: () => ({}) },
  'GET /api/v1/documents/years/{year}/files': { who: signedIn, fixed: EMPTY_YEAR },
  'GET /api/v1/documents/years/{file}': { who: nothingThen, fixed: { file: '2024.zip' } },
  'GET /api/v1/document-wishes': { who: signedIn },
  'PUT /api/v1/document-wishes': { who: signedIn, body: () => ({ fullName: null, country: null }) },
  // Whoever holds the paper has the address; a guessed one is nobody's.
  'GET /api/v1/verify/{token}': { who: nobody(404), fixed: { token: '0'.repeat(26) } },
};

const tickets: Rows = {
  'GET /api/v1/tickets': { who: signedIn },
  'POST /api/v1/tickets': { who: signedIn, body: () => ({ subject: 'A question', text: 'How?' }) },
  'GET /api/v1/tickets/{ticketId}': { who: clientAlone, unknown: 404 },
  'POST /api/v1/tickets/{ticketId}/messages': { who: clientAlone, unknown: 404, body: () => ({ text: 'And why?' }) },
};

/** Files, feeds, sockets, webhooks and the pages about the API. */
const beside: Rows = {
  'GET /api/openapi.json': { who: everybody },
  'GET /api/docs': { who: everybody },
  'GET /api/reference/swagger-ui.css': { who: everybody },
  'GET /api/reference/swagger-ui-bundle.js': { who: everybody },
  'GET /api/reference/start.js': { who: everybody },
  'GET /api/v1/terms': { who: everybody },
  'GET /api/v1/terms/{version}': { who: everybody },
  'GET /api/v1/terms/changes': { who: everybody, query: ({ version }) => `from=${version}&to=${version}` },
  'GET /api/v1/legal/{document}': { who: everybody, fixed: { document: 'privacy' } },
  'GET /api/v1/receipts/{receiptId}/pdf': { who: clientAlone, unknown: 404 },
  'GET /api/v1/money/statement.csv': { who: signedIn, query: () => PERIOD },
  // Whoever has the address reads: calendar programs have no cookie.
  'GET /calendar/{file}': { who: everybody },
  'PUT /api/v1/provider/picture': { who: signedIn, raw: { type: 'image/png', text: 'no picture' } },
  'DELETE /api/v1/provider/picture': { who: signedIn },
  'GET /pictures/{file}': { who: nobody(404), fixed: { file: `${NOBODYS}-128.webp` } },
  'POST /webhooks/stripe': { who: nobody(400), raw: { type: 'application/json', text: '{}' } },
  'GET /api/v1/live': { who: parties, unknown: 404, socket: true, query: ({ bookingId }) => `booking=${bookingId}` },
  // The clock's lever does not exist in production.
  'GET /api/v1/dev/clock': { who: everybody },
  'POST /api/v1/dev/clock': { who: nobody(400), body: () => ({}) },
};

/** Ends the sessions of whoever is let in, and therefore comes last. */
const leaving: Rows = { 'POST /api/v1/sign-out': { who: { ...everybody, visitor: 401 } } };

export const GATEWAY: Rows = {
  ...account,
  ...looking,
  ...provider,
  ...bookings,
  ...documents,
  ...tickets,
  ...beside,
  // After the feed that is read beside them.
  ...calendars,
  ...leaving,
};

/** A ticket of the client's is the reason to look at what is theirs. */
const inHand = ({ ticketId }: Objects) => `ticket=${ticketId}`;

export const CONSOLE: Rows = {
  'GET /api/openapi.json': { who: everybody },
  'GET /api/v1/session': { who: staff },
  'POST /api/v1/sign-in/passkey/options': { who: everybody },
  'POST /api/v1/sign-in/passkey': { who: nobody(401), body: () => ({ response: {} }) },
  'POST /api/v1/factors/passkeys/options': { who: nobody(401), limited: true, body: () => ({ proof: 'x' }) },
  'POST /api/v1/factors/passkeys': { who: nobody(401), body: () => ({ response: {}, name: 'Mine' }) },
  'PATCH /api/v1/factors/passkeys/{passkeyId}': {
    who: { ...staff, staff: 404 },
    ...{ fixed: { passkeyId: NOBODYS }, body: () => ({ name: 'Mine' }) },
  },
  'POST /api/v1/factors/passkeys/{passkeyId}/removal': {
    ...{ who: nobody(401), limited: true, fixed: { passkeyId: NOBODYS }, body: () => ({ proof: 'x' }) },
  },
  'GET /api/v1/sign-in/step': { who: nobody(401) },
  'POST /api/v1/sign-in/code': { who: nobody(401), body: () => ({ code: '000000' }) },
  'GET /api/v1/sign-in/provider': { who: everybody },
  'POST /api/v1/sign-in/provider': { who: everybody },
  'GET /api/v1/sign-in/provider/return': { who: nobody(401), query: () => 'query=code' },
  'POST /api/v1/sign-in/enrolment': { who: nobody(401) },
  'PUT /api/v1/sign-in/enrolment': { who: nobody(401), body: () => ({ code: '000000' }) },
  'GET /api/v1/factors': { who: staff },
  'POST /api/v1/factors/totp': { who: staff },
  'PUT /api/v1/factors/totp': { who: nobody(401), limited: true, body: () => ({ code: '000000', proof: 'x' }) },
  'POST /api/v1/factors/totp/removal': { who: nobody(401), limited: true, body: () => ({ proof: 'x' }) },
  'POST /api/v1/factors/recovery-codes': { who: nobody(401), limited: true, body: () => ({ proof: 'x' }) },
  'GET /api/v1/sessions': { who: staff },
  'DELETE /api/v1/sessions': { who: staff },
  'DELETE /api/v1/sessions/{sessionId}': { who: { ...staff, staff: 404 }, fixed: { sessionId: NOBODYS } },
  'PUT /api/v1/password': {
    who: nobody(401),
    limited: true,
    body: () => ({ old: 'x', password: 'a-heron-stood-by-the-lake' }),
  },
  'POST /api/v1/sign-in': { who: nobody(401), body: ({ role }) => ({ email: `${role}@example.com`, password: 'x' }) },
  'GET /api/v1/names': { who: staff, query: (objects) => `ids=${NOBODYS}&${inHand(objects)}` },
  'GET /api/v1/tickets': { who: staff },
  'GET /api/v1/tickets/{ticketId}': { who: staff, unknown: 404 },
  'POST /api/v1/tickets/{ticketId}/answers': { who: staff, unknown: 404, body: () => ({ text: 'Like this.' }) },
  'POST /api/v1/claims/{claimId}/decision': {
    ...{ who: { ...staff, staff: 404 }, fixed: { claimId: NOBODYS } },
    body: () => ({ toClient: { minor: 1, currency: 'USD' }, reason: LONG }),
  },
  'GET /api/v1/bookings/{bookingId}/story': { who: staff, unknown: 404, query: inHand },
  'GET /api/v1/bookings/{bookingId}/story (without a reason)': { who: { ...staff, staff: 428 } },
  'GET /api/v1/bookings/{bookingId}/money': { who: staff, unknown: 404, query: inHand },
  'GET /api/v1/bookings/{bookingId}/money (without a reason)': { who: { ...staff, staff: 428 } },
  'GET /api/v1/bookings/{bookingId}/receipts': { who: staff, unknown: 404, query: inHand },
  'GET /api/v1/bookings/{bookingId}/receipts (for a reason that nobody said)': {
    ...{ who: { ...staff, staff: 428 } },
    query: () => `reason=${NOBODYS}`,
  },
  'POST /api/v1/reasons': {
    who: staff,
    body: ({ bookingId }) => ({ about: { what: 'booking', id: bookingId }, reason: 'fault', words: LONG }),
  },
  'GET /api/v1/looks': { who: staff },
  'GET /api/v1/glasses': { who: staff },
  'POST /api/v1/glasses': { who: staff, unknown: 404, body: ({ bookingId }) => ({ bookingId, reason: LONG }) },
  'GET /api/v1/glasses/{glassId}': { who: staff, unknown: 404 },
  // Nobody agrees with themself, and until somebody else has nobody reads.
  'POST /api/v1/glasses/{glassId}/approval': { who: { ...staff, staff: 403 }, body: () => ({}) },
  'GET /api/v1/glasses/{glassId}/messages': { who: { ...staff, staff: 403 } },
  'POST /api/v1/glasses/{glassId}/end': { who: staff, unknown: 404, body: () => ({}) },
  'POST /api/v1/receipts/{receiptId}/resending': {
    ...{ who: staff, unknown: 404 },
    body: () => ({ reason: 'The mailbox was full.' }),
  },
  'POST /api/v1/bookings/{bookingId}/given-back': {
    ...{ who: staff, unknown: 404 },
    body: () => ({ toClient: { minor: 1, currency: 'USD' }, bearer: 'platform', reason: LONG }),
  },
  'POST /api/v1/refunds/{refundId}/again': {
    ...{ who: { ...staff, staff: 404 }, fixed: { refundId: NOBODYS } },
    body: () => ({}),
  },
  'GET /api/v1/reconciliations': { who: staff },
  'POST /api/v1/reconciliations': { who: staff, body: () => ({ from: PAST, to: '2020-01-02T10:00:00.000Z' }) },
  'GET /api/v1/licences': { who: staff },
  'GET /api/v1/licences/{providerId}': { who: staff, fixed: { providerId: NOBODYS } },
  'GET /api/v1/credentials': { who: staff },
  'GET /api/v1/credentials/{credentialId}': { who: staff, fixed: { credentialId: NOBODYS } },
  'POST /api/v1/credentials/{credentialId}/decision': {
    ...{ who: { ...staff, staff: 404 }, fixed: { credentialId: NOBODYS } },
    body: () => ({ verified: true, reason: LONG }),
  },
  'GET /api/v1/providers/{accountId}': { who: everybody, unknown: 404 },
  'POST /api/v1/providers/{providerId}/licence': {
    ...{ who: { ...staff, staff: 404 }, fixed: { providerId: NOBODYS } },
    body: () => ({ verified: true, reason: LONG }),
  },
  'GET /api/v1/reviews': { who: staff },
  'GET /api/v1/reviews/{reviewId}': { who: { ...staff, staff: 428 } },
  'POST /api/v1/reviews/{reviewId}/hiding': {
    ...{ who: { ...staff, staff: 404 }, fixed: { reviewId: NOBODYS } },
    body: () => ({ hidden: true, reason: LONG }),
  },
  // A token that is none here ends nothing: the sessions of the public door are looked at after it.
  'POST /api/v1/sign-out': { who: { ...everybody, visitor: 401 } },
};
