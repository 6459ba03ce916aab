/** What a search means, before the database is asked and after it has answered: words, days as instants, the order, the counts. */
import type { Facets } from '@sounding/contracts';
import { compare, money } from '@sounding/money';
import { allIn, type Terms } from '@sounding/terms';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';

export const PAGE_SIZE = 20;
/** More words than this say no more about what is sought. */
const MOST_WORDS = 12;
const LONGEST_WORD = 40;
const MOST_DAYS = 31;

/** The distinct words of a text, lower case, letters and digits only; single letters say nothing, and of long words the beginning does. */
export function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const said = words.filter((word) => word.length > 1).map((word) => [...word].slice(0, LONGEST_WORD).join(''));
  return [...new Set(said)].slice(0, MOST_WORDS);
}

export interface Span {
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/**
 * The instants of the calendar days `from` to `to`, both included, as somebody in `zone` lives them: a day on which the
 * clocks change has 23 or 25 hours. Undefined means any day. Null is a range that cannot be meant: only one end, an end
 * before its start, or more than 31 days.
 */
export function spanOf(from: string | undefined, to: string | undefined, zone: string): Span | null | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) return null;
  const first = Temporal.PlainDate.from(from);
  const last = Temporal.PlainDate.from(to);
  const days = first.until(last, { largestUnit: 'days' }).days + 1;
  if (days < 1 || days > MOST_DAYS) return null;
  return { from: startOf(first, zone), to: startOf(last.add({ days: 1 }), zone) };
}

/** The first instant after the calendar day as somebody in `zone` lives it. */
export function endOfDay(day: string, zone: string): Date {
  return startOf(Temporal.PlainDate.from(day).add({ days: 1 }), zone);
}

function startOf(day: Temporal.PlainDate, zone: string): Date {
  return new Date(day.toZonedDateTime(zone).epochMilliseconds);
}

/** At least one page, even an empty one. */
export function pagesOf(total: number): number {
  return Math.max(1, Math.ceil(total / PAGE_SIZE));
}

/** The highest price, in minor units, whose all-in price is at most `most`; -1 when even the fees are more. */
export function priceWithin(most: number, terms: Terms): number {
  const limit = money(most);
  let fits = -1;
  let exceeds = most + 1;
  // The all-in price rises with the price, whatever taxes and fees the terms of the day add to it.
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    if (compare(allIn(money(middle), terms), limit) <= 0) fits = middle;
    else exceeds = middle;
  }
  return fits;
}

/** Minutes of a day: nine in the morning until six. */
const DAY_BEGINS = 9 * 60;
const DAY_ENDS = 18 * 60;
const DAY = 24 * 60;

/** Whole hours of a day, nine to six in one zone, that are nine to six in the other as well, as the clocks stand at `at`. */
export function sharedHours(zone: string, other: string, at: Date): number {
  const ahead = offsetOf(other, at) - offsetOf(zone, at);
  // The other's day, as this side's clock shows it: today's, the one before and the one after may all reach into ours.
  const shared = [-DAY, 0, DAY].map((turn) => {
    const begins = Math.max(DAY_BEGINS, DAY_BEGINS - ahead + turn);
    return Math.max(0, Math.min(DAY_ENDS, DAY_ENDS - ahead + turn) - begins);
  });
  return Math.floor(Math.max(...shared) / 60);
}

/** Minutes ahead of UTC. */
function offsetOf(zone: string, at: Date): number {
  const there = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return there.offsetNanoseconds / 60_000_000_000;
}

/** The choices that are counted beside the hits. Prices are all-in, in minor units. */
export const PRICE_STEPS = [3_000, 5_000, 7_500, 10_000, 15_000, 25_000] as const;
export const RATING_STEPS = [3, 4, 4.5] as const;
export const OVERLAP_STEPS = [2, 4, 6] as const;

/** One bit for each filter that a listing does not pass. */
export const FAILED = { category: 1, mode: 2, price: 4, language: 8, overlap: 16, rating: 32 } as const;

/** How many listings fail the same filters and are alike in all that is counted by steps. */
export interface Alike {
  readonly failed: number;
  readonly mode: 'advice' | 'therapy';
  /** How many of the steps the price is above, from the lowest. */
  readonly price: number;
  /** How many of the steps the rating reaches. */
  readonly rating: number;
  readonly hours: number;
  readonly count: number;
}

type Counts = z.infer<typeof Facets>;

/** A choice counts what passes every other filter: what would be there if it were chosen instead of what is. */
function countOf(alike: readonly Alike[], filter: number, fits: (one: Alike) => boolean): number {
  return alike.reduce((sum, one) => sum + ((one.failed & ~filter) === 0 && fits(one) ? one.count : 0), 0);
}

export function totalOf(alike: readonly Alike[]): number {
  return countOf(alike, 0, () => true);
}

/** The facets that are counted by steps; categories and languages are counted by the database under their names. */
export function facetsOf(alike: readonly Alike[]): Pick<Counts, 'modes' | 'prices' | 'ratings' | 'overlaps'> {
  const found = <T extends { readonly count: number }>(choices: readonly T[]) => choices.filter((one) => one.count > 0);
  return {
    modes: found(
      (['advice', 'therapy'] as const).map((mode) => ({
        mode,
        count: countOf(alike, FAILED.mode, (one) => one.mode === mode),
      })),
    ),
    prices: found(
      PRICE_STEPS.map((most, step) => ({ most, count: countOf(alike, FAILED.price, (one) => one.price <= step) })),
    ),
    ratings: found(
      RATING_STEPS.map((least, step) => ({ least, count: countOf(alike, FAILED.rating, (one) => one.rating > step) })),
    ),
    overlaps: found(
      OVERLAP_STEPS.map((hours) => ({ hours, count: countOf(alike, FAILED.overlap, (one) => one.hours >= hours) })),
    ),
  };
}

/** Where a hit stands in the order: three numbers, smallest first, and the id where all three are the same. */
export interface Place {
  readonly keys: readonly [string, string, string];
  /** The fewest words a hit must match, settled by the first page, so that later pages are of the same search. */
  readonly least: number;
  readonly id: string;
}

/** `12.-4.0.2.<id>`. Keys stay text: they may be larger than a number holds exactly. */
export function cursorOf({ keys, least, id }: Place): string {
  return [...keys, least, id].join('.');
}

/** Reads what `cursorOf` wrote; the contract has checked its shape. */
export function placeOf(cursor: string): Place {
  const [first = '0', second = '0', third = '0', least = '0', id = ''] = cursor.split('.');
  return { keys: [first, second, third], least: Number(least), id };
}
