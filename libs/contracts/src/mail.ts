/**
 * Mail. Every service publishes its own `<owner>.mail-wanted`; identity renders the discreet template and sends once per key.
 * The data of a template holds ids, amounts and instants, never names, addresses or texts.
 */
import { z } from 'zod';
import { AgreedDocument } from './agreements.ts';
import { event, type Service } from './contract.ts';
import { AccountId, Amount, BookingId, Day, Instant, ListingId, ReceiptId, TicketId } from './values.ts';

/** The booking's own terms, where a letter names a window of them. Absent in mails that were wanted before 2026-11-26. */
const UnderTerms = { termsVersion: z.string().optional() };

/**
 * What an invitation needs beside the start: it goes along as iCalendar. `sequence` grows with every change of the booking.
 * Absent where no calendar knows the booking, and in mails that were wanted before 2026-11-26.
 */
const Invited = { endsAt: Instant.optional(), sequence: z.int().min(0).optional() };

/**
 * Weeks that were booked together, in order; the first is the one that the mail names itself, and its total or price is that of all.
 * Absent where one was booked, and in mails that were wanted before 2026-11-27: then each week had a mail of its own.
 */
const Week = z.object({ bookingId: BookingId, startsAt: Instant, endsAt: Instant, sequence: z.int().min(0) });

/** A discreet PDF that goes along: where it lies in the object store, and the name the person sees. Absent while it could not be made. */
const Attached = { attachment: z.object({ object: z.string().max(200), name: z.string().max(100) }).optional() };

/** A document. Absent in mails that were wanted before 2026-11-27. */
const OfDocument = { receiptId: ReceiptId.optional(), ...Attached };

/** The templates and what each needs. Subjects and texts are discreet: no category, mode or specialty. */
export const MAIL_TEMPLATES = {
  'booking-confirmed-client': z.object({
    bookingId: BookingId,
    startsAt: Instant,
    total: Amount,
    ...UnderTerms,
    ...Invited,
    sessions: z.array(Week).min(2).optional(),
  }),
  'booking-confirmed-provider': z.object({
    bookingId: BookingId,
    startsAt: Instant,
    price: Amount,
    ...UnderTerms,
    ...Invited,
    sessions: z
      .array(Week.extend({ price: Amount }))
      .min(2)
      .optional(),
  }),
  'booking-moved': z.object({
    bookingId: BookingId,
    startsAt: Instant,
    by: z.enum(['client', 'provider']),
    /** To whom: the other side of who moved it is told what they may do. */
    to: z.enum(['client', 'provider']),
    ...UnderTerms,
    ...Invited,
  }),
  'booking-cancelled': z.object({
    bookingId: BookingId,
    startsAt: Instant,
    by: z.enum(['client', 'provider', 'platform']),
    toClient: Amount,
    ...Invited,
  }),
  'request-made': z.object({ bookingId: BookingId, startsAt: Instant, price: Amount, answerBy: Instant }),
  'request-accepted': z.object({ bookingId: BookingId, startsAt: Instant, total: Amount, payBy: Instant }),
  /** To whom it matters: the client reads `declined` and `unanswered`, the provider `withdrawn`, both `unpaid`. */
  'request-ended': z.object({
    bookingId: BookingId,
    startsAt: Instant,
    why: z.enum(['declined', 'unanswered', 'withdrawn', 'unpaid']),
  }),
  'time-offered': z.object({ bookingId: BookingId, startsAt: Instant, until: Instant }),
  'wait-over': z.object({ listingId: ListingId }),
  'booking-soon': z.object({ bookingId: BookingId, startsAt: Instant, ...UnderTerms }),
  'session-missed': z.object({ bookingId: BookingId, startsAt: Instant, toClient: Amount }),
  'receipt-issued': z.object({ bookingId: BookingId, receiptNumber: z.string(), total: Amount, ...OfDocument }),
  'credit-note-issued': z.object({ bookingId: BookingId, receiptNumber: z.string(), total: Amount, ...OfDocument }),
  /** The PDF that could not go with the first mail. */
  'document-follows': z.object({ receiptId: ReceiptId, receiptNumber: z.string(), ...Attached }),
  /** Support sent it once more. */
  'document-again': z.object({ receiptId: ReceiptId, receiptNumber: z.string(), total: Amount, ...Attached }),
  'claim-received': z.object({ bookingId: BookingId, decideBy: Instant }),
  'claim-decided': z.object({ bookingId: BookingId, toClient: Amount }),
  'money-released': z.object({ bookingId: BookingId, toProvider: Amount }),
  'given-back': z.object({ bookingId: BookingId, toClient: Amount }),
  'transfer-made': z.object({ amount: Amount }),
  'payout-failed': z.object({ amount: Amount }),
  'tip-received': z.object({ bookingId: BookingId, tip: Amount }),
  'message-waiting': z.object({ bookingId: BookingId }),
  'ticket-answered': z.object({ ticketId: TicketId }),
  /** To both sides of a room: its messages can be read by staff until then. */
  'messages-opened': z.object({ bookingId: BookingId, at: Instant, until: Instant }),
  /** A version that matters is announced. */
  'terms-will-change': z.object({ document: AgreedDocument, version: Day, from: Instant }),
} as const satisfies Record<string, z.ZodObject>;

export type MailTemplate = keyof typeof MAIL_TEMPLATES;

/** A mail to one account, sent once per `key`. */
const MailWanted = z
  .object({
    accountId: AccountId,
    key: z.string().min(1).max(200),
    template: z.string(),
    data: z.record(z.string(), z.unknown()),
    /** From then on it is of no use, and is not sent any more. */
    uselessAt: Instant.optional(),
  })
  .superRefine((mail, ctx) => {
    const shape = MAIL_TEMPLATES[mail.template as MailTemplate];
    if (!shape) ctx.addIssue({ code: 'custom', path: ['template'], message: 'unknown template' });
    else if (!shape.safeParse(mail.data).success) {
      ctx.addIssue({ code: 'custom', path: ['data'], message: `not the data of ${mail.template}` });
    }
  });

function mailWanted(owner: Service) {
  return event(`${owner}.mail-wanted`, MailWanted, { of: 'accountId', heardBy: ['identity'] });
}

export const BookingMail = mailWanted('booking');
export const BillingMail = mailWanted('billing');
export const ReceiptsMail = mailWanted('receipts');
export const SupportMail = mailWanted('support');
export const WorkspaceMail = mailWanted('workspace');
