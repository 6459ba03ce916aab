/**
 * The invitation that goes along with a mail, so that the appointment is in the person's calendar, moves there and goes away
 * there. Like the mail it says nothing: "Appointment", and a link.
 */
import { type CalendarMethod, writeCalendar } from '@sounding/calendar';
import type { MailTemplate } from '@sounding/contracts';
import { z } from 'zod';

export interface Invitation {
  readonly method: CalendarMethod;
  readonly bookingId: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly sequence: number;
  readonly zone: string;
}

const Needed = z.object({ bookingId: z.string(), startsAt: z.string(), endsAt: z.string(), sequence: z.int() });

const METHODS: Partial<Record<MailTemplate, CalendarMethod>> = {
  'booking-confirmed-client': 'REQUEST',
  'booking-confirmed-provider': 'REQUEST',
  'booking-moved': 'REQUEST',
  'booking-cancelled': 'CANCEL',
};

/** Null for mails without one: those of other templates, and those that were wanted before calendars were known. */
export function invitationOf(template: MailTemplate, data: Record<string, unknown>, zone: string): Invitation | null {
  const method = METHODS[template];
  const known = Needed.safeParse(data);
  return method && known.success ? { method, zone, ...known.data } : null;
}

/** `from` is the sender as mailboxes show it, `Sounding <post@sounding.example>`. */
export function invitationText(
  { method, bookingId, startsAt, endsAt, sequence, zone }: Invitation,
  envelope: { publicUrl: string; from: string; to: string; writtenAt: Date },
): string {
  const [, name = 'Sounding', email = envelope.from] = /^(.*?)\s*<([^>]+)>$/.exec(envelope.from) ?? [];
  const url = new URL(`/bookings/${bookingId}`, envelope.publicUrl);
  return writeCalendar(
    [
      {
        uid: `${bookingId}@${url.hostname}`,
        sequence,
        startsAt,
        endsAt,

        url: url.href,
      },
    ],
    { method, zone, organizer: { name, email }, attendee: envelope.to, writtenAt: envelope.writtenAt.toISOString() },
  );
}
