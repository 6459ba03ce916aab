/**
 * Which routes of the desk show a person's data, whose, and why they may: one list. What is in READS is answered only after support has
 * it in the log of who looked; what is in NO_LOOKS says why there is nothing to log. A route in neither does not pass its spec. Pure.
 */
import type {
  Aliases,
  Because,
  BookingStory,
  CredentialsWaiting,
  LicencesWaiting,
  LookedAt,
  Output,
  ReadThroughGlass,
  Request,
  StaffReviews,
  StaffTicket,
  ViewGlass,
} from '@sounding/contracts';

/** A booking whose two sides are the persons; the door asks booking who they are. */
export interface SidesOf {
  readonly bookingId: string;
  /** What was read, where it is not the booking itself. */
  readonly objectId?: string;
}
export interface Looked {
  readonly personId: string;
  readonly objectId: string;
}

export interface Read {
  readonly what: LookedAt;
  /** Whose data the answer shows, or the booking whose sides they are. An empty list: nobody's, and nothing is logged. */
  readonly of: (output: never, input: never) => readonly Looked[] | SidesOf;
  /**
   * `said`: a ticket in hand (`?ticket=`) or a reason that was given before (`?reason=`); without one nothing is even asked.
   * A duty or the ticket itself is a reason that comes with what is read.
   */
  readonly because: 'said' | 'ticket' | Extract<Because, 'licence-check' | 'credential-check' | 'two-agreed'>;
}

function read<C extends Request>(
  what: LookedAt,
  because: Read['because'],
  of: (output: Output<C>, input: Record<string, string>) => readonly Looked[] | SidesOf,
): Read {
  return { what, because, of: of as Read['of'] };
}

const booking = (_output: unknown, { bookingId = '' }: Record<string, string>): SidesOf => ({ bookingId });

export const READS: Readonly<Record<string, Read>> = {
  'GET /api/v1/tickets/:ticketId': read<typeof StaffTicket>('ticket', 'ticket', ({ ticket }) =>
    // What the platform itself opened holds amounts and ids, and no person's words.
    ticket.accountId === null ? [] : [{ personId: ticket.accountId, objectId: ticket.id }],
  ),
  'GET /api/v1/names': read<typeof Aliases>('name', 'said', ({ names }) =>
    names.map(({ accountId }) => ({ personId: accountId, objectId: accountId })),
  ),
  'GET /api/v1/bookings/:bookingId/story': read<typeof BookingStory>('booking', 'said', ({ booking: it }) =>
    [it.clientId, it.providerId].map((personId) => ({ personId, objectId: it.id })),
  ),
  'GET /api/v1/bookings/:bookingId/money': read('money', 'said', booking),
  'GET /api/v1/bookings/:bookingId/receipts': read('documents', 'said', booking),
  'GET /api/v1/licences/:providerId': read<typeof LicencesWaiting>('licence', 'licence-check', ({ licences }) =>
    licences.map(({ providerId }) => ({ personId: providerId, objectId: providerId })),
  ),
  'GET /api/v1/credentials/:credentialId': read<typeof CredentialsWaiting>(
    'credential',
    'credential-check',
    ({ credentials }) =>
      credentials.map(({ providerId, credentialId }) => ({ personId: providerId, objectId: credentialId })),
  ),
  'GET /api/v1/reviews/:reviewId': read<typeof StaffReviews>('review', 'said', ({ reviews }) => {
    const [review] = reviews;
    if (!review) return [];
    if (review.bookingId) return { bookingId: review.bookingId, objectId: review.id };
    return [{ personId: review.providerId, objectId: review.id }];
  }),
  'GET /api/v1/glasses/:glassId': read<typeof ViewGlass>('booking', 'two-agreed', ({ glass }) => ({
    bookingId: glass.bookingId,
  })),
  'GET /api/v1/glasses/:glassId/messages': read<typeof ReadThroughGlass>('messages', 'two-agreed', (output) =>
    [output.clientId, output.providerId].map((personId) => ({ personId, objectId: output.glass.bookingId })),
  ),
};

const OWN = 'shows staff their own session, password and factors';
const WRITES = 'answers what the member of staff has just written, and nothing that they had not read';

export const NO_LOOKS: Readonly<Record<string, string>> = {
  'GET /api/v1/session': OWN,
  'POST /api/v1/sign-in/passkey/options': OWN,
  'POST /api/v1/sign-in/passkey': OWN,
  'POST /api/v1/factors/passkeys/options': OWN,
  'POST /api/v1/factors/passkeys': OWN,
  'PATCH /api/v1/factors/passkeys/:passkeyId': OWN,
  'POST /api/v1/factors/passkeys/:passkeyId/removal': OWN,
  'GET /api/v1/sign-in/provider': OWN,
  'POST /api/v1/sign-in/provider': OWN,
  'GET /api/v1/sign-in/provider/return': OWN,
  'POST /api/v1/sign-in': OWN,
  'POST /api/v1/sign-out': OWN,
  'GET /api/v1/sign-in/step': OWN,
  'POST /api/v1/sign-in/code': OWN,
  'POST /api/v1/sign-in/enrolment': OWN,
  'PUT /api/v1/sign-in/enrolment': OWN,
  'GET /api/v1/factors': OWN,
  'POST /api/v1/factors/totp': OWN,
  'PUT /api/v1/factors/totp': OWN,
  'POST /api/v1/factors/totp/removal': OWN,
  'POST /api/v1/factors/recovery-codes': OWN,
  'GET /api/v1/sessions': OWN,
  'DELETE /api/v1/sessions': OWN,
  'DELETE /api/v1/sessions/:sessionId': OWN,
  'PUT /api/v1/password': OWN,
  'GET /api/v1/tickets': 'says kind, state and times; the words of a person are taken out, and no name is in it',
  'POST /api/v1/tickets/:ticketId/answers': WRITES,
  'POST /api/v1/claims/:claimId/decision': WRITES,
  'POST /api/v1/bookings/:bookingId/given-back': WRITES,
  'POST /api/v1/refunds/:refundId/again': WRITES,
  'POST /api/v1/receipts/:receiptId/resending': WRITES,
  'POST /api/v1/credentials/:credentialId/decision': WRITES,
  'POST /api/v1/providers/:providerId/licence': WRITES,
  'POST /api/v1/reviews/:reviewId/hiding': WRITES,
  'POST /api/v1/reasons': WRITES,
  'GET /api/v1/reconciliations': 'counts what was compared, and names nobody',
  'POST /api/v1/reconciliations': 'counts what was compared, and names nobody',
  'GET /api/v1/licences': 'says since when something waits; names, numbers and places are taken out',
  'GET /api/v1/credentials': 'says since when something waits; names and titles are taken out',
  'GET /api/v1/providers/:accountId': 'shows the public page of a provider, which anybody reads without an account',
  'GET /api/v1/reviews':
    'shows what anybody reads on a public page; of hidden reviews the words and the alias are taken out',
  'GET /api/v1/glasses': 'says who of staff asked and approved, and when; neither reasons nor who was in the room',
  'POST /api/v1/glasses': WRITES,
  'POST /api/v1/glasses/:glassId/approval': WRITES,
  'POST /api/v1/glasses/:glassId/end': WRITES,
  'GET /api/v1/looks': 'says what staff read, by id; whoever wants to know of whom reads that, and is logged',
};
