import { checkedHours, checkedRange } from './hours.ts';

describe('weekly hours', () => {
  const window = (day: number, from: string, to: string) => ({ day, from, to });

  it('are sorted by day and time', () => {
    const weekly = [window(2, '13:00', '24:00'), window(1, '22:00', '24:00'), window(2, '09:00', '12:00')];
    expect(checkedHours({ zone: 'UTC', weekly }).weekly).toEqual([weekly[1], weekly[2], weekly[0]]);
  });

  it.each([
    ['12:00', '12:00'],
    ['13:00', '12:00'],
    ['24:00', '24:00'],
  ])('refuse a window from %s to %s', (from, to) => {
    expect(() => checkedHours({ zone: 'UTC', weekly: [window(1, from, to)] })).toThrow('bad-window');
  });
});

describe('a range', () => {
  it('goes forward and is no longer than 62 days', () => {
    const from = '2026-12-01T00:00:00.000Z';
    expect(checkedRange(from, '2027-02-01T00:00:00.000Z').to).toBe(Date.parse('2027-02-01T00:00:00.000Z'));
    for (const to of [from, '2026-11-30T00:00:00.000Z', '2027-02-01T00:00:00.001Z']) {
      expect(() => checkedRange(from, to)).toThrow('bad-range');
    }
  });
});
