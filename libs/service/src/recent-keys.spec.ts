import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DataKey, RecentKeys } from './recent-keys.ts';

const keyOf = (byte: number): DataKey => ({ key: new Uint8Array(32).fill(byte), before: null });

test('a key lives its time, and no longer', () => {
  const recent = new RecentKeys(10, 1_000);
  recent.put('person/1', keyOf(1), 0);
  expect(recent.get('person/1', 999)?.key[0]).toBe(1);
  expect(recent.get('person/1', 1_000)).toBeUndefined();
  expect(recent.size).toBe(0);
});

test('that an owner was erased is known as well as a key', () => {
  const recent = new RecentKeys();
  recent.put('person/1', null, 0);
  expect(recent.get('person/1', 1)).toBeNull();
});

test('never more than it may hold, whatever happens', () => {
  const step = fc.tuple(fc.constantFrom('put', 'drop', 'avoid', 'sweep'), fc.nat(20), fc.nat(50));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const recent = new RecentKeys(5, 10);
      let now = 0;
      for (const [what, owner, later] of steps) {
        now += later % 5;
        if (what === 'put') recent.put(`person/${owner}`, keyOf(1), now);
        else if (what === 'drop') recent.drop(`person/${owner}`);
        else if (what === 'avoid') recent.avoid(`person/${owner}`, now);
        else recent.sweep(now);
        expect(recent.size).toBeLessThanOrEqual(5);
      }
    }),
    { numRuns: 50 },
  );
});

test('what an asker overwrites is theirs, and what is dropped does not change under an asker', () => {
  const recent = new RecentKeys();
  recent.put('person/1', keyOf(7), 0);
  const mine = recent.get('person/1', 1);
  mine?.key.fill(0);
  const again = recent.get('person/1', 1);
  recent.drop('person/1');
  expect(again?.key[0]).toBe(7);
});

test('an owner whose key ends is not kept again until every copy has forgotten it', () => {
  const recent = new RecentKeys(10, 1_000);
  recent.put('person/1', keyOf(1), 0);
  recent.avoid('person/1', 0);
  recent.put('person/1', keyOf(1), 500);
  expect(recent.get('person/1', 501)).toBeUndefined();
  recent.put('person/1', null, 1_001);
  expect(recent.get('person/1', 1_002)).toBeNull();
});
