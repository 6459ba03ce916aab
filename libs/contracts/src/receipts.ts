/** Receipts issues documents, renders them and keeps them. Their shapes are in `documents.ts`. */
import { z } from 'zod';
import { request } from './contract.ts';
import {
  BillDocument,
  DocumentForm,
  DocumentKind,
  IssuedDocument,
  Receipt,
  ReceiptKind,
  StatementDocument,
  YearSummary,
} from './documents.ts';
import { Amount, BookingId, Country, Grant, Instant, Money, ReceiptId } from './values.ts';

/** How far the PDF of a form is: `coming` means that it waits for its turn, and that asking again in a moment is right. */
const PdfState = z.enum(['ready', 'coming']);

/** The documents of a booking, oldest first. The client sees all; the provider sees none that carry the client's payment. */
export const BookingReceipts = request('receipts.booking-receipts', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ receipts: z.array(Receipt) }),
  from: ['gateway'],
  who: 'person',
});

/** A receipt, tip receipt or credit note in one of its forms. `replacedBy`: it was issued again under that id. */
export const ViewReceipt = request('receipts.view-receipt', {
  input: z.object({ receiptId: ReceiptId, form: DocumentForm.default('full') }),
  output: Receipt.extend({ pdf: PdfState.optional(), replacedBy: ReceiptId.nullable().optional() }),
  from: ['gateway'],
  who: 'person',
});

/** Any document that the person holds, bills, statements and year summaries too. */
export const ViewDocument = request('receipts.view-document', {
  input: z.object({ documentId: ReceiptId, form: DocumentForm.default('full') }),
  output: z.object({ document: IssuedDocument, pdf: PdfState, replacedBy: ReceiptId.nullable() }),
  from: ['gateway'],
  who: 'person',
});

/** Renders the PDF of a document (of any kind) if need be and grants the door 60 seconds to stream it. */
export const ReceiptPdf = request('receipts.receipt-pdf', {
  input: z.object({ receiptId: ReceiptId, form: DocumentForm.default('full') }),
  output: Grant,
  refusals: ['rendering-busy'],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 15_000,
});

/** One document in a person's list. */
const Listed = z.object({
  id: ReceiptId,
  kind: DocumentKind,
  number: z.string(),
  issuedAt: Instant,
  /** Of receipts and credit notes. */
  bookingId: BookingId.nullable(),
  /** Paid, given back, to be paid, or for a statement what it ends with. */
  total: Money,
  /** It was issued again since; the newer one counts. */
  replaced: z.boolean(),
});

/** What the signed-in person was issued in a year (UTC), newest first, and in which years there is anything. `found` narrows by number. */
export const MyDocuments = request('receipts.my-documents', {
  input: z.object({ year: z.int().min(2000).max(9999).optional(), number: z.string().trim().max(40).optional() }),
  output: z.object({ year: z.int(), years: z.array(z.int()), documents: z.array(Listed) }),
  from: ['gateway'],
  who: 'person',
});

/** The PDFs of a year's receipts, tip receipts and credit notes that are in force, and of its summary; the door puts them into one ZIP once all are ready. */
export const YearPdfs = request('receipts.year-pdfs', {
  input: z.object({ year: z.int().min(2000).max(9999), form: DocumentForm.default('full') }),
  output: z.object({ ready: z.int(), all: z.int(), files: z.array(Grant) }),
  from: ['gateway'],
  who: 'person',
  timeoutMs: 15_000,
});

/** Issues the bill of a booking as a document, once. */
export const IssueBill = request('receipts.issue-bill', {
  input: z.object({ bookingId: BookingId }),
  output: BillDocument,
  from: ['gateway'],
  who: 'person',
});

/** Issues the provider's statement of a month (UTC) that is over, once. */
export const IssueStatement = request('receipts.issue-statement', {
  input: z.object({ month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, { error: 'write a month as 2026-11' }) }),
  output: StatementDocument,
  refusals: ['month-not-over', 'nothing-that-month', 'statement-too-long'],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 15_000,
});

/** Issues the client's summary of a year, or answers the last one when nothing has come since. */
export const IssueYearSummary = request('receipts.issue-year-summary', {
  input: z.object({ year: z.int().min(2000).max(9999) }),
  output: YearSummary,
  refusals: ['nothing-that-year'],
  from: ['gateway'],
  who: 'person',
});

/** Letters of any script, marks, digits and what names are written with; one line of at most 120. */
export const FullName = z
  .string()
  .trim()
  .min(2)
  .max(120)
  .regex(/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .,'’·‘()/&-]*$/u, {
    error: 'use letters, digits and the usual marks of names',
  });

/**
 * Issues a receipt, tip receipt or credit note again with the client's full name, or (null) with the alias. The old one stays, says
 * that it was replaced, and does not count any more. The same wish twice is one document.
 */
export const Reissue = request('receipts.reissue', {
  input: z.object({ receiptId: ReceiptId, fullName: FullName.nullable() }),
  output: Receipt,
  refusals: ['already-replaced'],
  from: ['gateway'],
  who: 'person',
});

/** How the person wants to appear on documents to come: full name (null: alias) and country, which decides the paper (null: after the time zone). */
export const Wishes = z.object({ fullName: FullName.nullable(), country: Country.nullable() });
export const MyWishes = request('receipts.my-wishes', {
  input: z.object({}),
  output: Wishes,
  from: ['gateway'],
  who: 'person',
});
export const ChangeWishes = request('receipts.change-wishes', {
  input: Wishes,
  output: Wishes,
  from: ['gateway'],
  who: 'person',
});

/**
 * Whether a document is genuine, for whoever holds it: what to compare it with, and nothing about a person. `state`: in force, or
 * replaced by a newer one. Unknown and malformed tokens are one refusal, `not-found`.
 */
export const VerifyDocument = request('receipts.verify', {
  input: z.object({ token: z.string().max(100) }),
  output: z.object({
    number: z.string(),
    kind: DocumentKind,
    issuedAt: Instant,
    total: Money,
    hash: z.string(),
    state: z.enum(['in-force', 'replaced']),
    replacedBy: z.string().nullable(),
  }),
  from: ['gateway'],
  who: 'anyone',
});

/** Staff see a booking's documents without the parties' names. */
export const StaffReceipts = request('receipts.staff-receipts', {
  input: z.object({ bookingId: BookingId }),
  output: z.object({ receipts: z.array(Receipt) }),
  from: ['support-console'],
  who: 'staff',
});

/** Mails a receipt, tip receipt or credit note again, in its discreet form. Who did it and why is kept. At most three a day for one document. */
export const Resend = request('receipts.resend', {
  input: z.object({ receiptId: ReceiptId, reason: z.string().trim().min(5).max(300) }),
  output: z.object({ number: z.string(), times: z.int() }),
  refusals: ['resent-too-often'],
  from: ['support-console'],
  who: 'staff',
});

/** What receipts says of these bookings, to compare with billing. Bookings without documents are left out, and what was replaced. */
export const ReceiptBooks = request('receipts.books', {
  input: z.object({ bookingIds: z.array(BookingId).min(1).max(100) }),
  output: z.object({
    rows: z.array(
      z.object({
        bookingId: BookingId,
        /** `rendered`: its PDF lies in the store, or went with the person. */
        documents: z.array(z.object({ kind: ReceiptKind, total: Amount, rendered: z.boolean() })),
      }),
    ),
  }),
  from: ['support'],
  who: 'service',
});
