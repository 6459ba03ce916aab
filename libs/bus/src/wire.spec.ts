import { expect, test } from '@jest/globals';
import { requestHash } from './idempotency.store.ts';
import { inboxPrefixOf, pause } from './wire.ts';

test('pauses double and end at the most', () => {
  expect([0, 1, 2, 3].map((n) => pause(n, 100, 30_000))).toEqual([100, 200, 400, 800]);
  expect(pause(9, 100, 30_000)).toBe(30_000);
  expect(pause(10_000, 100, 30_000)).toBe(30_000);
});

test('an inbox prefix is one token', () => {
  expect(inboxPrefixOf('support-console')).toBe('_INBOX_support_console');
});

test('the same input has the same hash in whatever order its fields stand', () => {
  const one = requestHash('booking.reserve', { a: 1, b: { c: [1, 2], d: null } });
  expect(requestHash('booking.reserve', { b: { d: null, c: [1, 2] }, a: 1 })).toBe(one);
  expect(requestHash('booking.reserve', { b: { d: null, c: [2, 1] }, a: 1 })).not.toBe(one);
  expect(requestHash('booking.cancel', { a: 1, b: { c: [1, 2], d: null } })).not.toBe(one);
});
