/** How documents become PDFs: their forms, when one that failed is tried again, and where it lies. */

/** The document is not there at this moment, and follows by itself: nothing is lost, and asking again later is enough. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** When a document that failed `tries` times is tried again: after 2 s, twice as long each time, at most five minutes. Never given up. */
export function nextTryAt(tries: number, now: Date): Date {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(Math.max(tries, 1) - 1, 20));
  return new Date(now.getTime() + wait);
}

/** The key of a PDF in the store: the SHA-256 (hex) of its bytes, so that the same document lies in one place. */
export function keyOf(hash: string): string {
  return `documents/${hash}.pdf`;
}
