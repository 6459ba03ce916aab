/** The names of backups: one file per service and instant, `booking-20261128T031500Z.dump`. Pure. */

const NAME = /^([a-z-]+)-(\d{8}T\d{6}Z)\.dump$/;

/** `20261128T031500Z`, which sorts as time does. */
export function stampOf(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

export function generationOf(service: string, at: Date): string {
  return `${service}-${stampOf(at)}.dump`;
}

/** The newest of a service among these files, not after `until` (a stamp); null when there is none. */
export function newest(files: readonly string[], service: string, until?: string): string | null {
  const own = files.filter((file) => {
    const [, whose, stamp = ''] = NAME.exec(file) ?? [];
    return whose === service && (until === undefined || stamp <= until);
  });
  return own.sort().at(-1) ?? null;
}
