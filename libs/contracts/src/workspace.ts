/** The private room of one booking: messages, video, attendance. */
import { z } from 'zod';
import { event, request } from './contract.ts';
import { AccountId, BookingId, Instant, MessageId } from './values.ts';

export const RoomMessage = z.object({
  id: MessageId,
  /** Counts up in the room without gaps. */
  number: z.int().min(1),
  from: AccountId,
  text: z.string(),
  at: Instant,
});

export const Room = z.object({
  bookingId: BookingId,
  clientId: AccountId,
  providerId: AccountId,
  startsAt: Instant,
  endsAt: Instant,
  joinOpensAt: Instant,
  /** `closed` rooms stay readable. */
  state: z.enum(['open', 'closed']),
  /** Names the room's `live.<room>` subject; unguessable, for the two parties' doors only. The same as `room` of join-session. */
  live: z.string(),
  /** Times the two sides were in the session so far. */
  stays: z.array(z.object({ accountId: AccountId, from: Instant, to: Instant })),
});

/** The room and its messages after `after`, at most 200. Parties only; anybody else is answered `not-found`. */
export const ViewRoom = request('workspace.view-room', {
  input: z.object({ bookingId: BookingId, after: z.int().min(0).default(0) }),
  output: z.object({ room: Room, messages: z.array(RoomMessage) }),
  from: ['gateway'],
  who: 'person',
});
/** Writes into the room. A closed room (its booking was cancelled) can be read, not written. */
export const PostMessage = request('workspace.post-message', {
  input: z.object({ bookingId: BookingId, text: z.string().trim().min(1).max(8_000) }),
  output: RoomMessage,
  refusals: ['room-closed'],
  from: ['gateway'],
  who: 'person',
});
/** Unread messages per booking of the signed-in person, newest first. */
export const MyMessages = request('workspace.my-messages', {
  input: z.object({}),
  output: z.object({ rooms: z.array(z.object({ bookingId: BookingId, unread: z.int(), lastAt: Instant })) }),
  from: ['gateway'],
  who: 'person',
});

/** Lets a party into the session from ten minutes before its start until its end: relay credentials and the signalling room. */
export const JoinSession = request('workspace.join-session', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({
    /** Names the `live.<room>` subject; unguessable. */
    room: z.string(),
    /** The polite peer yields when both offer at once (perfect negotiation); the client is polite. */
    polite: z.boolean(),
    iceServers: z.array(z.object({ urls: z.array(z.string()), username: z.string(), credential: z.string() })),
    endsAt: Instant,
  }),
  refusals: ['too-early', 'too-late', 'room-closed'],
  from: ['gateway'],
  who: 'person',
});
/** A joined page says every 15 s that it is there. A stay ends with its last beat; gaps under two minutes are one stay. */
export const Beat = request('workspace.beat', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ otherPresent: z.boolean() }),
  refusals: ['too-early', 'too-late', 'room-closed'],
  from: ['gateway'],
  who: 'person',
});

/** One side came for the first time. */
export const Joined = event(
  'workspace.joined',
  z.object({ bookingId: BookingId, accountId: AccountId, side: z.enum(['client', 'provider']), at: Instant }),
  { of: 'bookingId', heardBy: ['booking'] },
);

/**
 * Who came until `until`, the time at which absence begins, is known: events of a booking keep their order, so every
 * `workspace.joined` until then was said before this. Booking decides absence when it hears it. Not said of cancelled bookings.
 */
export const AttendanceKnown = event('workspace.attendance-known', z.object({ bookingId: BookingId, until: Instant }), {
  of: 'bookingId',
  heardBy: ['booking'],
});

export type Room = z.infer<typeof Room>;
export type RoomMessage = z.infer<typeof RoomMessage>;
