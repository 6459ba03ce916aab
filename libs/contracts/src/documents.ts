/**
 * Documents as they are frozen: the bill as shown before paying, receipt, tip receipt, credit note, a provider's statement, a
 * client's year. The hash of a document is SHA-256 (hex) of its canonical JSON without `hash`; page and PDF are made from it alone.
 */
import { z } from 'zod';
import { StatementLine } from './payouts.ts';
import { AccountId, Amount, BookingId, Instant, Line, Mode, Money, ReceiptId, RefundReason, Zone } from './values.ts';

/**
 * `full` says everything; `discreet` names a neutral service, and no provider, mode, category or title. Number, lines, total and
 * hash are the same in both.
 */
export const DocumentForm = z.enum(['full', 'discreet']);

export const ReceiptKind = z.enum(['receipt', 'tip-receipt', 'credit-note']);
export const DocumentKind = z.enum([...ReceiptKind.options, 'bill', 'statement', 'year-summary']);

/** Who issues documents: the company behind the platform. `registration` is its number in a register or for taxes. */
export const Issuer = z.object({
  name: z.string(),
  /** Address, line by line. */
  address: z.array(z.string()),
  registration: z.string().nullable(),
});

/** What of a price goes back if this happens by `until`. `bookingId` tells the sessions of a package apart. */
export const Refundable = z.object({
  bookingId: BookingId,
  rule: z.enum(['cancel-early', 'cancel-late', 'guarantee']),
  amount: Amount,
  until: Instant,
});

/** What every document has that was issued since 2026-11-27; before that they were of template 1 and had none of it. */
const Issued = {
  /** The version of the layout; a document keeps its own. Absent means 1. */
  template: z.int().min(1).optional(),
  issuer: Issuer.optional(),
  /** `letter` where the client's country writes on it. */
  paper: z.enum(['a4', 'letter']).optional(),
  /** The public page that says whether the document is genuine; its last part cannot be guessed. */
  verifyAt: z.url().optional(),
};

/** A document of one payment. `number` is gapless per year and series: `R-2026-000001` for receipts and tip receipts, `C-2026-000001` for credit notes. */
export const Receipt = z.object({
  id: ReceiptId,
  kind: ReceiptKind,
  number: z.string(),
  bookingId: BookingId,
  clientId: AccountId,
  providerId: AccountId,
  /** The alias, or the full name where the client asked for it. */
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
  ...Issued,
  /** What was sold, as the full form names it. Absent when catalog did not know it any more. */
  service: z.object({ title: z.string(), category: z.string() }).optional(),
  /** In which both sides read times. */
  clientZone: Zone.optional(),
  providerZone: Zone.optional(),
  /** What of it can go back and until when, as the terms said when it was issued. */
  refundable: z.array(Refundable).optional(),
  /** Of a credit note: the receipt it is of. Of a receipt that was issued again: the number it takes the place of. */
  about: z.string().optional(),
  /** When the money moved, where the document was issued again later. Absent means `issuedAt`. */
  movedAt: Instant.optional(),
  replaces: z.string().optional(),
  /** SHA-256 (hex) of the canonical JSON of the document without `hash`. */
  hash: z.string(),
});

/** The bill as a document: what is to be paid, and by when. Its numbers are of the series `B`. */
export const BillDocument = Receipt.extend({ kind: z.literal('bill'), payBy: Instant });

/** A provider's statement of a month (UTC) that is over. Its numbers are of the series `S`. */
export const StatementDocument = z.object({
  id: ReceiptId,
  kind: z.literal('statement'),
  number: z.string(),
  providerId: AccountId,
  providerName: z.string(),
  /** [from, to). */
  from: Instant,
  to: Instant,
  zone: Zone,
  opening: Amount,
  closing: Amount,
  lines: z.array(StatementLine),
  totals: z.array(z.object({ what: StatementLine.shape.what, count: z.int(), amount: Money, commission: Amount })),
  issuedAt: Instant,
  ...Issued,
  hash: z.string(),
});

/** One document in a year's list. Amounts of credit notes are negative. */
export const YearRow = z.object({
  number: z.string(),
  kind: ReceiptKind,
  /** When the money moved. */
  movedAt: Instant,
  bookingId: BookingId,
  price: Money,
  fee: Money,
  tax: Money,
  tip: Money,
  total: Money,
});

/**
 * What a client paid and got back in a year (UTC), from the documents of that year's movements that are in force. A new one is issued when
 * documents have come since. Its numbers are of the series `Y`.
 */
export const YearSummary = z.object({
  id: ReceiptId,
  kind: z.literal('year-summary'),
  number: z.string(),
  clientId: AccountId,
  clientName: z.string(),
  year: z.int(),
  zone: Zone,
  rows: z.array(YearRow),
  /** Sums of the rows. */
  totals: YearRow.pick({ price: true, fee: true, tax: true, tip: true, total: true }),
  issuedAt: Instant,
  ...Issued,
  replaces: z.string().optional(),
  hash: z.string(),
});

export const IssuedDocument = z.discriminatedUnion('kind', [Receipt, BillDocument, StatementDocument, YearSummary]);

export type DocumentForm = z.infer<typeof DocumentForm>;
export type DocumentKind = z.infer<typeof DocumentKind>;
export type Issuer = z.infer<typeof Issuer>;
export type Refundable = z.infer<typeof Refundable>;
export type Receipt = z.infer<typeof Receipt>;
export type BillDocument = z.infer<typeof BillDocument>;
export type StatementDocument = z.infer<typeof StatementDocument>;
export type YearRow = z.infer<typeof YearRow>;
export type YearSummary = z.infer<typeof YearSummary>;
export type IssuedDocument = z.infer<typeof IssuedDocument>;
