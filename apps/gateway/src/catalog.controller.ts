/** Looking around: categories, search, providers, listings and their free starts. Needs no account, reserves nothing. */
import {
  AnswerReview,
  BookingReview,
  Categories,
  FindSlots,
  MyCatalog,
  MyHours,
  MyMoney,
  MyReviews,
  MySchedule,
  MyWeek,
  PublishListing,
  SaveListing,
  SaveProfile,
  Search,
  SetHours,
  SetSchedule,
  ViewListing,
  ViewProvider,
  WriteReview,
} from '@sounding/contracts';
import { route } from '@sounding/door';

export const catalogRoutes = [
  route('GET', '/api/v1/categories', Categories, 'The category tree with counts.'),
  route('GET', '/api/v1/search', Search, 'Listings by text, category, mode, all-in price and date.'),
  route('GET', '/api/v1/providers/:handle', ViewProvider, 'A provider with listings and reviews.'),
  route('GET', '/api/v1/listings/:listingId', ViewListing, 'A listing with its all-in price.', { personal: true }),
  route('GET', '/api/v1/listings/:listingId/slots', FindSlots, 'Free starts between two instants.', { personal: true }),
];

export const providerRoutes = [
  route('GET', '/api/v1/provider', MyCatalog, 'Your provider profile and listings, drafts included.'),
  route('PUT', '/api/v1/provider/profile', SaveProfile, 'Creates or changes your provider profile.'),
  route('POST', '/api/v1/provider/listings', SaveListing, 'Creates a draft listing.', { status: 201 }),
  route('PUT', '/api/v1/provider/listings/:listingId', SaveListing, 'Changes a listing.'),
  route(
    'POST',
    '/api/v1/provider/listings/:listingId/publication',
    PublishListing,
    'Publishes or takes down a listing.',
    { anew: ({ published }) => published },
  ),
  route(
    'GET',
    '/api/v1/provider/schedule',
    MySchedule,
    'Your schedule: hours, overrides, days off, travel, caps, buffers.',
  ),
  route('PATCH', '/api/v1/provider/schedule', SetSchedule, 'Replaces the parts of your schedule that are given.'),
  route('GET', '/api/v1/provider/week', MyWeek, 'Seven days of your schedule and the sessions in them.'),
  route('GET', '/api/v1/provider/hours', MyHours, 'Your weekly hours.'),
  route('PUT', '/api/v1/provider/hours', SetHours, 'Sets your weekly hours.'),
  route('GET', '/api/v1/provider/money', MyMoney, 'Your money: held, payable, released.'),
  route('GET', '/api/v1/provider/reviews', MyReviews, 'What clients wrote of you, as far as it is shown.'),
  route('POST', '/api/v1/provider/reviews/:reviewId/answer', AnswerReview, 'Answers a review, once.', { status: 201 }),
];

export const reviewRoutes = [
  route(
    'GET',
    '/api/v1/bookings/:bookingId/review',
    BookingReview,
    'Your review of a session, or until when to write it.',
  ),
  route('POST', '/api/v1/bookings/:bookingId/review', WriteReview, 'Writes your review of a session, once.', {
    status: 201,
  }),
];
