/** What `npm run dead-letters` understands and how it shows a letter. */
import type { DeadLetter } from '@sounding/bus';

export type DeadLetterCommand =
  | { readonly kind: 'list'; readonly service: string | null; readonly all: boolean }
  | { readonly kind: 'show' | 'replay' | 'discard'; readonly id: string };

/** Null when the words are not a command. An id may be shortened to its first eight characters. */
export function readDeadLetterCommand(words: readonly string[]): DeadLetterCommand | null {
  const [kind = 'list', ...rest] = words;
  if (kind === 'list') {
    const names = rest.filter((word) => word !== '--all');
    if (names.length > 1 || names[0]?.startsWith('-')) return null;
    return { kind, service: names[0] ?? null, all: rest.includes('--all') };
  }
  if (kind !== 'show' && kind !== 'replay' && kind !== 'discard') return null;
  const [id] = rest;
  if (rest.length !== 1 || !id || !/^[0-9a-f]{8}[0-9a-f-]*$/i.test(id)) return null;
  return { kind, id };
}

/** One line of the list. */
export function letterLine(service: string, letter: DeadLetter): string {
  const waiting = letter.waiting > 0 ? `, ${letter.waiting} wait behind it` : '';
  const settled = letter.state === 'open' ? '' : ` [${letter.state}]`;
  return [
    `${letter.id.slice(0, 8)}  ${letter.deadAt.toISOString()}  ${service}  ${letter.name} #${letter.seq}${settled}`,
    `          ${letter.reason} after ${letter.tries} tries: ${letter.lastError || letter.firstError}${waiting}`,
  ].join('\n');
}

/** All of one letter, as JSON lines that a person can read. */
export function letterPage(service: string, letter: DeadLetter): string {
  return JSON.stringify({ service, ...letter }, null, 2);
}
