import { keyOf, nextTryAt } from './rendering.ts';

const now = new Date('2026-11-23T18:00:00.000Z');
const waits = (tries: number) => (nextTryAt(tries, now).getTime() - now.getTime()) / 1000;

describe('a document that failed', () => {
  it('is tried again after two seconds, then after twice as long each time', () => {
    expect([1, 2, 3, 4].map(waits)).toEqual([2, 4, 8, 16]);
  });

  it('waits five minutes at most, however often it failed', () => {
    expect([8, 9, 10, 1_000, 1_000_000].map(waits)).toEqual([256, 300, 300, 300, 300]);
  });
});

it('a PDF lies under the hash of its bytes', () => {
  expect(keyOf('ab'.repeat(32))).toBe(`documents/${'ab'.repeat(32)}.pdf`);
});
