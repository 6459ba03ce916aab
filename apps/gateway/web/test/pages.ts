/** The addresses of all pages, by who looks at them. */

export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const bookings = [20, 21, 22, 23, 24, 25, 26, 27].map((n) => `/bookings/${id(n)}`);
const start = 'start=2026-11-25T10:00:00.000Z';

export const PAGES = {
  anyone: [
    '/',
    '/search?text=life',
    '/search?text=life&from=2026-11-24&mode=advice',
    '/search?text=life&language=pt&overlap=4&ratingMin=4&sort=rating&after=-1.-60793.-17.1.00000000-0000-4000-8000-000000000010',
    '/search?text=nothing',
    '/search?text=end+it+all',
    '/providers/marguerite-okafor',
    `/listings/${id(10)}`,
    `/listings/${id(10)}/wait`,
    `/book/${id(10)}?${start}`,
    '/sign-up',
    '/sign-in',
    '/confirm',
    '/reset',
    '/terms',
    '/terms/2027-03-01',
    `/verify/${'k'.repeat(32)}`,
    `/verify/${'o'.repeat(32)}`,
    '/verify/guessed',
    '/verify/often',
    '/help/now',
    '/nowhere',
  ],
  client: [
    '/bookings',
    ...bookings,
    `/bookings/${id(21)}/pay`,
    `/bookings/${id(24)}/pay`,
    `/bookings/${id(20)}/move`,
    `/bookings/${id(20)}/move?start=2026-11-25T10:00:00.000Z`,
    `/bookings/${id(27)}/decline`,
    `/listings/${id(10)}/wait?from=2026-12-01`,
    `/bookings/${id(20)}/cancel`,
    `/bookings/${id(22)}/claim`,
    `/bookings/${id(22)}/claim?step=2`,
    `/bookings/${id(22)}/tip`,
    ...[22, 23, 24, 25, 26].map((n) => `/bookings/${id(n)}/review`),
    `/bookings/${id(20)}/room`,
    `/bookings/${id(26)}/room`,
    ...[40, 41, 42, 43, 44].map((n) => `/receipts/${id(n)}`),
    `/receipts/${id(40)}?form=discreet`,
    `/documents/${id(43)}?form=full&refused=rendering-busy`,
    `/documents/${id(45)}`,
    `/documents/${id(47)}`,
    `/documents/${id(99)}`,
    `/documents/${id(40)}?form=secret`,
    '/documents',
    '/documents?number=000044',
    '/documents?number=nothing',
    '/documents?year=2024',
    '/documents?year=1900',
    '/documents?year=abc',
    '/documents/years/2024?form=full&refused=rendering-busy',
    '/documents/years/2022?form=full&refused=unavailable',
    '/documents/years/2021?form=full&refused=nothing-that-year',
    '/documents/years/1900',
    '/account/documents',
    '/tickets',
    '/tickets/new',
    `/tickets/${id(60)}`,
    '/account',
    '/account/calendar',
    `/book/${id(10)}?${start}`,
    `/book/${id(11)}?${start}`,
  ],
  provider: [
    '/provider',
    '/provider/profile',
    '/provider/listings',
    '/provider/listings/new',
    `/provider/listings/${id(10)}`,
    '/provider/schedule',
    '/provider/schedule?week=2026-12-07',
    '/provider/reviews',
    '/provider/money',
    '/provider/money/2026-11',
    '/provider/money/2026-10',
    `/documents/${id(46)}`,
    `/bookings/${id(23)}`,
  ],
} as const;

export type Who = keyof typeof PAGES;
export const EVERYBODY: readonly Who[] = ['anyone', 'client', 'provider'];

export const SIZES = [
  { name: 'phone', width: 360, height: 780 },
  { name: 'desk', width: 1280, height: 900 },
] as const;
export type Size = (typeof SIZES)[number];
