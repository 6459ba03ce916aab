import { latestMonths, monthOf, monthWords } from './months.ts';

describe('the months of a statement', () => {
  it('begin and end at midnight UTC, also at the turn of the year', () => {
    expect(monthOf('2026-12')).toEqual({
      name: '2026-12',
      from: '2026-12-01T00:00:00.000Z',
      to: '2027-01-01T00:00:00.000Z',
    });
  });

  it('are listed from the newest back', () => {
    const names = latestMonths(new Date('2027-01-31T23:59:59.999Z'), 3).map(({ name }) => name);
    expect(names).toEqual(['2027-01', '2026-12', '2026-11']);
  });

  it('are named in words, and nothing else is a month', () => {
    expect(latestMonths(new Date('2026-11-30T00:00:00Z'), 1).map(monthWords)).toEqual(['November 2026']);
    expect(['2026-13', '2026-00', '1999-01', '2026-1', '', undefined].map(monthOf)).toEqual(Array(6).fill(null));
  });
});
