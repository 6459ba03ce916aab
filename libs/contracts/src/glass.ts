/** Breaking the glass: the one way in which staff read the messages of a room. Two of them, one room, at most an hour, and both sides know. */
import { z } from 'zod';
import { event, request } from './contract.ts';
import { AccountId, BookingId, Instant } from './values.ts';
import { RoomMessage } from './workspace.ts';

const GlassId = z.uuid();
const AboutGlass = z.object({ glassId: GlassId });

/** `asked`: waits for a second member of staff; `open`: who asked may read; `ended`: by one of the two, by time, or never approved. */
export const Glass = z.object({
  id: GlassId,
  bookingId: BookingId,
  state: z.enum(['asked', 'open', 'ended']),
  askedBy: AccountId,
  askedAt: Instant,
  approvedBy: AccountId.nullable(),
  /** Until when it can be approved, or read. */
  until: Instant,
  endedAt: Instant.nullable(),
});

/** Asks that the messages of a room be opened. The room's two sides learn of it when it is approved. */
export const AskToBreakGlass = request('workspace.ask-to-break-glass', {
  input: z.object({ bookingId: BookingId, reason: z.string().trim().min(30).max(2_000) }),
  output: Glass,
  refusals: ['already-asked'],
  from: ['support-console'],
  who: 'staff',
});
/** What was asked, is open or has ended, the newest first, at most 100. Without reasons, and without who was in the room. */
export const Glasses = request('workspace.glasses', {
  input: z.object({}),
  output: z.object({ glasses: z.array(Glass) }),
  from: ['support-console'],
  who: 'staff',
});
/** One of them with the reason that was given, for whoever approves. */
export const ViewGlass = request('workspace.view-glass', {
  input: AboutGlass,
  output: z.object({ glass: Glass, reason: z.string() }),
  from: ['support-console'],
  who: 'staff',
});
/** The second member of staff agrees. From then on who asked may read for an hour, and both sides of the room are told at once. */
export const ApproveGlass = request('workspace.approve-glass', {
  input: AboutGlass,
  output: Glass,
  refusals: ['own-request', 'already-approved', 'glass-over'],
  from: ['support-console'],
  who: 'staff',
});
/** The messages after `after`, at most 200, for the one who asked, while it is open. */
export const ReadThroughGlass = request('workspace.read-through-glass', {
  input: z.object({ glassId: GlassId, after: z.int().min(0).default(0) }),
  output: z.object({
    glass: Glass,
    clientId: AccountId,
    providerId: AccountId,
    messages: z.array(RoomMessage),
  }),
  refusals: ['glass-over', 'not-approved'],
  from: ['support-console'],
  who: 'staff',
});
/** Either of the two ends it; who asked may also take back what was not approved yet. */
export const EndGlass = request('workspace.end-glass', {
  input: AboutGlass,
  output: Glass,
  refusals: ['glass-over'],
  from: ['support-console'],
  who: 'staff',
});

/** Two members of staff agreed, and the messages of this room can be read until `until`. */
export const GlassOpened = event(
  'workspace.glass-opened',
  z.object({
    bookingId: BookingId,
    glassId: GlassId,
    clientId: AccountId,
    providerId: AccountId,
    approvedBy: AccountId,
    at: Instant,
    until: Instant,
  }),
  { of: 'bookingId', heardBy: ['support'] },
);

export type Glass = z.infer<typeof Glass>;
