/** Bills, payment, the ledger. Billing executes money decisions that booking made; it computes no policy. */
import { z } from 'zod';
import { event, request } from './contract.ts';
import {
  AccountId,
  Amount,
  BillId,
  BookingId,
  Instant,
  Line,
  ListingId,
  Mode,
  Outcome,
  RefundId,
  TipId,
} from './values.ts';

/** The itemized amount shown before paying. Frozen: `hash` is SHA-256 (hex) over its canonical JSON without `hash`, `state` and `paidAt`. */
export const Bill = z.object({
  id: BillId,
  bookingId: BookingId,
  clientId: AccountId,
  providerId: AccountId,
  listingId: ListingId,
  mode: Mode,
  startsAt: Instant,
  endsAt: Instant,
  lines: z.array(Line).min(1),
  total: Amount,
  /** The dated version of libs/terms it was made under, `2026-11-01`. */
  termsVersion: z.string(),
  madeAt: Instant,
  /** Until when it can be paid: the end of the reservation. */
  expiresAt: Instant,
  hash: z.string(),
  state: z.enum(['open', 'paid', 'expired']),
  paidAt: Instant.nullable(),
});

/** Makes and freezes the bill of exactly this offer. The second call for one booking answers the first bill. */
export const OpenBill = request('billing.open-bill', {
  input: z.object({
    bookingId: BookingId,
    providerId: AccountId,
    listingId: ListingId,
    mode: Mode,
    price: Amount,
    startsAt: Instant,
    endsAt: Instant,
    expiresAt: Instant,
  }),
  output: Bill,
  refusals: ['price-out-of-range', 'own-listing'],
  from: ['booking'],
  who: 'person',
});

/** The bill of a booking: its client sees it; staff see it from the console. */
export const ViewBill = request('billing.view-bill', {
  input: z.object({ bookingId: BookingId }),
  output: Bill,
  from: ['gateway'],
  who: 'person',
});

/** Opens (or answers the open) Checkout session of a bill. The page is Stripe's; `url` is where to send the browser. */
export const StartPayment = request('billing.start-payment', {
  input: z.object({
    bookingId: BookingId,
    /** Paths on our own site; `{origin}` is put before them by the door. */
    successUrl: z.url().max(500),
    cancelUrl: z.url().max(500),
  }),
  output: z.object({ url: z.url(), expiresAt: Instant }),
  refusals: ['bill-expired', 'already-paid', 'payment-unavailable'],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 15_000,
});

/** A tip of $1.00 to $500.00, until 30 days after the session; no fee, no commission. */
export const StartTip = request('billing.start-tip', {
  input: z.object({
    bookingId: BookingId,
    amount: Amount,
    successUrl: z.url().max(500),
    cancelUrl: z.url().max(500),
  }),
  output: z.object({ tipId: TipId, url: z.url() }),
  refusals: ['tip-out-of-range', 'too-early', 'too-late', 'payment-unavailable'],
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

/** One movement of a provider's money. `amount` is what the provider gets (price less commission, or the tip). */
export const ProviderMoneyRow = z.object({
  bookingId: BookingId,
  what: z.enum(['session', 'tip']),
  state: z.enum(['held', 'payable', 'refunded']),
  amount: Amount,
  at: Instant,
  /** When a held amount is due to be released; null otherwise. */
  releasesAt: Instant.nullable(),
});

/** The signed-in provider's money: held, payable and released (all that ever became payable), and the last 100 movements. */
export const MyMoney = request('billing.my-money', {
  input: z.object({}),
  output: z.object({ held: Amount, payable: Amount, released: Amount, rows: z.array(ProviderMoneyRow) }),
  from: ['gateway'],
  who: 'person',
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
  output: z.object({ bill: Bill.nullable(), held: Amount, refunded: Amount, entries: z.array(LedgerEntry) }),
  from: ['support-console'],
  who: 'staff',
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
    mode: Mode,
    startsAt: Instant,
    endsAt: Instant,
    lines: z.array(Line),
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
    reason: Outcome,
    toClient: Amount,
    feeToClient: Amount,
    termsVersion: z.string(),
    refundedAt: Instant,
  }),
  { of: 'bookingId', heardBy: ['booking', 'receipts'] },
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

export type Bill = z.infer<typeof Bill>;
