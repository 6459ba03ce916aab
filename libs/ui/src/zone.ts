/** The device's zone from the cookie that the page sets; null when there is none, or none that this server knows. */
export function deviceZone(cookies: string | null): string | null {
  const found = /(?:^|;\s*)zone=([^;]+)/.exec(cookies ?? '')?.[1];
  if (!found) return null;
  try {
    const zone = decodeURIComponent(found);
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone ? zone : null;
  } catch {
    return null;
  }
}

/** The zones to choose from; the present one is among them even when this server no longer lists it. */
export function knownZones(present: string): string[] {
  return [...new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')])].sort();
}
