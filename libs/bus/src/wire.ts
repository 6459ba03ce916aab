/** Names that travel in headers, and small rules of the wire. */

export const TOKEN = 'x-sounding-token';
export const KEY = 'x-idempotency-key';
/** Milliseconds left for the answer; never a time of day, because clocks of two machines differ. */
export const TIME_LEFT = 'x-time-left';
export const STATUS = 'x-sounding-status';
export const SEQ = 'x-sounding-seq';
export const AGGREGATE = 'x-sounding-aggregate';
/** When the owner's commit wrote the event (RFC 3339). */
export const SAID_AT = 'x-sounding-at';
export const TRACEPARENT = 'traceparent';

export const STREAM = 'EVT';

export type Status = 'ok' | 'refusal' | 'fault' | 'failed';

/** The durable of `hearer` for the events of `owner`. */
export function durableOf(hearer: string, owner: string): string {
  return `${hearer}-${owner}`;
}

/** Every user has an inbox prefix of its own, so that nobody reads another's answers. */
export function inboxPrefixOf(user: string): string {
  return `_INBOX_${user.replaceAll('-', '_')}`;
}

/** How long to wait before try `n` (0, 1, 2, ...): doubling from `first`, never more than `most` milliseconds. */
export function pause(n: number, first: number, most: number): number {
  return Math.min(most, first * 2 ** Math.min(n, 20));
}
