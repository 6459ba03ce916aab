/** The search page's address is its state: what the form writes there, and what goes on to the API. */
import { format, money } from '@sounding/money';

export const SORTS = {
  best: 'Best match',
  rating: 'Best rated',
  price: 'Lowest price',
  soonest: 'Free soonest',
} as const;

/** Every field is text, as an address has it; empty means that it was not asked for. */
export interface SearchForm {
  readonly text: string;
  readonly category: string;
  readonly mode: string;
  readonly from: string;
  readonly to: string;
  readonly priceMax: string;
  readonly language: string;
  readonly overlap: string;
  readonly ratingMin: string;
  readonly sort: string;
  /** Where the page before ended. */
  readonly after: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CURSOR = /^(-?\d{1,16}\.){3}\d{1,2}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function oneOf<T extends string>(value: string | null, allowed: readonly T[]): T | '' {
  return allowed.find((one) => one === value) ?? '';
}

function matching(value: string | null, shape: RegExp): string {
  return value !== null && shape.test(value) ? value : '';
}

/** A day of the calendar; `2026-02-31` is none. */
function dayIn(value: string | null): string {
  const day = matching(value, DAY);
  const at = Date.parse(day);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? '' : day;
}

/** Reads the address leniently: a hand-edited address shows results, not an error. One day alone means that day. */
export function readSearch(params: URLSearchParams): SearchForm {
  const from = dayIn(params.get('from'));
  const to = dayIn(params.get('to'));
  return {
    text: (params.get('text') ?? '').trim().slice(0, 200),
    category: (params.get('category') ?? '').slice(0, 100),
    mode: oneOf(params.get('mode'), ['advice', 'therapy']),
    from: from || to,
    to: to || from,
    priceMax: matching(params.get('priceMax'), /^\d{1,6}$/),
    language: matching(params.get('language'), /^[a-z]{2,3}$/),
    overlap: matching(params.get('overlap'), /^[1-9]$/),
    ratingMin: matching(params.get('ratingMin'), /^([1-4](\.\d)?|5)$/),
    sort: oneOf(params.get('sort'), ['rating', 'price', 'soonest']) || 'best',
    after: matching(params.get('after'), CURSOR),
  };
}

/** The query of the API; empty fields are left out by the caller. The zone tells whose days and whose hours are meant. */
export function toQuery(form: SearchForm, zone: string): Record<string, string> {
  return { ...form, zone };
}

/** The address of a search: with `after` its next page, without its first. */
export function pageAddress(form: SearchForm, after = ''): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...form, after })) {
    if (value !== '' && !(name === 'sort' && value === 'best')) params.set(name, value);
  }
  return `/search${params.size > 0 ? `?${params}` : ''}`;
}

/** What narrows the search, beside its words: in the order of the form. */
export function filtersSet(form: SearchForm): string[] {
  const { category, mode, from, priceMax, language, overlap, ratingMin } = form;
  return [category, mode, from, priceMax, language, overlap, ratingMin].filter((value) => value !== '');
}

/** `Up to $75 all-in`. */
export function priceWords(minor: number): string {
  return `Up to ${format(money(minor)).replace(/\.0+$/, '')} all-in`;
}

/** `At least 4 hours of your day, 9 to 6`. */
export function overlapWords(hours: number): string {
  return `At least ${hours} ${hours === 1 ? 'hour' : 'hours'} of your day, 9 to 6`;
}

/** One option of a filter: its value in the address, its words, and how many it would find. */
export interface Choice {
  readonly value: string;
  readonly words: string;
  readonly count: number;
}

/** The choices of a filter, and what is chosen even where it would find nothing. */
export function withChosen(choices: readonly Choice[], chosen: string, words: string): Choice[] {
  if (chosen === '' || choices.some((one) => one.value === chosen)) return [...choices];
  return [...choices, { value: chosen, words, count: 0 }];
}
