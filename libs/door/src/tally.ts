/** How often somebody came in the last minute. Pure: `now` is an argument, in milliseconds of any clock that does not jump. */

const WINDOW_MS = 60_000;
/** Whoever is not counted any more begins anew; better than a memory that strangers can fill. */
const MOST_KEPT = 50_000;

interface Window {
  readonly since: number;
  count: number;
}

export class Tally {
  readonly #windows = new Map<string, Window>();

  /** Counts one of `who`. Answers 0 when it was within `most` a minute, otherwise the seconds to wait, at least 1. */
  take(who: string, most: number, now: number): number {
    const known = this.#windows.get(who);
    if (!known || now - known.since >= WINDOW_MS) {
      this.#windows.delete(who);
      if (this.#windows.size >= MOST_KEPT) this.#forget(now);
      this.#windows.set(who, { since: now, count: 1 });
      return 0;
    }
    known.count += 1;
    return known.count <= most ? 0 : Math.max(1, Math.ceil((known.since + WINDOW_MS - now) / 1000));
  }

  /** Whose minute is over; when that is nobody, whoever came first, because maps keep the order in which they were filled. */
  #forget(now: number): void {
    for (const [who, { since }] of this.#windows) {
      if (now - since < WINDOW_MS && this.#windows.size < MOST_KEPT) return;
      this.#windows.delete(who);
    }
  }
}

/** Who is counted as one: an address of IPv4, or the 64 bits of IPv6 that one household or one rented server has to itself. */
export function addressKey(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const middle = tail === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => '0');
  return [...front, ...middle, ...back].slice(0, 4).join(':');
}
