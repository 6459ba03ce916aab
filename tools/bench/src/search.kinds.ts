/** The kinds of searches that are measured: what a visitor asks, and the least that a statement could count for it. */
import type { Input, Search } from '@sounding/contracts';

export interface Kind {
  readonly what: string;
  readonly wish: Partial<Input<typeof Search>>;
  /** Its conditions on `l` (listing) and `p` (profile), with the values of $1 and so on. */
  readonly floor: readonly [text: string, values: readonly unknown[]];
}

const DAY = 86_400_000;
const ZONE = 'UTC';

const date = (now: number, days: number) => new Date(now + days * DAY).toISOString().slice(0, 10);

/** Where a free start may lie in [$n, $n+1): the runs' own arithmetic is left out, so that a few are counted that have none. */
const FREE = (n: number) => `exists (
  select from run where run.listing_id = l.id and run.first < $${n + 1}::timestamptz and run.last >= greatest(
    $${n}::timestamptz, now() + l.notice_minutes * interval '1 minute'))`;
const WORDS = (n: number) => `l.document @@ to_tsquery('english', $${n})`;
const BELOW = (n: number) => `l.category in (
  with recursive branch as (
    select slug from category where slug = $${n}
    union all select c.slug from category c join branch on c.parent = branch.slug
  ) select slug from branch)`;

/** @param now the first day asked for is tomorrow's */
export function kinds(now: number): Kind[] {
  const days = (first: number, last: number) => ({ from: date(now, first), to: date(now, last), zone: ZONE });
  const span = (first: number, last: number) => [`${date(now, first)}T00:00Z`, `${date(now, last + 1)}T00:00Z`];
  return [
    { what: 'everybody', wish: {}, floor: ['true', []] },
    { what: 'a word of many', wish: { text: 'burnout' }, floor: [WORDS(1), ['burnout:*']] },
    {
      what: 'three words',
      wish: { text: 'grief loss farewell' },
      floor: [WORDS(1), ['grief:* | loss:* | farewell:*']],
    },
    { what: 'a word of one', wish: { text: 'quill07123' }, floor: [WORDS(1), ['quill07123:*']] },
    { what: 'a mistyped word', wish: { text: 'anxeity' }, floor: [WORDS(1), ['anxiety']] },
    { what: 'one day', wish: days(3, 3), floor: [FREE(1), span(3, 3)] },
    { what: 'a week', wish: days(1, 7), floor: [FREE(1), span(1, 7)] },
    { what: 'a month from in two months', wish: days(60, 90), floor: [FREE(1), span(60, 90)] },
    { what: 'soonest', wish: { sort: 'soonest' }, floor: [FREE(1), span(0, 365)] },
    {
      what: 'facets and a day',
      wish: { ...days(4, 4), category: 'mind', priceMax: 9_000, language: 'en', ratingMin: 4, sort: 'price' },
      floor: [
        `${FREE(1)} and ${BELOW(3)} and l.price_minor <= 8651 and 'en' = any(p.spoken) and p.stars >= 4 * p.review_count and p.review_count > 0`,
        [...span(4, 4), 'mind'],
      ],
    },
    {
      what: 'words, facets and a day',
      wish: { ...days(2, 2), text: 'stress and exhaustion', mode: 'advice', priceMax: 12_000 },
      floor: [
        `${WORDS(1)} and ${FREE(2)} and l.mode = 'advice' and l.price_minor <= 11651`,
        ['stress:* | exhaustion:*', ...span(2, 2)],
      ],
    },
    {
      what: 'words, facets and a month',
      wish: { ...days(1, 30), text: 'new career', language: 'de', overlap: 2, sort: 'soonest' },
      floor: [
        `${WORDS(1)} and ${FREE(2)} and 'de' = any(p.spoken) and p.zone like 'Europe/%'`,
        ['new | career:*', ...span(1, 30)],
      ],
    },
  ];
}

/** Counts the ids of what can be booked under these conditions. */
export function floorSql(conditions: string): string {
  return `select count(l.id)::int as count from listing l join profile p on p.account_id = l.provider_id
    where l.state = 'published' and l.kind = 'session' and (l.mode = 'advice' or p.licence = 'verified') and ${conditions}`;
}
