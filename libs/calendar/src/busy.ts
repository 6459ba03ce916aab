/** When a foreign calendar says that somebody is busy. Pure. */
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

const MOST_ENTRIES = 5_000;
/** A rule may repeat each second for ever; whoever writes such a thing gets no more of our time than this. */
const MOST_OCCURRENCES = 20_000;
/** Each is kept, and looked at whenever somebody looks for a time. */
const MOST_SPANS = 5_000;

/** The text is not iCalendar. */
export class NotACalendar extends Error {
  override readonly name = 'NotACalendar';
}

/** More entries, repetitions or busy times than anybody's days hold. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

/** The zone of a time is named and nobody knows it. */
class UnknownZone extends Error {
  override readonly name = 'UnknownZone';
}

export interface BusyTimes {
  /** Milliseconds since 1970, `to` excluded; sorted, and those that overlap or touch are one. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
  /** Entries that could not be read, so that their owner can be told. */
  readonly unread: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A sign of a zone that our own time-zone data has. */
function isKnown(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * A time as an instant. Our own data goes before what the file says of a zone: files are often cut short. A day, and a time
 * without a zone, are meant where the calendar's owner lives.
 */
function instantOf(time: ICAL.Time, named: string | null, home: string): number {
  if (time.zone === ICAL.Timezone.utcTimezone) return time.toUnixTime() * 1_000;
  const zone = named === null ? home : isKnown(named) ? named : null;
  if (zone === null) {
    if (time.zone === ICAL.Timezone.localTimezone) throw new UnknownZone(named ?? '');
    return time.toUnixTime() * 1_000;
  }
  const { year, month, day, hour, minute, second } = time;
  const wall = time.isDate ? { year, month, day } : { year, month, day, hour, minute, second: Math.min(second, 59) };
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

function zoneNamed(component: ICAL.Component): string | null {
  const named = component.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? null;
  // Some programs write `/example.com/Europe/Berlin`.
  return named === null || isKnown(named) ? named : (/[A-Za-z_]+\/[A-Za-z_/+-]+$/.exec(named)?.[0] ?? named);
}

function blocks(component: ICAL.Component): boolean {
  const text = (name: string) => String(component.getFirstPropertyValue(name) ?? '').toUpperCase();
  return text('status') !== 'CANCELLED' && text('transp') !== 'TRANSPARENT';
}

/** The entries of one UID: the one that repeats, and those that stand for single repetitions of it. */
function byUid(components: readonly ICAL.Component[]): { main: ICAL.Component; others: ICAL.Component[] }[] {
  const groups = new Map<string, ICAL.Component[]>();
  for (const [index, component] of components.entries()) {
    const uid = String(component.getFirstPropertyValue('uid') ?? `without-${index}`);
    groups.set(uid, [...(groups.get(uid) ?? []), component]);
  }
  return [...groups.values()].flatMap((group) => {
    const mains = group.filter((one) => !one.hasProperty('recurrence-id'));
    const others = group.filter((one) => one.hasProperty('recurrence-id'));
    const [main, ...more] = mains;
    if (!main) return others.map((one) => ({ main: one, others: [] }));
    return [{ main, others }, ...more.map((one) => ({ main: one, others: [] }))];
  });
}

class Reader {
  readonly spans: Range[] = [];
  unread = 0;
  private occurrences = 0;

  constructor(
    private readonly range: Range,
    private readonly home: string,
  ) {}

  read({ main, others }: { main: ICAL.Component; others: ICAL.Component[] }): void {
    try {
      const event = new ICAL.Event(main, { exceptions: others });
      if (!event.startDate) throw new Error('an entry without a start');
      if (event.isRecurring()) this.repeat(event);
      else this.keep(event.component, event.startDate, event.endDate);
    } catch (error) {
      if (error instanceof TooMuch) throw error;
      // One entry that nobody understands must not hide all others; the owner is told how many there are.
      this.unread += 1;
    }
  }

  private repeat(event: ICAL.Event): void {
    const iterator = event.iterator();
    for (let next = iterator.next(); next; next = iterator.next()) {
      this.occurrences += 1;
      if (this.occurrences > MOST_OCCURRENCES) throw new TooMuch(`more than ${MOST_OCCURRENCES} repetitions`);
      const { item, startDate, endDate } = event.getOccurrenceDetails(next);
      if (instantOf(next, zoneNamed(event.component), this.home) >= this.range.to) return;
      this.keep(item.component, startDate, endDate);
    }
  }

  private keep(component: ICAL.Component, start: ICAL.Time, end: ICAL.Time): void {
    if (!blocks(component)) return;
    const zone = zoneNamed(component);
    const span = { from: instantOf(start, zone, this.home), to: instantOf(end, zone, this.home) };
    if (span.to > span.from && span.from < this.range.to && span.to > this.range.from) this.spans.push(span);
  }
}

/** What a calendar says is busy within `range`. `home` is the zone of its owner. Throws `NotACalendar` and `TooMuch`. */
export function busySpans(text: string, range: Range, home: string): BusyTimes {
  let components: ICAL.Component[];
  try {
    const root = new ICAL.Component(ICAL.parse(text));
    if (root.name !== 'vcalendar') throw new NotACalendar(`a ${root.name} is no calendar`);
    components = root.getAllSubcomponents('vevent');
  } catch (cause) {
    throw new NotACalendar('the text is not iCalendar', { cause });
  }
  if (components.length > MOST_ENTRIES) throw new TooMuch(`more than ${MOST_ENTRIES} entries`);
  const reader = new Reader(range, home);
  for (const group of byUid(components)) reader.read(group);
  const joined: { from: number; to: number }[] = [];
  for (const span of reader.spans.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  if (joined.length > MOST_SPANS) throw new TooMuch(`more than ${MOST_SPANS} busy times`);
  return { spans: joined, unread: reader.unread };
}
