/** A VTIMEZONE (RFC 5545, 3.6.5) with one observance for each change of the clock that matters. Pure. */
import { Temporal } from 'temporal-polyfill';

const YEAR = 366 * 24 * 3_600_000;

/** `+0545`; seconds only where the zone had them, before zones were whole minutes. */
function offsetText(nanoseconds: number): string {
  const seconds = Math.abs(Math.round(nanoseconds / 1e9));
  const two = (value: number) => String(value).padStart(2, '0');
  const rest = seconds % 60 === 0 ? '' : two(seconds % 60);
  return `${nanoseconds < 0 ? '-' : '+'}${two(Math.floor(seconds / 3_600))}${two(Math.floor(seconds / 60) % 60)}${rest}`;
}

function wallText(time: Temporal.PlainDateTime): string {
  return time.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
}

interface Change {
  /** The wall time at which it happens, by the clock before it. */
  readonly at: Temporal.PlainDateTime;
  readonly before: number;
  readonly after: number;
}

/** The last change before `from`, or the zone's state then, and each change until `to`. */
function changesOf(zone: string, from: number, to: number): Change[] {
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const begin = first.getTimeZoneTransition('previous');
  const changes: Change[] = [];
  if (!begin) {
    const at = Temporal.PlainDateTime.from('1970-01-01T00:00:00');
    changes.push({ at, before: first.offsetNanoseconds, after: first.offsetNanoseconds });
  }
  for (let next = begin ?? first.getTimeZoneTransition('next'); next; next = next.getTimeZoneTransition('next')) {
    if (next.epochMilliseconds > to) break;
    const before = next.subtract({ nanoseconds: 1 }).offsetNanoseconds;
    const at = next.toInstant().toZonedDateTimeISO('UTC').toPlainDateTime().add({ nanoseconds: before });
    changes.push({ at, before, after: next.offsetNanoseconds });
  }
  return changes;
}

/**
 * The zone as it is from the instant `from` to a year after `to` (milliseconds since 1970), for times in that range. Clocks
 * that are ahead of the least offset of the range are said to be on daylight time; programs only show that word.
 */
export function zoneText(zone: string, from: number, to: number): string {
  const changes = changesOf(zone, from, to + YEAR);
  const least = Math.min(...changes.map(({ after }) => after));
  const lines = changes.flatMap(({ at, before, after }) => {
    const kind = after > least ? 'DAYLIGHT' : 'STANDARD';
    return [
      `BEGIN:${kind}`,
      `DTSTART:${wallText(at)}`,
      `TZOFFSETFROM:${offsetText(before)}`,
      `TZOFFSETTO:${offsetText(after)}`,
      `END:${kind}`,
    ];
  });
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...lines, 'END:VTIMEZONE'].join('\r\n');
}
