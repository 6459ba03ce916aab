import type { Counters } from './counters.net.ts';
import { costOf, inLanes, percentile, rounded, without } from './figures.ts';

const counted = (atMs: number, commits: number, booking: number): Counters => {
  return { atMs, commits, writes: commits / 2, walSyncs: 0, walKb: 0, busMessages: 0, cpuMs: { booking } };
};

test('a percentile is a value that was measured', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect(percentile(values, 0.5)).toBe(50);
  expect(percentile(values, 0.99)).toBe(99);
  expect(percentile([7], 0.99)).toBe(7);
});

test('a hire is charged only with what the platform would not have used at rest', () => {
  const rest = costOf(counted(0, 0, 0), counted(2_000, 20, 100), 2);
  expect(rest).toMatchObject({ commits: 10, cpuMs: 50 });
  const each = costOf(counted(2_000, 20, 100), counted(12_000, 320, 1_600), 10, rest);
  expect(each).toMatchObject({ commits: 20, writes: 10, cpuMs: 100, cpuMsByProcess: { booking: 100 } });
});

test('looking for the confirmation is taken out of what the hire took', () => {
  const whole = costOf(counted(0, 0, 0), counted(1_000, 300, 1_000), 10);
  const look = costOf(counted(0, 0, 0), counted(1_000, 200, 300), 100);
  expect(without(whole, look, 12)).toMatchObject({ commits: 6, writes: 3, cpuMs: 64, cpuMsByProcess: { booking: 64 } });
});

test('figures keep three digits, counts and texts stay as they are', () => {
  expect(rounded({ a: 0.012345, b: 1234.5678, c: 70_000, d: 'x' })).toEqual({ a: 0.0123, b: 1235, c: 70_000, d: 'x' });
});

test('never more are under way than there are lanes, and none begins after the limit', async () => {
  let now = 0;
  let most = 0;
  const work = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((done) => setImmediate(done));
    now -= 1;
  };
  expect(await inLanes(Array(10).fill(0), 3, 60_000, work)).toHaveLength(10);
  expect(most).toBe(3);
  expect(await inLanes([1, 2], 2, -1, work)).toEqual([]);
});
