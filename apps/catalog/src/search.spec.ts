import { termsAt } from '@sounding/terms';
import fc from 'fast-check';
import {
  type Alike,
  cursorOf,
  FAILED,
  facetsOf,
  pagesOf,
  placeOf,
  priceWithin,
  sharedHours,
  spanOf,
  totalOf,
  wordsOf,
} from './search.ts';

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
  it('are cut where they are longer than any word', () => {
    expect(wordsOf(`${'x'.repeat(41)} ${'x'.repeat(200)} 𝒜${'b'.repeat(60)}`)).toEqual([
      'x'.repeat(40),
      `𝒜${'b'.repeat(39)}`,
    ]);
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

describe('the hours that two zones share', () => {
  const winter = new Date('2026-11-23T12:00:00Z');

  it.each([
    ['Europe/Berlin', 'Europe/Berlin', 9],
    ['Europe/Berlin', 'Europe/London', 8],
    ['Europe/Berlin', 'America/New_York', 3],
    ['Europe/Berlin', 'Asia/Kolkata', 4],
    ['Europe/Berlin', 'Asia/Tokyo', 1],
    ['Europe/Berlin', 'Pacific/Auckland', 0],
    ['America/Los_Angeles', 'Asia/Tokyo', 2],
    ['Pacific/Auckland', 'Pacific/Honolulu', 8],
    ['Pacific/Kiritimati', 'Pacific/Honolulu', 9],
  ])('%s and %s are %i', (zone, other, hours) => {
    expect(sharedHours(zone, other, winter)).toBe(hours);
    expect(sharedHours(other, zone, winter)).toBe(hours);
  });

  it('follow the clocks of the day that is asked for', () => {
    expect(sharedHours('Europe/Berlin', 'America/New_York', new Date('2026-03-20T12:00:00Z'))).toBe(4);
    expect(sharedHours('Europe/Berlin', 'America/New_York', new Date('2026-04-20T12:00:00Z'))).toBe(3);
  });
});

describe('the counts beside a search', () => {
  const listing = fc.record({
    failed: fc.integer({ min: 0, max: 63 }),
    mode: fc.constantFrom('advice' as const, 'therapy' as const),
    price: fc.integer({ min: 0, max: 6 }),
    rating: fc.integer({ min: 0, max: 3 }),
    hours: fc.integer({ min: 0, max: 9 }),
    count: fc.integer({ min: 1, max: 50 }),
  });

  it('are of what passes every other filter, and never less than nothing', () => {
    fc.assert(
      fc.property(fc.array(listing, { maxLength: 30 }), (alike: Alike[]) => {
        const sum = (keep: (one: Alike) => boolean) => alike.filter(keep).reduce((total, one) => total + one.count, 0);
        const { modes, prices, ratings, overlaps } = facetsOf(alike);
        expect(totalOf(alike)).toBe(sum((one) => one.failed === 0));
        for (const { mode, count } of modes) {
          expect(count).toBe(sum((one) => [0, FAILED.mode].includes(one.failed) && one.mode === mode));
        }
        for (const counts of [prices, ratings, overlaps]) {
          for (const { count } of counts) expect(count).toBeGreaterThan(0);
        }
        const dearest = prices.at(-1);
        if (dearest?.most === 25_000) {
          expect(dearest.count).toBe(sum((one) => [0, FAILED.price].includes(one.failed) && one.price <= 5));
        }
        expect(ratings.map((one) => one.count)).toEqual(ratings.map((one) => one.count).sort((a, b) => b - a));
        expect(overlaps.map((one) => one.count)).toEqual(overlaps.map((one) => one.count).sort((a, b) => b - a));
      }),
    );
  });
});

test('the end of a page is read as it was written, with numbers that no number of this language holds', () => {
  const end = { keys: ['-9007199254740993', '0', '42'], least: 3, id: '7b1f7f3e-1c1c-4c1c-8c1c-1c1c1c1c1c1c' } as const;
  expect(placeOf(cursorOf(end))).toEqual(end);
});
