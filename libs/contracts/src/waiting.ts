/** Waiting for a time: a line of clients for each provider, and the times that are offered down it. Booking owns it. */
import { z } from 'zod';
import { Booking } from './booking.ts';
import { request } from './contract.ts';
import { AccountId, BookingId, Day, Instant, ListingId, Place, Zone } from './values.ts';

/** How long a freed time is kept for the first in line, unless the listing's notice ends sooner. */
export const OFFER_MINUTES = 15;
/** The longest stretch of days that one wait covers. */
export const MOST_WAIT_DAYS = 31;
/** How many open waits one client may have. */
export const MOST_WAITS = 5;

/** One client's place in a provider's line. */
export const Wait = z.object({
  id: z.uuid(),
  listingId: ListingId,
  providerId: AccountId,
  title: z.string(),
  /** Local days, the last one included. */
  from: Day,
  to: Day,
  zone: Zone,
  /** Whether it goes on after an offer that was not answered in time. */
  goOn: z.boolean(),
  /** 1 is the first: how many of the same provider's line come before, whose days overlap these, and one. */
  place: z.int().min(1),
  madeAt: Instant,
  /** The time that is kept for this client now; the booking in state `offered`. */
  offered: z.object({ bookingId: BookingId, startsAt: Instant, endsAt: Instant, until: Instant }).nullable(),
});

/**
 * Joins the line, behind everybody who waits for this provider. Refuses `time-is-free` when a start on these days can be booked
 * at once, `already-waiting` for days that an open wait of theirs has, `bad-dates` for more than 31 days, days that are over
 * or within the notice, or more than a year ahead.
 */
export const JoinWait = request('booking.join-wait', {
  input: z.object({
    listingId: ListingId,
    from: Day,
    to: Day,
    zone: Zone,
    goOn: z.boolean().default(false),
    /** Of therapy: where the client will be, as `booking.reserve` asks. */
    place: Place.optional(),
  }),
  output: Wait,
  refusals: [
    'time-is-free',
    'already-waiting',
    'too-many-waits',
    'bad-dates',
    'own-listing',
    'request-first',
    'place-needed',
    'place-not-covered',
    'licence-ends',
    'not-published',
    'licence-unverified',
    'not-yet-offered',
  ],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 10_000,
});

/** The signed-in person's open waits, the oldest first. */
export const MyWaits = request('booking.my-waits', {
  input: z.object({}),
  output: z.object({ waits: z.array(Wait) }),
  from: ['gateway'],
  who: 'person',
});

/** Leaves the line. What is offered to this wait is declined with it. */
export const LeaveWait = request('booking.leave-wait', {
  input: z.object({ waitId: z.uuid() }),
  output: z.object({}),
  from: ['gateway'],
  who: 'person',
});

/**
 * Declines an offered time: the next in line is offered it in the same commit. With `goOn` the wait keeps its place; the same
 * time is not offered to it again. Taking an offered time is `booking.reserve` of that start by that client.
 */
export const DeclineOffer = request('booking.decline-offer', {
  input: z.object({ bookingId: BookingId, goOn: z.boolean() }),
  output: Booking,
  refusals: ['not-offered'],
  from: ['gateway'],
  who: 'person',
});

/** How many people wait for the signed-in provider, by listing; nobody's name. */
export const WaitingForMe = request('booking.waiting-for-me', {
  input: z.object({}),
  output: z.object({ listings: z.array(z.object({ listingId: ListingId, waiting: z.int().min(1) })) }),
  from: ['gateway'],
  who: 'person',
});

export type Wait = z.infer<typeof Wait>;
