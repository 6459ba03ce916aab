/** Made-up reviews: to be written, waiting for their day, answered, hidden. Never shipped. */
import type { BookingReview, MyReviews, Output, OwnReview } from '@sounding/contracts';
import { at, id } from './fixtures.ts';

const waiting: OwnReview = {
  id: id(90),
  stars: 4,
  text: 'She asked three questions and then kept quiet for a long time.\n\nI would have liked to know that I should bring paper.',
  alias: 'Heron',
  at: at(-20),
  answer: null,
  shownFrom: at(139),
  shown: false,
  hidden: null,
};

const answered: OwnReview = {
  ...waiting,
  id: id(91),
  shownFrom: at(-230),
  shown: true,
  answer: { text: 'Thank you. The paper is in the listing now.', at: at(-200) },
};

const hidden: OwnReview = {
  ...waiting,
  id: id(92),
  shownFrom: at(-230),
  hidden: { reason: 'It names a third person and where they work.', at: at(-100) },
};

/** By the booking's id. */
export const ownReviews: Record<string, Output<typeof BookingReview>> = {
  [id(22)]: { review: null, writeUntil: at(691), shownFrom: at(139) },
  [id(23)]: { review: waiting, writeUntil: null, shownFrom: at(139) },
  [id(24)]: { review: hidden, writeUntil: null, shownFrom: at(-230) },
  [id(25)]: { review: answered, writeUntil: null, shownFrom: at(-230) },
  [id(26)]: { review: null, writeUntil: null, shownFrom: at(-900) },
};

const ofProvider = ({ stars, text, alias, at: when, answer, id: reviewId }: OwnReview) => ({
  ...{ stars, text, alias, at: when, answer, id: reviewId },
  mayAnswer: answer === null,
});

export const myReviews: Output<typeof MyReviews> = {
  rating: 4.8,
  count: 37,
  reviews: [ofProvider({ ...waiting, alias: 'Wren', stars: 2 }), ofProvider(answered)],
};
