/** The same time each week, where the provider is. Pure. */
import { Temporal } from 'temporal-polyfill';

/**
 * The first start and those of the weeks after it, at the same time on the clock of `zone`: an hour that a clock change takes away
 * or repeats is read as RFC 5545 section 3.3.5 says. Instants are milliseconds since 1970.
 */
export function weeklyStarts(first: number, weeks: number, zone: string): number[] {
  const wall = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(zone).toPlainDateTime();
  // The first is kept as it is: in a repeated hour it may be the later of two.
  return Array.from({ length: weeks }, (_, week) =>
    week === 0 ? first : wall.add({ weeks: week }).toZonedDateTime(zone).epochMilliseconds,
  );
}
