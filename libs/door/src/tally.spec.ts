import { addressKey, Tally } from './tally.ts';

describe('a tally', () => {
  it('lets everybody come as often as is allowed, and then says how long to wait', () => {
    const tally = new Tally();
    expect([1, 2, 3].map(() => tally.take('a', 3, 10_000))).toEqual([0, 0, 0]);
    expect(tally.take('a', 3, 10_000)).toBe(60);
    expect(tally.take('a', 3, 69_500)).toBe(1);
    expect(tally.take('b', 3, 10_000)).toBe(0);
    expect(tally.take('a', 3, 70_000)).toBe(0);
  });

  it('keeps no more than fifty thousand, however many come', () => {
    const tally = new Tally();
    for (let n = 0; n < 50_001; n += 1) tally.take(`${n}`, 1, 0);
    // The first was forgotten for the last, and begins anew; the second is still known.
    expect(tally.take('50000', 1, 1)).toBe(60);
    expect(tally.take('1', 1, 1)).toBe(60);
    expect(tally.take('0', 1, 1)).toBe(0);
  });
});

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('the address %s is counted as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
