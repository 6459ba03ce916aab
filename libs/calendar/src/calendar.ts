/** Sessions as a calendar: a feed, or an invitation in a mail. Pure. */
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { zoneText } from './zone.ts';

/** One session. Instants are ISO 8601 in UTC. */
export interface CalendarEntry {
  /** The same for all versions of this session. */
  readonly uid: string;
  /** Grows with every change, so that a program knows which version is the later one. */
  readonly sequence: number;
  readonly startsAt: string;
  readonly endsAt: string;
  /** Where the person reads more, after signing in. */
  readonly url: string;
}

/** `REQUEST` and `CANCEL` are for mails; a feed has no method. */
export type CalendarMethod = 'REQUEST' | 'CANCEL';

export interface CalendarOf {
  readonly method?: CalendarMethod;
  /** Times are written in it, with its rules; without one they are in UTC, and each program shows them in its own zone. */
  readonly zone?: string;
  /** Who sends it, and who is invited; RFC 5546 wants both in an invitation. */
  readonly organizer?: { readonly name: string; readonly email: string };
  readonly attendee?: string;
  readonly writtenAt: string;
}

/** Nothing in it tells what is talked about, or with whom: calendars are shared with families and employers. */
const TITLE = 'Appointment';
const NAME = 'Appointments';

/** Those who wrote it, as RFC 5545 wants it said (3.7.3). */
const PRODUCT = '-//Sounding//calendar//EN';

const DAY_HOURS = 24;

/**
 * Whether the clock changes within a day of it. Programs disagree about such times, above all about one that comes twice,
 * whatever RFC 5545 (3.3.5) says; in UTC nobody can misread them.
 */
function nearChange(time: Temporal.ZonedDateTime): boolean {
  const around = [time.subtract({ hours: DAY_HOURS }), time.add({ hours: DAY_HOURS })];
  return around.some(({ offsetNanoseconds }) => offsetNanoseconds !== time.offsetNanoseconds);
}

function utc(instant: string): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(instant), true);
}

/** Start and end as the person's clock shows them, or in UTC where that could be misread. */
function times({ startsAt, endsAt }: CalendarEntry, zone: string | undefined): ICAL.Property[] {
  const walls = [startsAt, endsAt].map((at) => Temporal.Instant.from(at).toZonedDateTimeISO(zone ?? 'UTC'));
  const named = zone !== undefined && zone !== 'UTC' && !walls.some(nearChange);
  return walls.map((wall, index) => {
    const property = new ICAL.Property(index === 0 ? 'dtstart' : 'dtend');
    if (named) property.setParameter('tzid', zone);
    const { year, month, day, hour, minute, second } = wall;
    property.setValue(
      named
        ? new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, ICAL.Timezone.localTimezone)
        : utc(wall.toInstant().toString()),
    );
    return property;
  });
}

function eventOf(entry: CalendarEntry, { method, zone, organizer, attendee, writtenAt }: CalendarOf): ICAL.Component {
  const event = new ICAL.Component('vevent');
  event.addPropertyWithValue('uid', entry.uid);
  event.addPropertyWithValue('dtstamp', utc(writtenAt));
  for (const property of times(entry, zone)) event.addProperty(property);
  event.addPropertyWithValue('sequence', entry.sequence);
  event.addPropertyWithValue('summary', TITLE);
  event.addPropertyWithValue('description', entry.url);
  event.addPropertyWithValue('url', entry.url);
  const cancelled = method === 'CANCEL';
  event.addPropertyWithValue('status', cancelled ? 'CANCELLED' : 'CONFIRMED');
  event.addPropertyWithValue('transp', cancelled ? 'TRANSPARENT' : 'OPAQUE');
  if (organizer)
    event.addPropertyWithValue('organizer', `mailto:${organizer.email}`).setParameter('cn', organizer.name);
  if (attendee) {
    const invited = event.addPropertyWithValue('attendee', `mailto:${attendee}`);
    invited.setParameter('partstat', cancelled ? 'DECLINED' : 'ACCEPTED');
    invited.setParameter('rsvp', 'FALSE');
  }
  return event;
}

/** The text of a calendar; its lines end as RFC 5545 wants. */
export function writeCalendar(entries: readonly CalendarEntry[], of: CalendarOf): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', PRODUCT);
  calendar.addPropertyWithValue('calscale', 'GREGORIAN');
  if (of.method) calendar.addPropertyWithValue('method', of.method);
  else calendar.addPropertyWithValue('x-wr-calname', NAME);
  const { zone } = of;
  if (zone && zone !== 'UTC' && entries.length > 0) {
    const instants = entries.flatMap(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)]);
    const rules = ICAL.parse(zoneText(zone, Math.min(...instants), Math.max(...instants)));
    calendar.addSubcomponent(new ICAL.Component(rules));
  }
  for (const entry of entries) calendar.addSubcomponent(eventOf(entry, of));
  return `${calendar.toString()}\r\n`;
}
