/** What a search means, before the database is asked: words, days as instants, pages. */
import { compare, money } from '@sounding/money';
import { allIn, type Terms } from '@sounding/terms';
import { Temporal } from 'temporal-polyfill';

export const PAGE_SIZE = 20;
/** More words than this say no more about what is sought. */
const MOST_WORDS = 12;
const MOST_DAYS = 31;

/** The distinct words of a text, lower case, letters and digits only; single letters say nothing. */
export function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.filter((word) => word.length > 1 && word.length <= 40))].slice(0, MOST_WORDS);
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
