import { CODE_TRIES, CODES, minutesUntil } from './limits.ts';

test('a person is told to wait whole minutes, never zero', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  expect(minutesUntil(new Date('2026-11-23T12:14:01Z'), now)).toBe(15);
  expect(minutesUntil(new Date('2026-11-23T12:00:01Z'), now)).toBe(1);
  expect(minutesUntil(new Date('2026-11-23T11:59:00Z'), now)).toBe(1);
});

test('a guesser of codes has at most one chance in twenty thousand a day', () => {
  const day = CODES.find((limit) => limit.what === 'code-day');
  expect(((day?.most ?? Number.POSITIVE_INFINITY) * CODE_TRIES) / 1_000_000).toBeLessThanOrEqual(1 / 20_000);
});
