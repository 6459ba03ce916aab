/** Reservations and the process of one hire. Schedules and slots are in `schedule.ts`. */
import { z } from 'zod';
import { Bill } from './bill.ts';
import { Offer } from './catalog.ts';
import { event, request } from './contract.ts';
import { AccountId, Amount, Bearer, BookingId, BookingState, Instant, ListingId, Outcome, Place } from './values.ts';

/** What a person may do next with a booking, and until when. */
export const Step = z.object({
  /** A stable word the page turns into a sentence. */
  what: z.enum([
    'answer',
    'pay',
    'take',
    'attend',
    'join',
    'wait-for-attendance',
    'decide-claim',
    'tip-or-claim',
    'wait-for-release',
    'wait-for-bank',
    'nothing',
  ]),
  /** Whose turn it is. */
  whose: z.enum(['client', 'provider', 'staff', 'nobody']),
  until: Instant.nullable(),
});

/** What was sold, as it was when the slot was reserved. */
export const FrozenOffer = Offer.extend({
  /** Therapy alone: where the client said they will be during the session. Its provider must know, and reads it. */
  clientPlace: Place.optional(),
});

/** A booking as one of its two parties sees it. */
export const Booking = z.object({
  id: BookingId,
  state: BookingState,
  clientId: AccountId,
  providerId: AccountId,
  offer: FrozenOffer,
  startsAt: Instant,
  endsAt: Instant,
  reservedUntil: Instant.nullable(),
  total: Amount,
  termsVersion: z.string(),
  outcome: Outcome.nullable(),
  /** What went or goes back to the client, fee included. */
  refunded: Amount,
  joinOpensAt: Instant,
  claimUntil: Instant.nullable(),
  tipUntil: Instant.nullable(),
  next: Step,
  /** Until when whoever looks may move it to another time; null when they may not. Absent in answers before 2026-11-26. */
  moveUntil: Instant.nullable().optional(),
  /** Who moved it to its present time. */
  movedBy: z.enum(['client', 'provider']).nullable().optional(),
  /**
   * The request that it began as: until when its provider may answer, and what became of it (`none`: no answer in time); null
   * when the time was booked at once. Absent in answers before 2026-11-26.
   */
  request: z
    .object({ answerBy: Instant, answer: z.enum(['accepted', 'declined', 'withdrawn', 'none']).nullable() })
    .nullable()
    .optional(),
  /**
   * The package that it is of: the first booking's id, which session it is, from 0, and of how many; null when it was booked alone.
   * Absent in answers before 2026-11-26.
   */
  package: z
    .object({ id: BookingId, place: z.int().min(0), of: z.int().min(2) })
    .nullable()
    .optional(),
  mayCancel: z.boolean(),
  mayClaim: z.boolean(),
  mayTip: z.boolean(),
  madeAt: Instant,
});

/**
 * Reserves a slot for ten minutes and opens its bill. With `weeks`, the same time of as many weeks, all or none: one bill, and a booking
 * for each, of which the first is answered. Therapy is licensed by place: `place` is where the client will be, and is
 * refused `place-needed` when it is missing, `place-not-covered` when no verified licence of the provider holds there, and
 * `licence-ends` when it ends before the session does. Advice has none.
 */
export const Reserve = request('booking.reserve', {
  input: z.object({
    listingId: ListingId,
    startsAt: Instant,
    weeks: z.int().min(1).max(12).default(1),
    place: Place.optional(),
  }),
  output: z.object({ booking: Booking, bill: Bill }),
  refusals: [
    'slot-taken',
    'slot-not-offered',
    'not-published',
    'licence-unverified',
    'place-needed',
    'place-not-covered',
    'licence-ends',
    'consent-needed',
    'not-yet-offered',
    'own-listing',
    'price-out-of-range',
    'too-many-reservations',
    'request-first',
    'too-many-weeks',
  ],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 10_000,
});

/** The times and the price of some weeks before anything is reserved, and which of the times cannot be had. */
export const PreviewPackage = request('booking.preview-package', {
  input: z.object({ listingId: ListingId, startsAt: Instant, weeks: z.coerce.number().int().min(1).max(12) }),
  output: z.object({
    sessions: z.array(z.object({ startsAt: Instant, endsAt: Instant, free: z.boolean() })),
    total: Amount,
    fee: Amount,
  }),
  refusals: ['not-published', 'licence-unverified', 'not-yet-offered', 'too-many-weeks'],
  from: ['gateway'],
  who: 'anyone',
});

/**
 * Asks for a time of a listing whose provider wants to be asked first. Takes no money and keeps no time. Asked twice for the same
 * time, it answers the first request.
 */
export const RequestTime = request('booking.request-time', {
  input: z.object({ listingId: ListingId, startsAt: Instant, place: Place.optional() }),
  output: Booking,
  refusals: [
    'slot-taken',
    'slot-not-offered',
    'not-published',
    'licence-unverified',
    'not-yet-offered',
    'own-listing',
    'price-out-of-range',
    'too-many-open-requests',
    'no-request-needed',
    'place-needed',
    'place-not-covered',
    'licence-ends',
    'consent-needed',
  ],
  from: ['gateway'],
  who: 'person',
});

/** The provider's answer to a request. A yes keeps the time for its client, who then pays the bill; of two yeses to one time one wins. */
export const AnswerRequest = request('booking.answer-request', {
  input: z.object({ bookingId: BookingId, accept: z.boolean() }),
  output: Booking,
  refusals: [
    'already-answered',
    'slot-taken',
    'slot-not-offered',
    'not-published',
    'licence-unverified',
    'not-yet-offered',
    'price-out-of-range',
    'place-not-covered',
    'licence-ends',
  ],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 10_000,
});

/** The signed-in person's bookings, as client or as provider, soonest deadline first, at most 200. */
export const MyBookings = request('booking.my-bookings', {
  input: z.object({ as: z.enum(['client', 'provider']) }),
  output: z.object({ bookings: z.array(Booking) }),
  from: ['gateway'],
  who: 'person',
});

/** One booking, for its client or its provider; anybody else is answered `not-found`. */
export const ViewBooking = request('booking.view-booking', {
  input: z.object({ bookingId: BookingId }),
  output: Booking,
  from: ['gateway', 'support', 'workspace'],
  who: 'person',
});

/** What a cancellation now would give back; nothing changes. */
export const Cancellation = z.object({
  toClient: Amount,
  feeToClient: Amount,
  feeKept: Amount,
  toProvider: Amount,
  outcome: Outcome,
  /** What would hold now, in plain English, from the terms, to whoever looks. */
  because: z.string(),
});
export const PreviewCancel = request('booking.preview-cancel', {
  input: z.object({ bookingId: BookingId }),
  output: Cancellation,
  refusals: ['cannot-cancel'],
  from: ['gateway'],
  who: 'person',
});

/** Cancels for the refund that the person saw: refuses `refund-changed` when the rule has moved on since. */
export const Cancel = request('booking.cancel', {
  input: z.object({ bookingId: BookingId, seen: Amount }),
  output: Booking,
  refusals: ['cannot-cancel', 'refund-changed'],
  from: ['gateway'],
  who: 'person',
});

/** The client's claim; support asks on the client's behalf and keeps the words. */
export const Claim = request('booking.claim', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ booking: Booking, decideBy: Instant, most: Amount }),
  refusals: ['cannot-claim', 'already-claimed', 'too-late'],
  from: ['support'],
  who: 'person',
});

/**
 * After the release staff give money back; support asks on their behalf and keeps the reason. `bearer` is the provider only
 * when their fault is on record.
 */
export const GiveBack = request('booking.give-back', {
  input: z.object({ bookingId: BookingId, toClient: Amount, bearer: Bearer }),
  output: z.object({ booking: Booking, left: Amount }),
  refusals: ['not-released', 'more-than-left', 'nothing-given'],
  from: ['support'],
  who: 'staff',
});

/** What booking says of these bookings, to compare with billing. Unknown ones are left out. */
export const BookingBooks = request('booking.books', {
  input: z.object({ bookingIds: z.array(BookingId).min(1).max(100) }),
  output: z.object({
    rows: z.array(
      z.object({
        bookingId: BookingId,
        state: BookingState,
        total: Amount,
        /** Decided so far, fee and what was given back after the release included. */
        refunded: Amount,
        released: z.boolean(),
      }),
    ),
  }),
  from: ['support'],
  who: 'service',
});

/** One line of a booking's story: what was heard or asked, from which state to which, and what was said. */
export const StoryLine = z.object({
  at: Instant,
  message: z.string(),
  from: z.string(),
  to: z.string(),
  said: z.array(z.string()),
  traceId: z.string().nullable(),
});
/** The story of a booking, for staff. */
export const BookingStory = request('booking.story', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ booking: Booking, lines: z.array(StoryLine) }),
  from: ['support-console'],
  who: 'staff',
});

const Parties = { bookingId: BookingId, clientId: AccountId, providerId: AccountId };

/** The reservation ran out or was given up: billing expires the Checkout session at once. */
export const ReservationLapsed = event('booking.reservation-lapsed', z.object({ ...Parties, at: Instant }), {
  of: 'bookingId',
  heardBy: ['billing'],
});

/** Paid and fixed: the workspace opens. */
export const BookingConfirmed = event(
  'booking.confirmed',
  z.object({
    ...Parties,
    listingId: ListingId,
    startsAt: Instant,
    endsAt: Instant,
    joinOpensAt: Instant,
    /** From when on a party that has not joined did not come. Absent in what was said before 2026-11-26. */
    absentFrom: Instant.optional(),
    at: Instant,
  }),
  { of: 'bookingId', heardBy: ['workspace'] },
);

/** Over before its time; the workspace closes to new sessions and stays readable. */
export const BookingCancelled = event('booking.cancelled', z.object({ ...Parties, outcome: Outcome, at: Instant }), {
  of: 'bookingId',
  heardBy: ['workspace'],
});

/** A claim was opened; support makes sure that there is a ticket. */
export const ClaimOpened = event(
  'booking.claim-opened',
  z.object({ ...Parties, most: Amount, decideBy: Instant, at: Instant }),
  { of: 'bookingId', heardBy: ['support'] },
);

/** A claim ended: decided by staff, or upheld in full because nobody decided in time. */
export const ClaimClosed = event(
  'booking.claim-closed',
  z.object({ ...Parties, toClient: Amount, by: z.enum(['staff', 'clock']), at: Instant }),
  { of: 'bookingId', heardBy: ['support'] },
);

/**
 * Money goes back. The four parts add up to what was paid (price and fee); `feeToClient` is not zero only for our own error.
 * The provider's part stays held until `booking.release-decided`.
 */
export const RefundDecided = event(
  'booking.refund-decided',
  z.object({
    ...Parties,
    reason: Outcome,
    toClient: Amount,
    feeToClient: Amount,
    toProvider: Amount,
    commission: Amount,
    at: Instant,
  }),
  { of: 'bookingId', heardBy: ['billing'] },
);

/** The guarantee window is over: what is still held becomes payable. `toProvider + commission` equals what is held. */
export const ReleaseDecided = event(
  'booking.release-decided',
  z.object({ ...Parties, toProvider: Amount, commission: Amount, at: Instant }),
  { of: 'bookingId', heardBy: ['billing'] },
);

/** After the release staff gave back `toClient` of the price. Billing takes it from who bears it, and returns our commission on it. */
export const GiveBackDecided = event(
  'booking.give-back-decided',
  z.object({ ...Parties, toClient: Amount, bearer: Bearer, at: Instant }),
  { of: 'bookingId', heardBy: ['billing'] },
);

export type Booking = z.infer<typeof Booking>;
export type Step = z.infer<typeof Step>;
