/** Payment and the ledger. Billing executes money decisions that booking made; it computes no policy. Bills are in `bill.ts`. */
import { z } from 'zod';
import { Bill } from './bill.ts';
import { event, request } from './contract.ts';
import {
  AccountId,
  Amount,
  Bearer,
  BillId,
  BookingId,
  Difference,
  DisputeId,
  Facts,
  Instant,
  Line,
  ListingId,
  Mode,
  RefundId,
  RefundReason,
  TipId,
} from './values.ts';

/** Opens (or answers the open) Checkout session of a bill. The page is Stripe's; `url` is where to send the browser. */
export const StartPayment = request('billing.start-payment', {
  input: z.object({
    bookingId: BookingId,
    /** Paths on our own site; `{origin}` is put before them by the door. */
    successUrl: z.url().max(500),
    cancelUrl: z.url().max(500),
    /** The client asks us to keep the card, for tips with one click. Never kept unless asked. */
    keepCard: z.boolean().default(false),
  }),
  output: z.object({ url: z.url(), expiresAt: Instant }),
  refusals: ['bill-expired', 'already-paid', 'payment-unavailable'],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 15_000,
});

/**
 * A tip of $1.00 to $500.00, until 30 days after the session; no fee, no commission. With the kept card it is paid at once and
 * `url` is the success page; when the card's bank wants to see the client, or says no, `url` is Stripe's page as usual.
 */
export const StartTip = request('billing.start-tip', {
  input: z.object({
    bookingId: BookingId,
    amount: Amount,
    successUrl: z.url().max(500),
    cancelUrl: z.url().max(500),
    withKeptCard: z.boolean().default(false),
  }),
  output: z.object({ tipId: TipId, url: z.url() }),
  refusals: ['tip-out-of-range', 'too-early', 'too-late', 'payment-unavailable'],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 15_000,
});

/** The card that the signed-in client asked us to keep; null when none. */
export const MyCard = request('billing.my-card', {
  input: z.object({}),
  output: z.object({ card: z.object({ brand: z.string(), last4: z.string() }).nullable() }),
  from: ['gateway'],
  who: 'person',
});
/** Forgets the kept card, here and at Stripe. */
export const ForgetCard = request('billing.forget-card', {
  input: z.object({}),
  output: z.object({ card: z.null() }),
  refusals: ['payment-unavailable'],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 15_000,
});

/** The raw webhook body. Signature first; stored once by event id; the answer comes after the commit. */
export const StripeWebhook = request('billing.stripe-webhook', {
  input: z.object({ body: z.base64(), signature: z.string().max(2_000) }),
  output: z.object({ received: z.literal(true) }),
  refusals: ['bad-signature', 'stale-timestamp', 'wrong-account'],
  from: ['gateway'],
  who: 'anyone',
  timeoutMs: 10_000,
});

export const LedgerEntry = z.object({
  key: z.string(),
  kind: z.string(),
  at: Instant,
  /** Signed minor units; debit positive; the entry sums to zero. */
  postings: z.array(z.object({ account: z.string(), minor: z.int() })),
});

/** All money of one booking, for staff. */
export const BookingMoney = request('billing.booking-money', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({
    bill: Bill.nullable(),
    held: Amount,
    refunded: Amount,
    entries: z.array(LedgerEntry),
    refunds: z
      .array(z.object({ id: RefundId, amount: Amount, state: z.enum(['intended', 'asked', 'made', 'failed', 'void']) }))
      .optional(),
    disputes: z
      .array(
        z.object({
          id: DisputeId,
          what: z.enum(['session', 'tip']),
          state: z.enum(['inquiry', 'open', 'won', 'lost', 'withdrawn']),
          amount: Amount,
          evidenceBy: Instant.nullable(),
          openedAt: Instant,
          closedAt: Instant.nullable(),
          bearer: Bearer.nullable(),
        }),
      )
      .optional(),
  }),
  from: ['support-console'],
  who: 'staff',
});

/**
 * Sends a failed refund again: to the card, or `hand`: staff have sent it from our own bank, which Stripe leaves as the only way
 * once a charge was charged back.
 */
export const RetryRefund = request('billing.retry-refund', {
  input: z.object({ refundId: RefundId, by: z.enum(['card', 'hand']).default('card') }),
  output: z.object({ refundId: RefundId }),
  refusals: ['not-failed'],
  from: ['support-console'],
  who: 'staff',
});

/**
 * Stripe's books against the ledger, both ways, for what Stripe booked in [from, to). Answers a page; the last one (`next`
 * is null) also compares the balances.
 */
export const CompareWithStripe = request('billing.compare-with-stripe', {
  input: z.object({ from: Instant, to: Instant, after: z.string().max(80).nullable() }),
  output: z.object({ checked: z.int(), differences: z.array(Difference), next: z.string().nullable() }),
  refusals: ['bad-range'],
  from: ['support'],
  who: 'service',
  timeoutMs: 30_000,
});

/** What billing says of bookings whose money moved in [from, to), at most 100 a page, to compare with the other services. */
export const Books = request('billing.books', {
  input: z.object({ from: Instant, to: Instant, after: BookingId.nullable() }),
  output: z.object({
    rows: z.array(
      z.object({
        bookingId: BookingId,
        paid: Amount,
        /** What was decided to go back, made or not, fee and what was given back after the release included. */
        decided: Amount,
        /** What Stripe confirmed as returned, one amount per refund. */
        refunds: z.array(Amount),
        tips: z.array(Amount),
        released: z.boolean(),
        /** The bank asks about the charge, or took it back: what was decided then waits, or came too late. */
        disputed: z.boolean(),
        /**
         * Over how much the receipt of this booking must be: the first of a package has it over all of it, the others have none.
         * Absent means `paid`.
         */
        receipted: Amount.optional(),
        /** When its money last moved. */
        movedAt: Instant,
      }),
    ),
    next: BookingId.nullable(),
  }),
  from: ['support'],
  who: 'service',
  timeoutMs: 15_000,
});

/** Brand and last four digits of the card, as Stripe tells them. */
export const PaymentMethod = z.object({ brand: z.string(), last4: z.string().regex(/^\d{4}$/) });

/** The client's money arrived and waits in the ledger. Carries all a receipt needs, so that nobody has to ask back. */
export const FundsHeld = event(
  'billing.funds-held',
  z.object({
    bookingId: BookingId,
    billId: BillId,
    billHash: z.string(),
    clientId: AccountId,
    providerId: AccountId,
    /** Absent in what was said before 2026-11-27. */
    listingId: ListingId.optional(),
    mode: Mode,
    startsAt: Instant,
    endsAt: Instant,
    lines: z.array(Line),
    /** Of a package, as in its bill: what was paid for each booking. Absent where one session was paid for. */
    sessions: Bill.shape.sessions,
    paid: Amount,
    termsVersion: z.string(),
    method: PaymentMethod,
    heldAt: Instant,
  }),
  { of: 'bookingId', heardBy: ['booking', 'receipts'] },
);

/** Money went back to the client: `toClient` of the price and `feeToClient` of the Handling Fee, as booking decided. */
export const RefundMade = event(
  'billing.refund-made',
  z.object({
    bookingId: BookingId,
    refundId: RefundId,
    clientId: AccountId,
    providerId: AccountId,
    reason: RefundReason,
    toClient: Amount,
    feeToClient: Amount,
    /** Tax that went back with its lines; absent where no rate is set. */
    taxToClient: Amount.optional(),
    termsVersion: z.string(),
    refundedAt: Instant,
  }),
  { of: 'bookingId', heardBy: ['booking', 'receipts'] },
);

/** The client's bank had given them `amount` already when a refund was to be made: nothing more goes to them. */
export const RefundOvertaken = event(
  'billing.refund-overtaken',
  z.object({ bookingId: BookingId, amount: Amount, overtakenAt: Instant }),
  { of: 'bookingId', heardBy: ['booking'] },
);

/** A bill was charged twice by our error, and the second charge went back whole. The booking knows nothing of it. */
export const DuplicateReturned = event(
  'billing.duplicate-returned',
  z.object({
    bookingId: BookingId,
    refundId: RefundId,
    clientId: AccountId,
    providerId: AccountId,
    toClient: Amount,
    feeToClient: Amount,
    /** Tax that went back with its lines; absent where no rate is set. */
    taxToClient: Amount.optional(),
    termsVersion: z.string(),
    refundedAt: Instant,
  }),
  { of: 'bookingId', heardBy: ['receipts'] },
);

/** The provider's part of a booking became payable. */
export const FundsReleased = event(
  'billing.funds-released',
  z.object({
    bookingId: BookingId,
    providerId: AccountId,
    toProvider: Amount,
    commission: Amount,
    releasedAt: Instant,
  }),
  { of: 'bookingId', heardBy: ['booking'] },
);

export const TipReceived = event(
  'billing.tip-received',
  z.object({
    bookingId: BookingId,
    tipId: TipId,
    clientId: AccountId,
    providerId: AccountId,
    amount: Amount,
    termsVersion: z.string(),
    method: PaymentMethod,
    receivedAt: Instant,
  }),
  { of: 'bookingId', heardBy: ['receipts'] },
);

const Disputed = {
  bookingId: BookingId,
  disputeId: DisputeId,
  clientId: AccountId,
  providerId: AccountId,
};

/** The client's bank asks about a session's charge, or took it back. Nothing of the booking is refunded or released meanwhile. */
export const DisputeOpened = event(
  'billing.dispute-opened',
  z.object({
    ...Disputed,
    /** An inquiry moves no money; it may become a chargeback, which is said again. */
    kind: z.enum(['inquiry', 'chargeback']),
    amount: Amount,
    evidenceBy: Instant.nullable(),
    openedAt: Instant,
  }),
  { of: 'bookingId', heardBy: ['booking'] },
);

/** The bank has decided (or the inquiry ended). `held` is what still waits in the ledger for this booking. */
export const DisputeClosed = event(
  'billing.dispute-closed',
  z.object({
    ...Disputed,
    outcome: z.enum(['won', 'lost', 'withdrawn']),
    /** What of the price the client's bank kept; zero unless it was lost. */
    lost: Amount,
    held: Amount,
    /** A decision that came during the dispute and was left undone: booking decides it again. */
    undone: z.enum(['refund', 'release']).nullable(),
    closedAt: Instant,
  }),
  { of: 'bookingId', heardBy: ['booking'] },
);

/** Something that people must look at: support keeps one ticket per `key`. `over`: it has come right. */
export const AttentionWanted = event(
  'billing.attention-wanted',
  z.object({
    key: z.string().min(1).max(200),
    what: z.enum([
      'dispute',
      'refund-failed',
      'outcome-unknown',
      'transfer-failed',
      'payout-failed',
      'charged-twice',
      'debt-written-off',
    ]),
    bookingId: BookingId.nullable(),
    facts: Facts,
    /** Until when somebody must have acted, such as the bank's date for evidence. */
    until: Instant.nullable(),
    over: z.boolean(),
    at: Instant,
  }),
  { of: 'key', heardBy: ['support'] },
);
