/** What staff can do: tickets, claims, a booking's story and money, comparing books, licences. */
import {
  AccountId,
  Aliases,
  AnswerTicket,
  ApproveGlass,
  AskToBreakGlass,
  BookingMoney,
  BookingStory,
  CredentialId,
  CredentialsWaiting,
  DecideClaim,
  DecideCredential,
  DecideLicence,
  EndGlass,
  GiveMoneyBack,
  Glasses,
  HideReview,
  Instant,
  LicencesWaiting,
  LooksOfStaff,
  type Output,
  ReadThroughGlass,
  Reconcile,
  Reconciliations,
  Resend,
  RetryRefund,
  SayWhy,
  StaffAddPasskey,
  StaffBeginEnrolment,
  StaffBeginPasskey,
  StaffBeginPasskeySignIn,
  StaffBeginProvider,
  StaffBeginTotp,
  StaffChangePassword,
  StaffConfirmTotp,
  StaffEndOtherSessions,
  StaffEndSession,
  StaffFactors,
  StaffFinishEnrolment,
  StaffFinishPasskeySignIn,
  StaffFinishProvider,
  StaffFinishSignIn,
  StaffHalfWay,
  StaffProvider,
  StaffQueue,
  StaffReceipts,
  StaffRemovePasskey,
  StaffRemoveTotp,
  StaffRenamePasskey,
  StaffRenewRecoveryCodes,
  StaffReviews,
  StaffSessions,
  StaffSignIn,
  StaffSignOut,
  StaffTicket,
  StaffWhoIs,
  ViewGlass,
  ViewProvider,
} from '@sounding/contracts';
import {
  type Answer,
  intoEitherCookie,
  intoHalfCookie,
  route,
  SessionAndCodes,
  StepOrSession,
  signingRoutes,
  withCodes,
} from '@sounding/door';
import { z } from 'zod';
import { SaysWhy } from './looks.door.ts';

/** Lists are worked through without looking at anybody: what tells who somebody is, or what they wrote, is on a page of its own. */
const BARE_LICENCES = z.object({
  licences: z.array(z.object({ providerId: AccountId, listings: z.int(), since: Instant })),
});
const bareLicences = ({ licences }: Output<typeof LicencesWaiting>): Answer => ({
  body: { licences: licences.map(({ providerId, listings, since }) => ({ providerId, listings, since })) },
});

const BARE_CREDENTIALS = z.object({ credentials: z.array(z.object({ credentialId: CredentialId, since: Instant })) });
const bareCredentials = ({ credentials }: Output<typeof CredentialsWaiting>): Answer => ({
  body: { credentials: credentials.map(({ credentialId, since }) => ({ credentialId, since })) },
});

const bareReviews = ({ reviews }: Output<typeof StaffReviews>): Answer => ({
  body: {
    reviews: reviews.map((review) => ({
      ...review,
      ...{ bookingId: null },
      ...(review.hidden ? { alias: '', text: '', answer: null, decisions: review.decisions.map(withoutReason) } : {}),
    })),
  },
});
/** The reason often repeats the words it is about. */
const withoutReason = (one: { staffId: string; hidden: boolean; at: string }) => ({ ...one, reason: '' });

export const deskRoutes = [
  route('GET', '/api/v1/session', StaffWhoIs, 'Who is signed in.', { withToken: true }),
  route('POST', '/api/v1/sign-in', StaffSignIn, 'Signs staff half in.', {
    ...{ guarded: true, withBrowser: true, answer: intoEitherCookie, output: StepOrSession },
  }),
  ...signingRoutes({
    ...{ sessions: StaffSessions, endSession: StaffEndSession, endOtherSessions: StaffEndOtherSessions },
    ...{ changePassword: StaffChangePassword, halfWay: StaffHalfWay, finishSignIn: StaffFinishSignIn },
    ...{ factors: StaffFactors, beginTotp: StaffBeginTotp, confirmTotp: StaffConfirmTotp, removeTotp: StaffRemoveTotp },
    ...{ renewRecoveryCodes: StaffRenewRecoveryCodes, beginPasskey: StaffBeginPasskey, addPasskey: StaffAddPasskey },
    ...{ renamePasskey: StaffRenamePasskey, removePasskey: StaffRemovePasskey },
    ...{ beginPasskeySignIn: StaffBeginPasskeySignIn, finishPasskeySignIn: StaffFinishPasskeySignIn },
  }),
  route('GET', '/api/v1/sign-in/provider', StaffProvider, 'Whether there is an identity provider.'),
  route('POST', '/api/v1/sign-in/provider', StaffBeginProvider, 'Where to sign in there.', {
    ...{ guarded: true, answer: intoHalfCookie, output: z.object({ url: z.url() }) },
  }),
  // A page to which the provider's site sends the browser asks this, so it is no request of a page of ours; state, nonce and the cookie guard it.
  route('GET', '/api/v1/sign-in/provider/return', StaffFinishProvider, 'Signs in with what the provider answered.', {
    ...{ withHalf: true, withBrowser: true, guarded: true, answer: intoEitherCookie, output: StepOrSession },
  }),
  route('POST', '/api/v1/sign-in/enrolment', StaffBeginEnrolment, 'A secret for the app of staff who have none yet.', {
    ...{ withHalf: true, guarded: true },
  }),
  route('PUT', '/api/v1/sign-in/enrolment', StaffFinishEnrolment, 'Confirms it with its first code, and signs in.', {
    ...{ withHalf: true, withBrowser: true, guarded: true, answer: withCodes, output: SessionAndCodes },
  }),
  route('POST', '/api/v1/sign-out', StaffSignOut, 'Ends the session.', {
    withToken: true,
    answer: (): Answer => ({ body: {}, cookie: 'clear', half: 'clear' }),
  }),
  route('GET', '/api/v1/names', Aliases, 'Aliases of up to 200 accounts.', {
    input: ({ query }) => ({ accountIds: query.ids ?? [] }),
    personal: true,
    beside: SaysWhy,
  }),
  route('GET', '/api/v1/tickets', StaffQueue, 'Tickets by state, oldest wait first.'),
  route('GET', '/api/v1/tickets/:ticketId', StaffTicket, 'A ticket with its messages and claim.'),
  route('POST', '/api/v1/tickets/:ticketId/answers', AnswerTicket, 'Answers a ticket.', { status: 201 }),
  route('POST', '/api/v1/claims/:claimId/decision', DecideClaim, 'Decides a claim with amount and reason.'),
  route('POST', '/api/v1/reasons', SayWhy, 'Says why, before looking where no ticket says it.', { status: 201 }),
  route('GET', '/api/v1/looks', LooksOfStaff, 'What staff read, the newest first.'),
  route('GET', '/api/v1/bookings/:bookingId/story', BookingStory, 'The story of a booking.', { beside: SaysWhy }),
  route('GET', '/api/v1/bookings/:bookingId/money', BookingMoney, 'The money of a booking: bill, holds, ledger.', {
    beside: SaysWhy,
  }),
  route('POST', '/api/v1/bookings/:bookingId/given-back', GiveMoneyBack, 'Gives money back after the release.', {
    status: 201,
  }),
  route('POST', '/api/v1/refunds/:refundId/again', RetryRefund, 'Sends a refund again that the bank had sent back.'),
  route('GET', '/api/v1/reconciliations', Reconciliations, 'The last comparisons of all books.'),
  route('POST', '/api/v1/reconciliations', Reconcile, 'Compares all books of a period.', { status: 202 }),
  route('GET', '/api/v1/bookings/:bookingId/receipts', StaffReceipts, 'The documents of a booking, without names.', {
    beside: SaysWhy,
  }),
  route('POST', '/api/v1/receipts/:receiptId/resending', Resend, 'Mails a document again, in its discreet form.'),
  route('GET', '/api/v1/licences', LicencesWaiting, 'Licences that wait for our check, the longest wait first.', {
    input: () => ({}),
    output: BARE_LICENCES,
    answer: bareLicences,
  }),
  route('GET', '/api/v1/licences/:providerId', LicencesWaiting, 'A licence that waits for our check.'),
  route('GET', '/api/v1/credentials', CredentialsWaiting, 'Credentials nobody has looked at, the longest wait first.', {
    input: () => ({}),
    output: BARE_CREDENTIALS,
    answer: bareCredentials,
  }),
  route('GET', '/api/v1/credentials/:credentialId', CredentialsWaiting, 'A credential nobody has looked at.'),
  route(
    'POST',
    '/api/v1/credentials/:credentialId/decision',
    DecideCredential,
    'Records whether we have seen the paper.',
  ),
  route('GET', '/api/v1/providers/:accountId', ViewProvider, 'A provider.'),
  route('POST', '/api/v1/providers/:providerId/licence', DecideLicence, 'Records what the licence register says.'),
  route('GET', '/api/v1/reviews', StaffReviews, 'Reviews that others can read, and those that are hidden.', {
    input: ({ query }) => (typeof query.providerId === 'string' ? { providerId: query.providerId } : {}),
    answer: bareReviews,
  }),
  route('GET', '/api/v1/reviews/:reviewId', StaffReviews, 'A review, hidden or not.', { beside: SaysWhy }),
  route('POST', '/api/v1/reviews/:reviewId/hiding', HideReview, 'Hides a review, or shows it again, with a reason.'),
  route('GET', '/api/v1/glasses', Glasses, 'Rooms that staff asked to read, the newest first.'),
  route('POST', '/api/v1/glasses', AskToBreakGlass, 'Asks that the messages of a room be opened.', { status: 201 }),
  route('GET', '/api/v1/glasses/:glassId', ViewGlass, 'Why a room shall be opened.'),
  route('POST', '/api/v1/glasses/:glassId/approval', ApproveGlass, 'Agrees, as the second member of staff.'),
  route('POST', '/api/v1/glasses/:glassId/end', EndGlass, 'Ends it before its time.'),
  route('GET', '/api/v1/glasses/:glassId/messages', ReadThroughGlass, 'The messages of an opened room.'),
];
