/** A metadata update: given keys are set, empty values unset a key, an empty text in place of the map unsets all. */
export function changeMetadata(
  now: Record<string, string>,
  change: Record<string, string> | '' | undefined,
): Record<string, string> {
  if (change === '') return {};
  return Object.fromEntries(Object.entries({ ...now, ...change }).filter(([, value]) => value !== ''));
}
