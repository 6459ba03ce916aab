/** Tickets and claims. */
import { z } from 'zod';
import { event, request } from './contract.ts';
import { AccountId, Amount, BookingId, ClaimId, Instant, TicketId } from './values.ts';

const Text = z.string().trim().min(1).max(4_000);

export const TicketMessage = z.object({
  by: z.enum(['person', 'staff', 'platform']),
  text: z.string(),
  at: Instant,
});
export const Ticket = z.object({
  id: TicketId,
  accountId: AccountId,
  bookingId: BookingId.nullable(),
  kind: z.enum(['question', 'claim']),
  subject: z.string(),
  state: z.enum(['waiting-for-staff', 'waiting-for-person', 'closed']),
  openedAt: Instant,
  changedAt: Instant,
});
/** The decision on a claim, as both parties read it. */
export const ClaimView = z.object({
  id: ClaimId,
  bookingId: BookingId,
  ticketId: TicketId,
  state: z.enum(['open', 'decided', 'upheld-by-clock']),
  most: Amount,
  decideBy: Instant,
  toClient: Amount.nullable(),
  /** The reason staff gave; both sides read it. */
  reason: z.string().nullable(),
  decidedAt: Instant.nullable(),
});

export const OpenTicket = request('support.open-ticket', {
  input: z.object({ subject: z.string().trim().min(3).max(120), text: Text, bookingId: BookingId.optional() }),
  output: Ticket,
  from: ['gateway'],
  who: 'person',
});
export const MyTickets = request('support.my-tickets', {
  input: z.object({}),
  output: z.object({ tickets: z.array(Ticket) }),
  from: ['gateway'],
  who: 'person',
});
export const ViewTicket = request('support.view-ticket', {
  input: z.object({ ticketId: TicketId }),
  output: z.object({ ticket: Ticket, messages: z.array(TicketMessage), claim: ClaimView.nullable() }),
  from: ['gateway'],
  who: 'person',
});
export const ReplyToTicket = request('support.reply-to-ticket', {
  input: z.object({ ticketId: TicketId, text: Text }),
  output: TicketMessage,
  refusals: ['ticket-closed'],
  from: ['gateway'],
  who: 'person',
});

/** Step two of the guarantee: the client's words. Support asks booking on the client's behalf, then keeps the claim. */
export const OpenClaim = request('support.open-claim', {
  input: z.object({ bookingId: BookingId, text: Text }),
  output: ClaimView,
  refusals: ['cannot-claim', 'already-claimed', 'too-late'],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 10_000,
});
/** The claim of a booking, for its client and its provider. */
export const ViewClaim = request('support.view-claim', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ claim: ClaimView.nullable() }),
  from: ['gateway'],
  who: 'person',
});

export const StaffQueue = request('support.staff-queue', {
  input: z.object({
    state: z.enum(['waiting-for-staff', 'waiting-for-person', 'closed', 'all']).default('waiting-for-staff'),
  }),
  output: z.object({ tickets: z.array(Ticket) }),
  from: ['support-console'],
  who: 'staff',
});
export const StaffTicket = request('support.staff-ticket', {
  input: z.object({ ticketId: TicketId }),
  output: z.object({ ticket: Ticket, messages: z.array(TicketMessage), claim: ClaimView.nullable() }),
  from: ['support-console'],
  who: 'staff',
});
export const AnswerTicket = request('support.answer-ticket', {
  input: z.object({ ticketId: TicketId, text: Text, close: z.boolean().default(false) }),
  output: TicketMessage,
  refusals: ['ticket-closed'],
  from: ['support-console'],
  who: 'staff',
});
/** Decides a claim: 0 up to the price goes back to the client; both sides read the reason. */
export const DecideClaim = request('support.decide-claim', {
  input: z.object({ claimId: ClaimId, toClient: Amount, reason: z.string().trim().min(10).max(2_000) }),
  output: ClaimView,
  refusals: ['already-decided', 'more-than-price'],
  from: ['support-console'],
  who: 'staff',
});

/** Staff decided: booking works out who gets what. */
export const ClaimDecided = event(
  'support.claim-decided',
  z.object({ bookingId: BookingId, claimId: ClaimId, toClient: Amount, decidedAt: Instant }),
  { of: 'bookingId', heardBy: ['booking'] },
);

export type Ticket = z.infer<typeof Ticket>;
export type ClaimView = z.infer<typeof ClaimView>;
