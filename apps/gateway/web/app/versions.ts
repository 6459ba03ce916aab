/** The page that compares two versions, the earlier one first. */
export function changesPath(document: 'terms' | 'privacy', one: string, other: string): string {
  const [from, to] = [one, other].sort();
  return `/terms/changes?document=${document}&from=${from}&to=${to}`;
}
