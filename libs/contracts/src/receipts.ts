/** Receipts and credit notes: frozen data, rendered as page and PDF. */
import { z } from 'zod';
import { request } from './contract.ts';
import { AccountId, Amount, BookingId, Grant, Instant, Line, Mode, ReceiptId, RefundReason } from './values.ts';

export const ReceiptKind = z.enum(['receipt', 'tip-receipt', 'credit-note']);

/** A document. `number` is gapless per year and series: `R-2026-000001` for receipts and tip receipts, `C-2026-000001` for credit notes. */
export const Receipt = z.object({
  id: ReceiptId,
  kind: ReceiptKind,
  number: z.string(),
  bookingId: BookingId,
  clientId: AccountId,
  providerId: AccountId,
  clientName: z.string(),
  providerName: z.string(),
  mode: Mode.nullable(),
  startsAt: Instant.nullable(),
  endsAt: Instant.nullable(),
  /** Of a package: all its sessions in order. Absent where one session was paid for. */
  sessions: z
    .array(z.object({ bookingId: BookingId, startsAt: Instant, endsAt: Instant }))
    .min(2)
    .optional(),
  lines: z.array(Line),
  /** Paid, or for a credit note given back. */
  total: Amount,
  method: z.object({ brand: z.string(), last4: z.string() }).nullable(),
  reason: RefundReason.nullable(),
  billHash: z.string().nullable(),
  termsVersion: z.string(),
  issuedAt: Instant,
  /** SHA-256 (hex) of the canonical JSON of the document without `hash`. */
  hash: z.string(),
});

/** The documents of a booking, oldest first. The client sees all; the provider sees none that carry the client's payment. */
export const BookingReceipts = request('receipts.booking-receipts', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ receipts: z.array(Receipt) }),
  from: ['gateway'],
  who: 'person',
});
export const ViewReceipt = request('receipts.view-receipt', {
  input: z.object({ receiptId: ReceiptId }),
  output: Receipt,
  from: ['gateway'],
  who: 'person',
});
/** Renders the PDF if need be and grants the door 60 seconds to stream it. */
export const ReceiptPdf = request('receipts.receipt-pdf', {
  input: z.object({ receiptId: ReceiptId }),
  output: Grant,
  refusals: ['rendering-busy'],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 15_000,
});

/** Staff see a booking's documents without the parties' names. */
export const StaffReceipts = request('receipts.staff-receipts', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ receipts: z.array(Receipt) }),
  from: ['support-console'],
  who: 'staff',
});

/** What receipts says of these bookings, to compare with billing. Bookings without documents are left out. */
export const ReceiptBooks = request('receipts.books', {
  input: z.object({ bookingIds: z.array(BookingId).min(1).max(100) }),
  output: z.object({
    rows: z.array(
      z.object({
        bookingId: BookingId,
        /** `rendered`: its PDF lies in the store. */
        documents: z.array(z.object({ kind: ReceiptKind, total: Amount, rendered: z.boolean() })),
      }),
    ),
  }),
  from: ['support'],
  who: 'service',
});

export type Receipt = z.infer<typeof Receipt>;
