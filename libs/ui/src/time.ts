/** Instants as people read them: always in a named zone, and always with the name of that zone. */

interface Parts {
  readonly weekday: string;
  readonly month: string;
  readonly day: string;
  readonly year: string;
  readonly hour: string;
  readonly minute: string;
  readonly half: string;
  readonly offset: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Assembled from parts, because the separators of `format()` differ between a server's ICU and a browser's. */
function partsOf(instant: string, zone: string): Parts {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      month: 'short',
      day: 'numeric',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      hour12: true,
      timeZoneName: 'shortOffset',
    });
    formats.set(zone, format);
  }
  const found = new Map(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
  const of = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? '';
  return {
    weekday: of('weekday'),
    month: of('month'),
    day: of('day'),
    year: of('year'),
    hour: of('hour'),
    minute: of('minute'),
    half: of('dayPeriod').toUpperCase(),
    offset: of('timeZoneName'),
  };
}

/** `2:00 PM`. Never shown without a zone beside it. */
export function clock(instant: string, zone: string): string {
  const { hour, minute, half } = partsOf(instant, zone);
  return `${hour}:${minute} ${half}`;
}

/** `Tue, Nov 24`; with the year when it is not the year of `now`. */
export function dayOf(instant: string, zone: string, now?: string): string {
  const { weekday, month, day, year } = partsOf(instant, zone);
  const sameYear = now === undefined || partsOf(now, zone).year === year;
  return `${weekday}, ${month} ${day}${sameYear ? '' : `, ${year}`}`;
}

/** `Thu, Dec 24, 2026`: a date of a calendar, which has no zone. */
export function dateWords(date: string): string {
  const { weekday, month, day, year } = partsOf(`${date}T12:00:00.000Z`, 'UTC');
  return `${weekday}, ${month} ${day}, ${year}`;
}

/** `Berlin time (GMT+1)`, `UTC`: the name people know and the offset on that very day. */
export function zoneName(zone: string, instant: string): string {
  const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  if (/^(UTC|Etc\/UTC|GMT|Etc\/GMT|UCT)$/.test(zone)) return 'UTC';
  return `${city} time (${partsOf(instant, zone).offset})`;
}

/** `Tue, Nov 24, 2026, 2:00 PM Berlin time (GMT+1)`. */
export function fullTime(instant: string, zone: string): string {
  const { weekday, month, day, year } = partsOf(instant, zone);
  return `${weekday}, ${month} ${day}, ${year}, ${clock(instant, zone)} ${zoneName(zone, instant)}`;
}

/** `Tue, Nov 24, 2026, 2:00 PM to 2:50 PM Berlin time (GMT+1)`. */
export function fromTo(from: string, to: string, zone: string): string {
  const { weekday, month, day, year } = partsOf(from, zone);
  return `${weekday}, ${month} ${day}, ${year}, ${clock(from, zone)} to ${clock(to, zone)} ${zoneName(zone, from)}`;
}

/** What is left until an instant: `9:05`, `1 h 20 min`, `3 days 4 h`; null when it has passed. */
export function left(until: string, now: Date): string | null {
  const seconds = Math.ceil((Date.parse(until) - now.getTime()) / 1000);
  if (seconds <= 0) return null;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 48) return `${hours} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

/** `50 minutes`, `1 hour`, `1 hour 30 minutes`. */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [];
  if (hours > 0) parts.push(`${hours} hour${hours === 1 ? '' : 's'}`);
  if (rest > 0 || hours === 0) parts.push(`${rest} minute${rest === 1 ? '' : 's'}`);
  return parts.join(' ');
}

/** `50 minutes`, `13 days 15 hours`: the minutes of something that takes days are rounded to hours. */
export function longDuration(minutes: number): string {
  const hours = Math.round(minutes / 60);
  if (hours < 24) return duration(minutes);
  const days = Math.floor(hours / 24);
  const whole = `${days} day${days === 1 ? '' : 's'}`;
  return hours % 24 === 0 ? whole : `${whole} ${duration((hours % 24) * 60)}`;
}
