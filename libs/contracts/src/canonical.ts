/** One text for one value, so that a hash of a bill or receipt means something. The ordering rule is that of RFC 8785. */

/**
 * JSON with sorted keys and no white space. Only what documents hold: strings, safe integers, booleans, null, lists, records;
 * `undefined` fields are left out. Anything else throws, because its text could differ between machines.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`${value} is not a safe integer`);
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  throw new Error(`a ${typeof value} has no canonical JSON`);
}
