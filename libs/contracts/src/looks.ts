/** Who looked: every reading of a person's data by staff, with its reason, in a log that only grows and that the person reads. */
import { z } from 'zod';
import { request } from './contract.ts';
import { AccountId, BookingId, Instant, ReviewId, TicketId } from './values.ts';

/** What of a person staff read, as the person is told. */
export const LookedAt = z.enum([
  'ticket',
  'name',
  'booking',
  'money',
  'documents',
  'licence',
  'credential',
  'review',
  /** Two members of staff agreed that the messages of a room may be read, and from then on they could be. */
  'room-opened',
  'messages',
]);
/**
 * Why. A ticket in hand and work that waits for staff are reasons by themselves; any other is chosen and explained in words before
 * anything is shown; the messages of a room are read only after two members of staff agreed.
 */
export const Because = z.enum([
  'ticket',
  'licence-check',
  'credential-check',
  'two-agreed',
  'fault',
  'money',
  'safety',
  'abuse',
  'law',
]);
/** The reasons that staff choose from. */
export const ChosenReason = Because.extract(['fault', 'money', 'safety', 'abuse', 'law']);

/** What a chosen reason is about: it opens nothing else. */
export const ReasonFor = z.discriminatedUnion('what', [
  z.object({ what: z.literal('booking'), id: BookingId }),
  z.object({ what: z.literal('review'), id: ReviewId }),
]);

/** Says why before looking, where no ticket says it. Good for an hour, for whoever said it, and for what it is about. */
export const SayWhy = request('support.say-why', {
  input: z.object({
    about: ReasonFor,
    reason: ChosenReason,
    /** For other staff who look into it later; the person reads the chosen reason. Kept sealed. */
    words: z.string().trim().min(15).max(1_000),
  }),
  output: z.object({ reasonId: z.uuid(), until: Instant }),
  from: ['support-console'],
  who: 'staff',
});

/** The reason that comes with a reading: a ticket in hand, one that was said before, or what staff are there for. */
export const Reason = z.union([
  z.object({ ticketId: TicketId }),
  z.object({ reasonId: z.uuid() }),
  z.object({ duty: Because.extract(['licence-check', 'credential-check', 'two-agreed']), of: z.uuid() }),
]);

/**
 * The console says who is about to be shown what; it shows nothing unless this is answered. One row a person, all in one commit.
 * `reason-needed` where the reason is over, another person's, or about something else.
 */
export const RecordLooks = request('support.record-looks', {
  input: z.object({
    what: LookedAt,
    /** Whose data, and which object of theirs. */
    looks: z
      .array(z.object({ personId: AccountId, objectId: z.uuid() }))
      .min(1)
      .max(400),
    because: Reason,
  }),
  output: z.object({ number: z.int().min(1) }),
  refusals: ['reason-needed'],
  from: ['support-console'],
  who: 'staff',
});

/** One reading, as the person it was about reads it. Which member of staff it was is known to us, and is not shown. */
export const Look = z.object({
  number: z.int().min(1),
  at: Instant,
  what: LookedAt,
  objectId: z.uuid(),
  because: Because,
  /** Where the reason is a ticket of this very person. */
  ticketId: TicketId.nullable(),
});

/** Who looked at the signed-in person's data: the newest first, twenty at a time, those before number `before`. */
export const WhoLooked = request('support.who-looked', {
  input: z.object({ before: z.int().min(1).optional() }),
  output: z.object({ looks: z.array(Look), more: z.boolean() }),
  from: ['gateway'],
  who: 'person',
});

/** For whoever supervises staff: what one of them read, the newest first, fifty at a time. Ids, and no personal data. */
export const LooksOfStaff = request('support.looks-of-staff', {
  input: z.object({ staffId: AccountId.optional(), before: z.int().min(1).optional() }),
  output: z.object({
    looks: z.array(Look.omit({ ticketId: true }).extend({ staffId: AccountId, personId: AccountId, ref: z.uuid() })),
    more: z.boolean(),
  }),
  from: ['support-console'],
  who: 'staff',
});

export type Look = z.infer<typeof Look>;
export type LookedAt = z.infer<typeof LookedAt>;
export type Because = z.infer<typeof Because>;
export type ChosenReason = z.infer<typeof ChosenReason>;
export type Reason = z.infer<typeof Reason>;
