/** On which paper a document is laid out. */

/**
 * Territories that write on US Letter, by the CLDR (supplemental data, `measurementData`, paperSize "US-Letter"). Everybody else
 * writes on A4.
 */
const LETTER = ['BZ', 'CA', 'CL', 'CO', 'CR', 'GT', 'MX', 'NI', 'PA', 'PH', 'PR', 'SV', 'US', 'VE'];

interface Territory {
  getTimeZones?(): string[];
}

let zones: ReadonlySet<string> | undefined;

/** The time zones of those territories, as this machine's data has them. */
function letterZones(): ReadonlySet<string> {
  zones ??= new Set(LETTER.flatMap((code) => (new Intl.Locale(`und-${code}`) as Territory).getTimeZones?.() ?? []));
  return zones;
}

/** By the country that the person named, or else by where their clock is set. */
export function paperOf(country: string | null, zone: string): 'a4' | 'letter' {
  const letter = country === null ? letterZones().has(zone) : LETTER.includes(country);
  return letter ? 'letter' : 'a4';
}
