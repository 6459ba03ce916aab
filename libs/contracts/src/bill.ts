/** Bills: what a client sees before paying, frozen. */
import { z } from 'zod';
import { request } from './contract.ts';
import { AccountId, Amount, BillId, BookingId, Instant, Line, ListingId, Mode } from './values.ts';

/** One session of a bill. */
export const BilledSession = z.object({ bookingId: BookingId, startsAt: Instant, endsAt: Instant });

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
  /** Of a package: its sessions in order, the first of them the one above. Absent where one session is billed. */
  sessions: z
    .array(BilledSession.extend({ total: Amount }))
    .min(2)
    .optional(),
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

/**
 * Makes and freezes the bill of exactly this offer. The second call for one booking answers the first bill. `more` are the later
 * sessions of a package: each costs the price, and the Handling Fee is taken once.
 */
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
    more: z.array(BilledSession).max(11).optional(),
  }),
  output: Bill,
  refusals: ['price-out-of-range', 'own-listing'],
  from: ['booking'],
  who: 'person',
});

/**
 * The same when a provider said yes to a request: booking asks on behalf of the client, who is not there. They find the bill when
 * they come to pay.
 */
export const OpenBillOfRequest = request('billing.open-bill-of-request', {
  input: OpenBill.input.extend({ clientId: AccountId }),
  output: Bill,
  refusals: ['price-out-of-range', 'own-listing'],
  from: ['booking'],
  who: 'service',
});

/** The bill of a booking: its client sees it; staff see it from the console. */
export const ViewBill = request('billing.view-bill', {
  input: z.object({ bookingId: BookingId }),
  output: Bill,
  from: ['gateway', 'receipts'],
  who: 'person',
});

export type Bill = z.infer<typeof Bill>;
