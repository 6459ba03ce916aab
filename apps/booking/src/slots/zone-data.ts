/** How old the time-zone data is that slots are computed from. Pure. */

export interface ZoneData {
  /** `2026c`: the third release of 2026. */
  readonly version: string;
  /** Since the middle of the release's year, which is all that its name says: right to half a year. Null for an unknown name. */
  readonly ageDays: number | null;
  /** What an operator should do about it; null while it is young. */
  readonly warning: string | null;
}

const DAY = 86_400_000;
const OLD_DAYS = 365;

/** @param version `process.versions.tz` */
export function zoneDataOf(version: string | undefined, now: Date): ZoneData {
  const year = /^(\d{4})[a-z]+$/.exec(version ?? '')?.[1];
  if (version === undefined || year === undefined) {
    const warning = `time-zone data: its version, ${version ?? 'unknown'}, does not say how old it is`;
    return { version: version ?? 'unknown', ageDays: null, warning };
  }
  const ageDays = Math.max(0, Math.floor((now.getTime() - Date.parse(`${year}-07-01T00:00Z`)) / DAY));
  const warning =
    ageDays > OLD_DAYS
      ? `time-zone data: ${version} is older than a year; countries change their clocks at short notice, so update Node`
      : null;
  return { version, ageDays, warning };
}
