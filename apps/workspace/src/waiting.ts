/**
 * When to mail somebody that messages wait: once for a batch of unread messages, at most once an hour, and only if they
 * are still unread a little later, so that two people who are writing to each other get no mail at all.
 */

const MINUTE = 60_000;
export const SETTLE_MS = MINUTE;
export const APART_MS = 60 * MINUTE;

export interface Waiting {
  /** The newest message that the person has read; 0 for none. */
  readonly readUpTo: number;
  /** The newest message that they were mailed about; 0 for none. */
  readonly mailedUpTo: number;
  readonly mailedAt: Date | null;
  readonly mailDueAt: Date | null;
}

/** When the mail about a message that arrives now is due; null when the unread batch has its mail already. */
export function mailDue(person: Waiting, now: Date): Date | null {
  if (person.mailDueAt !== null) return person.mailDueAt;
  if (person.mailedUpTo > person.readUpTo) return null;
  const settled = now.getTime() + SETTLE_MS;
  const apart = person.mailedAt === null ? 0 : person.mailedAt.getTime() + APART_MS;
  return new Date(Math.max(settled, apart));
}
