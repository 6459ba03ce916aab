/** Calendars of the people of bookings: a private feed of theirs, and foreign calendars that say when a provider is busy. Booking owns them. */
import { z } from 'zod';
import { request } from './contract.ts';
import { BookingId, Instant } from './values.ts';

/** The secret of a feed's address, base64url of 256 bits. Only its hash is stored; it is told once. */
export const FeedToken = z.string().length(43);

/** Why a foreign calendar could not be read, as a stable word that the page turns into a sentence. */
export const BusyProblem = z.enum(['unreachable', 'not-found', 'too-large', 'too-slow', 'not-a-calendar', 'too-much']);

export const BusyCalendar = z.object({
  id: z.uuid(),
  /** Its host alone: the rest of such an address is a secret. */
  host: z.string(),
  addedAt: Instant,
  /** When it was last read to its end; what it said then counts until it is read again. */
  readAt: Instant.nullable(),
  problem: BusyProblem.nullable(),
  /** Entries in it that could not be understood. */
  unread: z.int(),
});

/** The signed-in person's feed, if they have one, and the calendars they have added. */
export const MyCalendars = request('booking.my-calendars', {
  input: z.object({}),
  output: z.object({ feedSince: Instant.nullable(), busy: z.array(BusyCalendar) }),
  from: ['gateway'],
  who: 'person',
});

/** Makes a new secret address for the person's feed; an earlier one stops working at once. */
export const MakeFeed = request('booking.make-feed', {
  input: z.object({}),
  output: z.object({ token: FeedToken }),
  from: ['gateway'],
  who: 'person',
});

export const RevokeFeed = request('booking.revoke-feed', {
  input: z.object({}),
  output: z.object({}),
  from: ['gateway'],
  who: 'person',
});

/**
 * What a feed shows: the person's fixed sessions from 90 days ago on, on both sides, at most 1,000. Whoever has the address
 * may ask; what was cancelled is left out, and an unknown or revoked one is answered `not-found`.
 */
export const ReadFeed = request('booking.read-feed', {
  input: z.object({ token: FeedToken }),
  output: z.object({
    entries: z.array(
      z.object({
        bookingId: BookingId,
        startsAt: Instant,
        endsAt: Instant,
        sequence: z.int(),
      }),
    ),
  }),
  from: ['gateway'],
  who: 'anyone',
});

/** Adds a foreign calendar by its address (https, or webcal) and reads it at once; what cannot be read is refused and not kept. */
export const AddBusyCalendar = request('booking.add-busy-calendar', {
  input: z.object({ url: z.string().trim().min(8).max(2_000) }),
  output: BusyCalendar,
  refusals: ['bad-address', 'unreadable-calendar', 'too-many-calendars'],
  from: ['gateway'],
  who: 'person',
  // Ten to fetch it, eight to wait for a turn, five to read it.
  timeoutMs: 25_000,
});

/** Its times are free again at once. */
export const RemoveBusyCalendar = request('booking.remove-busy-calendar', {
  input: z.object({ id: z.uuid() }),
  output: z.object({}),
  from: ['gateway'],
  who: 'person',
});

export type BusyCalendar = z.infer<typeof BusyCalendar>;
export type BusyProblem = z.infer<typeof BusyProblem>;
