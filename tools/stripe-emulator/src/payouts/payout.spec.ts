import { arrivesAt, nextPayoutAt } from './payout.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const text = (seconds: number | null): string | null =>
  seconds === null ? null : new Date(seconds * 1000).toISOString().slice(0, 10);

describe('the schedule of payouts', () => {
  it.each([
    [{ interval: 'daily' }, '2026-11-26T00:00:00Z', '2026-11-27'],
    [{ interval: 'daily' }, '2026-11-26T23:59:59Z', '2026-11-27'],
    [{ interval: 'weekly', weekly_anchor: 'friday' }, '2026-11-26T12:00:00Z', '2026-11-27'],
    [{ interval: 'weekly', weekly_anchor: 'friday' }, '2026-11-27T00:00:00Z', '2026-12-04'],
    [{ interval: 'monthly', monthly_anchor: 15 }, '2026-11-26T12:00:00Z', '2026-12-15'],
    [{ interval: 'monthly', monthly_anchor: 31 }, '2026-11-26T12:00:00Z', '2026-11-30'],
    [{ interval: 'monthly', monthly_anchor: 31 }, '2027-02-01T00:00:00Z', '2027-02-28'],
    [{ interval: 'manual' }, '2026-11-26T12:00:00Z', null],
  ])('%j pays after %s on %s', (schedule, now, expected) => {
    expect(text(nextPayoutAt({ delay_days: 2, ...schedule }, at(now)))).toBe(expected);
  });

  it('lets money arrive one day after the midnight it leaves', () => {
    expect(text(arrivesAt(at('2026-11-26T12:00:00Z')))).toBe('2026-11-28');
  });
});
