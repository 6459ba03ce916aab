/** Tickets and claims. */
import { z } from 'zod';
import { event, request } from './contract.ts';
import { AccountId, Amount, Bearer, BookingId, ClaimId, Difference, Instant, TicketId } from './values.ts';

const Text = z.string().trim().min(1).max(4_000);

export const TicketMessage = z.object({
  by: z.enum(['person', 'staff', 'platform']),
  text: z.string(),
  at: Instant,
});
export const Ticket = z.object({
  id: TicketId,
  /** Who asks; null for what the platform itself asks staff to look at. */
  accountId: AccountId.nullable(),
  bookingId: BookingId.nullable(),
  /** `attention`: money that needs a person; `difference`: two books that do not agree; `correction`: of what we hold of a person. */
  kind: z.enum(['question', 'claim', 'attention', 'difference', 'correction']),
  subject: z.string(),
  state: z.enum(['waiting-for-staff', 'waiting-for-person', 'closed']),
  openedAt: Instant,
  changedAt: Instant,
  /** Until when somebody must have acted, where there is such a date. */
  until: Instant.nullable().optional(),
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
  input: z.object({
    subject: z.string().trim().min(3).max(120),
    text: Text,
    bookingId: BookingId.optional(),
    kind: z.enum(['question', 'correction']).default('question'),
  }),
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
/** What staff gave back after the release, as both parties read it. */
export const GivenBack = z.object({ toClient: Amount, bearer: Bearer, reason: z.string(), at: Instant });
/** The claim of a booking, and what was given back after the release, for its client and its provider. */
export const ViewClaim = request('support.view-claim', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ claim: ClaimView.nullable(), givenBack: z.array(GivenBack).optional() }),
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
  output: z.object({
    ticket: Ticket,
    messages: z.array(TicketMessage),
    claim: ClaimView.nullable(),
    /** What each of the two books said when they were last compared. */
    difference: Difference.nullable().optional(),
  }),
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

/**
 * After the release: gives up to what is left of the price back, as goodwill that we pay, or for the provider's fault, which the
 * provider then owes. Both sides read the reason.
 */
export const GiveMoneyBack = request('support.give-money-back', {
  input: z.object({
    bookingId: BookingId,
    toClient: Amount,
    bearer: Bearer,
    reason: z.string().trim().min(10).max(2_000),
  }),
  output: z.object({ given: GivenBack, left: Amount }),
  refusals: ['not-released', 'more-than-left', 'nothing-given'],
  from: ['support-console'],
  who: 'staff',
  timeoutMs: 10_000,
});

/** One comparison of all books: of Stripe, the ledger, bookings and documents. */
export const Reconciliation = z.object({
  id: z.uuid(),
  from: Instant,
  to: Instant,
  by: z.enum(['clock', 'staff']),
  startedAt: Instant,
  /** Null while it runs. */
  endedAt: Instant.nullable(),
  checked: z.int(),
  differences: z.int(),
  /** What kept it from reaching its end; it goes on by itself. */
  waitsFor: z.string().nullable(),
});
/** Compares the books of [from, to) now. It goes on by itself; each difference becomes a ticket. */
export const Reconcile = request('support.reconcile', {
  input: z.object({ from: Instant, to: Instant }),
  output: Reconciliation,
  refusals: ['bad-range', 'already-running'],
  from: ['support-console'],
  who: 'staff',
});
/** The last 60 comparisons, newest first. */
export const Reconciliations = request('support.reconciliations', {
  input: z.object({}),
  output: z.object({ runs: z.array(Reconciliation) }),
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
