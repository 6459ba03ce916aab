/**
 * The invitations that go along with a mail, so that each appointment is in the person's calendar, moves there and goes away
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
/** Where one mail tells of several weeks, the first of them among these. */
const Several = z.object({ sessions: z.array(Needed) });

const METHODS: Partial<Record<MailTemplate, CalendarMethod>> = {
  'booking-confirmed-client': 'REQUEST',
  'booking-confirmed-provider': 'REQUEST',
  'booking-moved': 'REQUEST',
  'booking-cancelled': 'CANCEL',
};

/**
 * One for each appointment that the mail tells of: Outlook reads the first event of an invitation and no other, so each has a file of
 * its own. None for mails of other templates, and for those that were wanted before calendars were known.
 */
export function invitationsOf(template: MailTemplate, data: Record<string, unknown>, zone: string): Invitation[] {
  const method = METHODS[template];
  if (!method) return [];
  const several = Several.safeParse(data);
  const one = Needed.safeParse(data);
  const known = several.success ? several.data.sessions : one.success ? [one.data] : [];
  return known.map((appointment) => ({ method, zone, ...appointment }));
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
