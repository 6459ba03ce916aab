/** What staff can do: tickets, claims, a booking's story and money, comparing books, licences. */
import {
  Aliases,
  AnswerTicket,
  BookingMoney,
  BookingStory,
  CredentialsWaiting,
  DecideClaim,
  DecideCredential,
  DecideLicence,
  GiveMoneyBack,
  HideReview,
  LicencesWaiting,
  Reconcile,
  Reconciliations,
  Resend,
  RetryRefund,
  StaffQueue,
  StaffReceipts,
  StaffReviews,
  StaffSignIn,
  StaffSignOut,
  StaffTicket,
  StaffWhoIs,
  ViewProvider,
} from '@sounding/contracts';
import { type Answer, route } from '@sounding/door';

function intoCookie(output: unknown): Answer {
  const { token, session } = output as { token: string; session: { expiresAt: string } };
  return { body: session, cookie: { token, expiresAt: session.expiresAt } };
}

export const deskRoutes = [
  route('GET', '/api/v1/session', StaffWhoIs, 'Who is signed in.', { withToken: true }),
  route('POST', '/api/v1/sign-in', StaffSignIn, 'Signs staff in.', { guarded: true, answer: intoCookie }),
  route('POST', '/api/v1/sign-out', StaffSignOut, 'Ends the session.', {
    withToken: true,
    answer: (): Answer => ({ body: {}, cookie: 'clear' }),
  }),
  route('GET', '/api/v1/names', Aliases, 'Aliases of up to 200 accounts.', {
    input: ({ query }) => ({ accountIds: query.ids ?? [] }),
  }),
  route('GET', '/api/v1/tickets', StaffQueue, 'Tickets by state, oldest wait first.'),
  route('GET', '/api/v1/tickets/:ticketId', StaffTicket, 'A ticket with its messages and claim.'),
  route('POST', '/api/v1/tickets/:ticketId/answers', AnswerTicket, 'Answers a ticket.', { status: 201 }),
  route('POST', '/api/v1/claims/:claimId/decision', DecideClaim, 'Decides a claim with amount and reason.'),
  route('GET', '/api/v1/bookings/:bookingId/story', BookingStory, 'The story of a booking.'),
  route('GET', '/api/v1/bookings/:bookingId/money', BookingMoney, 'The money of a booking: bill, holds, ledger.'),
  route('POST', '/api/v1/bookings/:bookingId/given-back', GiveMoneyBack, 'Gives money back after the release.', {
    status: 201,
  }),
  route('POST', '/api/v1/refunds/:refundId/again', RetryRefund, 'Sends a refund again that the bank had sent back.'),
  route('GET', '/api/v1/reconciliations', Reconciliations, 'The last comparisons of all books.'),
  route('POST', '/api/v1/reconciliations', Reconcile, 'Compares all books of a period.', { status: 202 }),
  route('GET', '/api/v1/bookings/:bookingId/receipts', StaffReceipts, 'The documents of a booking, without names.'),
  route('POST', '/api/v1/receipts/:receiptId/resending', Resend, 'Mails a document again, in its discreet form.'),
  route('GET', '/api/v1/licences', LicencesWaiting, 'Licences that wait for our check, the longest wait first.'),
  route('GET', '/api/v1/credentials', CredentialsWaiting, 'Credentials nobody has looked at, the longest wait first.'),
  route(
    'POST',
    '/api/v1/credentials/:credentialId/decision',
    DecideCredential,
    'Records whether we have seen the paper.',
  ),
  route('GET', '/api/v1/providers/:accountId', ViewProvider, 'A provider.'),
  route('POST', '/api/v1/providers/:providerId/licence', DecideLicence, 'Records what the licence register says.'),
  route('GET', '/api/v1/reviews', StaffReviews, 'Reviews that others can read, and those that are hidden.'),
  route('POST', '/api/v1/reviews/:reviewId/hiding', HideReview, 'Hides a review, or shows it again, with a reason.'),
];
