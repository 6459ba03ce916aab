/** The values that several contracts share. Ids are UUIDs; money is integer minor units; instants are UTC. */
import { SOLD } from '@sounding/money';
import { z } from 'zod';
import { COUNTRY_NAMES } from './countries.ts';
import { PLACES } from './places.ts';

export const AccountId = z.uuid();
export const ListingId = z.uuid();
export const BookingId = z.uuid();
export const BillId = z.uuid();
export const ReceiptId = z.uuid();
export const TicketId = z.uuid();
export const ClaimId = z.uuid();
export const RefundId = z.uuid();
export const TipId = z.uuid();
export const DisputeId = z.uuid();
export const MessageId = z.uuid();
export const ReviewId = z.uuid();
export const CredentialId = z.uuid();

/** An instant in UTC, `2026-11-23T18:00:00.000Z`. */
export const Instant = z.iso.datetime({ offset: false });
/** A calendar day without a zone, `2026-11-23`. */
export const Day = z.iso.date({ error: 'not a day of the calendar' });
/** A wall-clock time without a zone, `09:30`; `24:00` ends a day. */
export const WallTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
/** An IANA time zone name that this machine knows, `America/New_York`. */
export const Zone = z.string().refine(
  (name) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
    } catch {
      return false;
    }
  },
  { error: 'not a known time zone' },
);

/** What the platform sells in: nothing else may be said on the bus or at a door. */
export const Currency = z.enum(SOLD);
/** Integer minor units (cents), may be negative only where a contract says so. */
export const Money = z.object({ minor: z.int().min(Number.MIN_SAFE_INTEGER), currency: Currency });
/** Zero or more. */
export const Amount = z.object({ minor: z.int().min(0), currency: Currency });

/** Where a licence holds or a client is: `DE`, or `US-NY` where licences are those of a state or province. */
export const Place = z.enum(PLACES as readonly [string, ...string[]]);

/** ISO 3166-1 code, `DE`. */
export const Country = z.enum(Object.keys(COUNTRY_NAMES) as [string, ...string[]]);

/** Coaching without a clinical claim, or care by a verified licence holder. */
export const Mode = z.enum(['advice', 'therapy']);
/** Timed and live, or delivered by a date. */
export const ListingKind = z.enum(['session', 'project']);

/** One line of a bill or receipt. `unit` times `quantity` is `amount`. */
export const Line = z.object({
  kind: z.enum(['price', 'handling-fee', 'tax', 'tip']),
  quantity: z.int().min(1),
  unit: Amount,
  amount: Amount,
});

/** The states of a booking, as the process table writes them. */
export const BookingState = z.enum([
  'requested',
  'reserved',
  'offered',
  'confirmed',
  'delivered',
  'claimed',
  'released',
  'lapsed',
  'cancelled',
  'refunded',
]);

/** Why money moves as it does: the rows of the terms table. */
export const Outcome = z.enum([
  'delivered',
  'client-cancelled-early',
  'client-cancelled-late',
  'client-absent',
  'provider-cancelled',
  'provider-absent',
  'claim-decided',
  'our-error',
]);

/** Why money went back to a client: an ending by the terms, or staff after the release. */
export const RefundReason = z.enum([...Outcome.options, 'given-back']);

/** Who bears what went back after the release: us, or the provider whose fault is on record. */
export const Bearer = z.enum(['platform', 'provider']);

/** What books say of one thing, by name: ids, amounts in minor units, instants. Never names, addresses or texts. */
export const Facts = z.record(z.string().max(40), z.union([z.string().max(200), z.int(), z.boolean(), z.null()]));

/** Two books that do not agree. `key` is the same for the same difference, however often it is found. */
export const Difference = z.object({
  key: z.string().min(1).max(200),
  kind: z.enum([
    'missing-charge',
    'extra-charge',
    'extra-refund',
    'missing-refund',
    'wrong-amount',
    'orphan-transfer',
    'missing-transfer',
    'missing-entry',
    'balance',
    'missing-booking',
    'booking-disagrees',
    'missing-receipt',
    'missing-credit-note',
    'receipt-disagrees',
    'missing-document',
  ]),
  bookingId: BookingId.nullable(),
  ours: Facts,
  theirs: Facts,
});

/** A grant to fetch one stored object; the door streams it. Lives 60 seconds. */
export const Grant = z.object({
  object: z.string(),
  type: z.string(),
  /** The discreet file name the person sees. */
  name: z.string(),
  expiresAt: Instant,
});

/** A person as the other side sees them. */
export const PublicName = z.object({ accountId: AccountId, alias: z.string() });

/** Alias: letters, digits, spaces and simple marks; 2 to 40 characters. */
export const Alias = z
  .string()
  .trim()
  .min(2)
  .max(40)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} .'’-]*$/u, { error: 'use letters, digits, spaces, dots, hyphens or apostrophes' });

export type Money = z.infer<typeof Money>;
export type Line = z.infer<typeof Line>;
export type Mode = z.infer<typeof Mode>;
export type Outcome = z.infer<typeof Outcome>;
export type BookingState = z.infer<typeof BookingState>;
export type RefundReason = z.infer<typeof RefundReason>;
export type Bearer = z.infer<typeof Bearer>;
export type Facts = z.infer<typeof Facts>;
export type Difference = z.infer<typeof Difference>;
export type Grant = z.infer<typeof Grant>;
