/**
 * Reviews: by the client of a completed booking, one each. Nobody else reads one until seven days after the session; then its
 * provider may answer once. Staff may hide one, and say why. Catalog owns them and computes the rating from those that are shown.
 */
import { z } from 'zod';
import { Review } from './catalog.ts';
import { event, request } from './contract.ts';
import { AccountId, BookingId, Instant, ListingId, ReviewId } from './values.ts';

/** Words as they were typed: no control characters but the end of a line. */
const plainText = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, { error: 'plain text only' });

/** Both came, and the session is over: from now on its client may write a review. */
export const BookingCompleted = event(
  'booking.completed',
  z.object({
    bookingId: BookingId,
    clientId: AccountId,
    providerId: AccountId,
    listingId: ListingId,
    endsAt: Instant,
    at: Instant,
  }),
  { of: 'bookingId', heardBy: ['catalog'] },
);

/** Why staff hid a review: whoever wrote it reads this. */
const Hidden = z.object({ reason: z.string(), at: Instant });

/** A review as its author sees it, from the moment it is written. */
export const OwnReview = Review.extend({
  id: ReviewId,
  /** Others read it from then on. */
  shownFrom: Instant,
  shown: z.boolean(),
  /** Null while it is not hidden. */
  hidden: Hidden.nullable(),
});

/** The client's own review of a booking. `writeUntil` is null when none can be written, `shownFrom` is when one would be shown. */
export const BookingReview = request('catalog.booking-review', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ review: OwnReview.nullable(), writeUntil: Instant.nullable(), shownFrom: Instant }),
  from: ['gateway'],
  who: 'person',
});

/**
 * Writes the review of a booking: 1 to 5 stars and some words. Refuses `not-completed` for a booking that is not one of the
 * person's sessions that took place, and `review-too-late` thirty days after it.
 */
export const WriteReview = request('catalog.write-review', {
  input: z.object({ bookingId: BookingId, stars: z.int().min(1).max(5), text: plainText(20, 2_000) }),
  output: z.object({ review: OwnReview }),
  refusals: ['not-completed', 'already-reviewed', 'review-too-late'],
  from: ['gateway'],
  who: 'person',
});

/** What clients wrote of the signed-in provider, as far as it is shown, newest first, at most 100. */
export const MyReviews = request('catalog.my-reviews', {
  input: z.object({}),
  output: z.object({
    rating: z.number().min(1).max(5).nullable(),
    count: z.int().min(0),
    reviews: z.array(Review.extend({ id: ReviewId, mayAnswer: z.boolean() })),
  }),
  from: ['gateway'],
  who: 'person',
});

/** The provider's one answer, shown below the review. */
export const AnswerReview = request('catalog.answer-review', {
  input: z.object({ reviewId: ReviewId, text: plainText(2, 1_000) }),
  output: z.object({ reviewId: ReviewId }),
  refusals: ['already-answered'],
  from: ['gateway'],
  who: 'person',
});

/** What staff decided about a review, oldest first. */
const ReviewDecision = z.object({ staffId: AccountId, hidden: z.boolean(), reason: z.string(), at: Instant });

/** Reviews that others can read, and those that staff hid, newest first, at most 100. What is not shown yet is for nobody. */
export const StaffReviews = request('catalog.staff-reviews', {
  input: z.object({ providerId: AccountId.optional(), reviewId: ReviewId.optional() }),
  output: z.object({
    reviews: z.array(
      Review.extend({
        id: ReviewId,
        /** Null for a review from before bookings were known. */
        bookingId: BookingId.nullable(),
        providerId: AccountId,
        displayName: z.string(),
        hidden: z.boolean(),
        decisions: z.array(ReviewDecision),
      }),
    ),
  }),
  from: ['support-console'],
  who: 'staff',
});

/** Staff hide a review, or show it again. Who, when and why is kept; the reason is read by the review's author. */
export const HideReview = request('catalog.hide-review', {
  input: z.object({ reviewId: ReviewId, hidden: z.boolean(), reason: plainText(3, 500) }),
  output: z.object({ reviewId: ReviewId, hidden: z.boolean() }),
  refusals: ['nothing-changes'],
  from: ['support-console'],
  who: 'staff',
});

export type OwnReview = z.infer<typeof OwnReview>;
