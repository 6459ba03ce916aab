/** The search page's address is its state: what the form writes there, and what goes on to the API. */
import { format } from '@sounding/money';

export const PRICE_STEPS = [3000, 5000, 7500, 10_000, 15_000, 25_000] as const;
export const SORTS = { best: 'Best match', price: 'Lowest price', soonest: 'Free soonest' } as const;

export interface SearchForm {
  readonly text: string;
  readonly category: string;
  readonly mode: string;
  readonly from: string;
  readonly to: string;
  readonly priceMax: string;
  readonly sort: string;
  readonly page: number;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function oneOf<T extends string>(value: string | null, allowed: readonly T[]): T | '' {
  return allowed.find((one) => one === value) ?? '';
}

/** Reads the address leniently: a hand-edited address shows results, not an error. One day alone means that day. */
export function readSearch(params: URLSearchParams): SearchForm {
  const day = (name: string) => (DAY.test(params.get(name) ?? '') ? (params.get(name) ?? '') : '');
  const priceMax = params.get('priceMax') ?? '';
  const page = Number(params.get('page') ?? '1');
  const from = day('from');
  const to = day('to');
  return {
    text: (params.get('text') ?? '').trim().slice(0, 200),
    category: (params.get('category') ?? '').slice(0, 100),
    mode: oneOf(params.get('mode'), ['advice', 'therapy']),
    from: from || to,
    to: to || from,
    priceMax: /^\d{1,7}$/.test(priceMax) ? priceMax : '',
    sort: oneOf(params.get('sort'), ['price', 'soonest']) || 'best',
    page: Number.isInteger(page) && page >= 1 && page <= 500 ? page : 1,
  };
}

/** The query of the API; empty fields are left out by the caller. */
export function toQuery(form: SearchForm, zone: string): Record<string, string | number> {
  return { ...form, zone: form.from ? zone : '' };
}

/** The address of the same search on another page. */
export function pageAddress(form: SearchForm, page: number): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...form, page })) {
    if (value !== '' && !(name === 'sort' && value === 'best') && !(name === 'page' && value === 1)) {
      params.set(name, String(value));
    }
  }
  return `/search${params.size > 0 ? `?${params}` : ''}`;
}

/** `Up to $75 all-in`. */
export function priceWords(minor: number): string {
  return `Up to ${format({ minor, currency: 'USD' }).replace(/\.00$/, '')} all-in`;
}
