/** Instants as documents print them: in a named zone, with its offset on that day, in the order of the country the paper is of. */

/** `letter` is the paper of those who write the month first and count to twelve. */
export type Paper = 'a4' | 'letter';

export interface Reader {
  /** IANA name; a zone that this machine does not know, and none at all, is UTC. */
  readonly zone: string;
  readonly paper: Paper;
}

type Part = 'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute' | 'dayPeriod' | 'timeZoneName';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string, month: 'long' | 'short', twelve: boolean): Intl.DateTimeFormat {
  const key = `${zone} ${month} ${twelve}`;
  let made = formats.get(key);
  if (!made) {
    const options: Intl.DateTimeFormatOptions = {
      timeZone: zone,
      ...{ weekday: month, day: 'numeric', month, year: 'numeric', timeZoneName: 'shortOffset' },
      ...{ hour: twelve ? 'numeric' : '2-digit', minute: '2-digit', hourCycle: twelve ? 'h12' : 'h23' },
    };
    made = new Intl.DateTimeFormat('en-US', options);
    formats.set(key, made);
  }
  return made;
}

/** Documents stay readable when a zone was renamed since. */
export function knownZone(zone: string | undefined): string {
  try {
    return zone ? new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone : 'UTC';
  } catch (error) {
    if (error instanceof RangeError) return 'UTC';
    throw error;
  }
}

function partsOf(instant: string, { zone, paper }: Reader, month: 'long' | 'short'): Record<Part, string> {
  const parts = formatOf(knownZone(zone), month, paper === 'letter').formatToParts(new Date(instant));
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Record<Part, string>;
}

/** `7 December 2026`, `7 Dec 2026`; on letter paper `December 7, 2026`. */
export function dayIn(instant: string, reader: Reader, month: 'long' | 'short' = 'long'): string {
  const of = partsOf(instant, reader, month);
  return reader.paper === 'letter' ? `${of.month} ${of.day}, ${of.year}` : `${of.day} ${of.month} ${of.year}`;
}

/** `21:30`; on letter paper `9:30 PM`. */
export function timeIn(instant: string, reader: Reader): string {
  const of = partsOf(instant, reader, 'short');
  return reader.paper === 'letter' ? `${of.hour}:${of.minute} ${of.dayPeriod}` : `${of.hour}:${of.minute}`;
}

/** `GMT+1`; `UTC` where there is none. */
export function offsetIn(instant: string, reader: Reader): string {
  const offset = partsOf(instant, reader, 'short').timeZoneName;
  return /^GMT([+-]0)?$/.test(offset) ? 'UTC' : offset;
}

/** `Berlin time`, `UTC`: what people call the zone. */
export function placeOf(zone: string): string {
  const known = knownZone(zone);
  if (/^(UTC|GMT|UCT|Zulu|Universal|Greenwich|Etc\/.*)$/.test(known)) return known.replace(/^Etc\//, '');
  return `${known.split('/').at(-1)?.replaceAll('_', ' ')} time`;
}

/** `Berlin time (GMT+1)`, `UTC`: the zone and its offset at that instant. */
export function zoneIn(instant: string, reader: Reader): string {
  const [place, offset] = [placeOf(reader.zone), offsetIn(instant, reader)];
  return place === offset ? place : `${place} (${offset})`;
}

/** `7 December 2026, 21:30`, without the zone, which must stand beside it. */
export function momentIn(instant: string, reader: Reader, month: 'long' | 'short' = 'long'): string {
  return `${dayIn(instant, reader, month)}, ${timeIn(instant, reader)}`;
}

/** `7 December 2026, 21:30 Berlin time (GMT+1)`. */
export function whenIn(instant: string, reader: Reader): string {
  return `${momentIn(instant, reader)} ${zoneIn(instant, reader)}`;
}

/** `Monday, 7 December 2026, 21:30 to 22:15`; the day is said again only when it is another. Without the zone. */
export function spanIn(from: string, to: string, reader: Reader, month: 'long' | 'short' = 'long'): string {
  const { weekday } = partsOf(from, reader, month);
  const sameDay = dayIn(from, reader) === dayIn(to, reader);
  return `${weekday}, ${momentIn(from, reader, month)} to ${sameDay ? timeIn(to, reader) : momentIn(to, reader, month)}`;
}
