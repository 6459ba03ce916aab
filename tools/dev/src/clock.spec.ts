import { describeOffset, readClockCommand } from './clock.ts';

test('a plus and a unit move the clock ahead', () => {
  expect(readClockCommand('+8d')).toEqual({ kind: 'move', byMs: 8 * 86_400_000 });
});

test('units add up, and a minus moves back', () => {
  expect(readClockCommand('-1d12h')).toEqual({ kind: 'move', byMs: -36 * 3_600_000 });
});

test('nothing typed shows the clock', () => {
  expect(readClockCommand(undefined)).toEqual({ kind: 'show' });
});

test.each(['8d', '+8', '+8y', 'tomorrow', '+', '+d'])('%s is not understood', (text) => {
  expect(readClockCommand(text)).toBeNull();
});

test('the distance to real time is said in words', () => {
  expect(describeOffset(8 * 86_400_000 + 3_600_000)).toBe('8 days 1 hour ahead of real time');
  expect(describeOffset(-90_000)).toBe('1 minute 30 seconds behind real time');
  expect(describeOffset(0)).toBe('real time');
});
