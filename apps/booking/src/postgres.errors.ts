/** What PostgreSQL said no to, through however many layers the error was wrapped in. */

/** The SQLSTATE of an error, `23P01`, or null. Prisma hides it a different number of levels deep for each kind of query. */
export function sqlState(error: unknown): string | null {
  let at: unknown = error;
  for (let depth = 0; depth < 8 && typeof at === 'object' && at !== null; depth += 1) {
    const shape = at as { code?: unknown; originalCode?: unknown; cause?: unknown; meta?: unknown };
    for (const code of [shape.originalCode, shape.code]) {
      if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^P\d{4}$/.test(code)) return code;
    }
    at = shape.cause ?? (shape.meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  }
  return null;
}

/** exclusion_violation: another hire has this time. */
export function overlaps(error: unknown): boolean {
  return sqlState(error) === '23P01';
}

/** Our own code: the booking is no longer at the version that was read. */
export function movedOn(error: unknown): boolean {
  return sqlState(error) === 'BKG01';
}
