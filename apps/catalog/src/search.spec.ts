import { termsAt } from '@sounding/terms';
import { pagesOf, priceWithin, spanOf, wordsOf } from './search.ts';

describe('the words of a search', () => {
  it('are lower case, distinct, and without marks', () => {
    expect(wordsOf('Life-Path  ADVICE, advice & “life”!')).toEqual(['life', 'path', 'advice']);
  });
  it('keep letters of every script and their accents', () => {
    expect(wordsOf('José 相談 Überblick')).toEqual(['josé', '相談', 'überblick']);
  });
  it('are none when there is nothing to look for', () => {
    expect(wordsOf(' ?! a ')).toEqual([]);
  });
  it('are at most twelve', () => {
    expect(wordsOf(Array.from({ length: 40 }, (_, n) => `word${n}`).join(' '))).toHaveLength(12);
  });
});

describe('the days of a search', () => {
  it('are any day when none is given', () => {
    expect(spanOf(undefined, undefined, 'UTC')).toBeUndefined();
  });
  it('begin and end at midnight of the zone, the last day included', () => {
    expect(spanOf('2026-11-24', '2026-11-25', 'America/New_York')).toEqual({
      from: new Date('2026-11-24T05:00:00Z'),
      to: new Date('2026-11-26T05:00:00Z'),
    });
  });
  it('have 25 hours when the clocks go back, and 23 when they go forward', () => {
    const hours = (day: string) => {
      const span = spanOf(day, day, 'Europe/Berlin');
      return span && (span.to.getTime() - span.from.getTime()) / 3_600_000;
    };
    expect(hours('2026-10-25')).toBe(25);
    expect(hours('2026-03-29')).toBe(23);
  });
  it('begin later than midnight where midnight is skipped', () => {
    expect(spanOf('2026-09-06', '2026-09-06', 'America/Santiago')?.from).toEqual(new Date('2026-09-06T04:00:00Z'));
  });
  it.each([
    ['2026-11-24', undefined],
    [undefined, '2026-11-24'],
    ['2026-11-25', '2026-11-24'],
    ['2026-11-01', '2026-12-02'],
  ])('from %s to %s cannot be meant', (from, to) => {
    expect(spanOf(from, to, 'UTC')).toBeNull();
  });
  it('may be thirty-one', () => {
    expect(spanOf('2026-11-01', '2026-12-01', 'UTC')).not.toBeNull();
  });
});

describe('pages', () => {
  it.each([
    [0, 1],
    [20, 1],
    [21, 2],
  ])('of %i hits are %i', (total, pages) => {
    expect(pagesOf(total)).toBe(pages);
  });
});

describe('a limit on the all-in price', () => {
  const terms = termsAt('2026-11-23T00:00:00Z');

  it('leaves the price that reaches it exactly', () => {
    expect(priceWithin(6_349, terms)).toBe(6_000);
    expect(priceWithin(6_348, terms)).toBe(5_999);
  });
  it('leaves nothing when the fee alone is more', () => {
    expect(priceWithin(348, terms)).toBe(-1);
    expect(priceWithin(349, terms)).toBe(0);
  });
  it('counts taxes as well', () => {
    const taxed = { ...terms, taxBasisPoints: { price: 2_000, 'handling-fee': 0 } };
    expect(priceWithin(12_349, taxed)).toBe(10_000);
  });
});
