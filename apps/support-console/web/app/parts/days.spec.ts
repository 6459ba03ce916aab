import { daysUntil, periodOfDays } from './days.ts';

const now = new Date('2026-11-26T12:30:00.000Z');

it('the form begins with the last three days', () => {
  expect(daysUntil(now)).toEqual({ from: '2026-11-24', to: '2026-11-26' });
});

it('a period is whole days, and ends now at the latest', () => {
  expect(periodOfDays('2026-11-24', '2026-11-25', now)).toEqual({
    from: '2026-11-24T00:00:00.000Z',
    to: '2026-11-26T00:00:00.000Z',
  });
  expect(periodOfDays('2026-11-26', '2026-11-26', now)?.to).toBe(now.toISOString());
});

it('what is no pair of days in order is nothing', () => {
  for (const [from, to] of [
    ['2026-11-26', '2026-11-25'],
    ['', '2026-11-25'],
    ['2026-13-01', '2026-13-02'],
    ['2026-11-27', '2026-11-28'],
  ] as const) {
    expect(periodOfDays(from, to, now)).toBeNull();
  }
});
