/**
 * The search as one statement: words, filters, days, counts and one page. Runs are arithmetic: no start is stored singly.
 *
 * The order, which is the ranking. Everything in it is the listing's own, so that no other listing's change moves it:
 * - `matched`: how many of the words it has, by stem, by beginning, or by what a mistyped word meant.
 * - `rank`: how prominently: the title weighs 1, the categories above it 0.4, who offers it 0.2, the text 0.1 (`ts_rank`).
 * - `standing`: (stars + 21.5) / (reviews + 5): the mean, as if everybody began with five reviews of 4.3. `best` takes it in
 *   quarters of a star.
 * - `id`: drawn by lot when the listing was made. Between equals it decides, and nobody's listings stand together.
 */
import { Prisma } from './generated/prisma/client.ts';
import { FAILED, PAGE_SIZE, type Place, type Span } from './search.ts';

export type Sort = 'best' | 'price' | 'soonest' | 'rating';

export interface Wanted {
  readonly words: readonly string[];
  readonly category: string | undefined;
  readonly mode: string | undefined;
  /** Minor units of the price itself. */
  readonly priceMost: number | undefined;
  readonly language: string | undefined;
  readonly overlap: number | undefined;
  readonly ratingMin: number | undefined;
  readonly span: Span | undefined;
  readonly sort: Sort;
  readonly after: Place | undefined;
  /** Hits to leave out before the page, for callers that count pages. */
  readonly skip: number;
}

/** What the statement needs to know of the world. */
export interface Facts {
  readonly now: Date;
  /** No start of any listing lies there or later. */
  readonly horizon: Date;
  /** Hours that a provider in each zone shares with the visitor. */
  readonly shared: readonly { readonly zone: string; readonly hours: number }[];
  /** Highest prices of the price steps, and least means of the rating steps, lowest first. */
  readonly priceSteps: readonly number[];
  readonly ratingSteps: readonly number[];
}

/**
 * Most listings have a start within these days, and those are found by walking the runs of these days; for the others,
 * each listing's own runs are asked. Of one, three and five days, five cost least among ten thousand providers.
 */
const SOON_MS = 5 * 86_400_000;

const ORDER: Readonly<Record<Sort, Prisma.Sql>> = {
  best: Prisma.sql`-matched as k1, -rank as k2, -floor(standing * 4)::bigint as k3`,
  price: Prisma.sql`price_minor as k1, -matched as k2, -floor(standing * 4)::bigint as k3`,
  soonest: Prisma.sql`coalesce(floor(extract(epoch from next_start) * 1000)::bigint, 9000000000000000) as k1, -matched as k2,
    -floor(standing * 4)::bigint as k3`,
  rating: Prisma.sql`-floor(standing * 1000)::bigint as k1, -matched as k2, -rank as k3`,
};

export function searchSql(wanted: Wanted, facts: Facts): Prisma.Sql {
  const { span, after, sort } = wanted;
  const from = within(span?.from ?? facts.now, facts);
  const to = within(span?.to ?? facts.horizon, facts);
  const timed = span !== undefined || sort === 'soonest';
  const withWords = wanted.words.length > 0;
  return Prisma.sql`
    with recursive
    ${branches(wanted.category)},
    ${withWords ? Prisma.sql`${meaning(wanted.words)},` : Prisma.empty}
    shared as (
      select zone, hours from unnest(${facts.shared.map((one) => one.zone)}::text[], ${facts.shared.map((one) => one.hours)}::int[])
        as z (zone, hours)
    ),
    offered as materialized (
      select each.*, ${failed(wanted)} as failed from (
      select l.id, l.category, l.mode, l.price_minor, p.spoken, p.stars, p.review_count, coalesce(shared.hours, 0) as hours,
        (p.stars + 21.5::float8) / (p.review_count + 5) as standing,
        ${timed ? Prisma.sql`${leastStart(from, facts.now)} as least_start, ${end(to, facts.now)} as no_start,` : Prisma.empty}
        ${withWords ? MATCHED : Prisma.sql`0::bigint as matched, 0::bigint as rank`}
      from ${withWords ? WITH_WORDS : Prisma.sql`listing l`}
      join profile p on p.account_id = l.provider_id
      ${timed ? Prisma.sql`left join horizon on horizon.listing_id = l.id` : Prisma.empty}
      left join shared on shared.zone = p.zone
      ${withWords ? Prisma.sql`cross join sought` : Prisma.empty}
      where l.state = 'published' and l.kind = 'session' and (l.mode = 'advice' or p.licence = 'verified')
      ) each
    ),
    threshold as (${after || !withWords ? Prisma.sql`select ${after?.least ?? 0}::bigint as least` : LEAST}),
    ${timed ? starts(from, to) : Prisma.sql`timed as (select *, null::timestamptz as next_start from offered where ${COUNTED})`},
    judged as materialized (
      select id, category, mode, price_minor, spoken, hours, stars, review_count, next_start, failed,
        ${ORDER[sort]}
      from timed
      where matched >= (select least from threshold) and (${span === undefined} or next_start is not null)
    ),
    page as (
      select * from judged
      where failed = 0 ${after ? Prisma.sql`and (k1, k2, k3, id) > (${after.keys[0]}::bigint, ${after.keys[1]}::bigint, ${after.keys[2]}::bigint, ${after.id}::uuid)` : Prisma.empty}
      order by k1, k2, k3, id limit ${PAGE_SIZE + 1} offset ${wanted.skip}
    )
    select
      (select least::int from threshold) as least,
      (${alike(facts)}) as alike,
      (${CATEGORIES}) as categories,
      (${LANGUAGES}) as languages,
      (${hits(timed ? null : { from, to, now: facts.now })}) as hits`;
}

/** Between now and the last horizon: no start lies elsewhere, and the database cannot read every year that a person may name. */
function within(at: Date, { now, horizon }: Facts): Date {
  return at < now ? now : at > horizon ? horizon : at;
}

/** The slugs of the wanted category and of everything below it, and for each leaf those above it. */
function branches(category: string | undefined): Prisma.Sql {
  return Prisma.sql`
    branch as (
      select slug from category where slug = ${category ?? null}::text
      union all
      select below.slug from category below join branch on below.parent = branch.slug
    ),
    above as (
      select slug as leaf, slug from category
      union all
      select above.leaf, category.parent from above join category on category.slug = above.slug
      where category.parent is not null
    )`;
}

/** `word`: what each word of the search may mean; `sought`: any of them, and how many words there are. */
function meaning(words: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    typed as (select token, length(token) > 3 as long from unnest(${words}::text[]) as token),
    word as materialized (
      select query from (
        select to_tsquery('english', token || case when long then ':*' else '' end) || coalesce(
          case when long and not exists (
            select 1 from vocabulary
            where vocabulary.word collate "C" >= token and vocabulary.word collate "C" < token || chr(1114111)
          ) then (
            select to_tsquery('english', string_agg(quote_literal(near.word), ' | '))
            from (
              select vocabulary.word from vocabulary where vocabulary.word % token
              order by similarity(vocabulary.word, token) desc, vocabulary.word limit 3
            ) near
          ) end, ''::tsquery) as query
        from typed
      ) each where numnode(query) > 0
    ),
    sought as materialized (
      select coalesce(string_agg('(' || query::text || ')', ' | ')::tsquery, ''::tsquery) as query, count(*) as words
      from word
    )`;
}

/** Who matches fewer than three words for every five of the best match is left out: a partial match counts only where nothing is better. */
const LEAST = Prisma.sql`select coalesce(ceil(max(matched) * 0.6), 0)::bigint as least from offered`;

/**
 * Those with one of the words, by the index of documents; everybody where no word says anything. In two, because no index
 * serves an `or`.
 */
const WITH_WORDS = Prisma.sql`(
        select * from listing where document @@ (select query from sought)
        union all
        select * from listing where (select words from sought) = 0
      ) l`;

const MATCHED = Prisma.sql`
  (select count(*) from word where l.document @@ word.query) as matched,
  floor(ts_rank(l.document, sought.query) * 1000000)::bigint as rank`;

/** The first moment at which a start may lie: in the days asked for, after the listing's notice, and not now. */
function leastStart(from: Date, now: Date): Prisma.Sql {
  return Prisma.sql`greatest(
    ${from}::timestamptz,
    ${now}::timestamptz + l.notice_minutes * interval '1 minute',
    ${now}::timestamptz + interval '1 millisecond'
  )`;
}

/**
 * From there on no start lies: the days asked for or the listing's own horizon are over. A day of the horizon is 24 hours, as
 * booking counts it. Null where booking never said anything.
 */
function end(to: Date, now: Date): Prisma.Sql {
  return Prisma.sql`case when horizon.days is not null then least(${to}::timestamptz, ${now}::timestamptz + horizon.days * interval '24 hours') end`;
}

/** The first start of a run at or after `least`. Most runs begin after it, and need no arithmetic. */
function startIn(run: Prisma.Sql, least: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`case when ${run}.first >= ${least} then ${run}.first else ${run}.first + interval '1 minute' * ${run}.step_minutes *
    ceil(extract(epoch from ${least} - ${run}.first) / 60 / ${run}.step_minutes) end`;
}

/**
 * Who fails two filters is neither found nor counted, because a choice counts what passes every other filter, and no starts of
 * theirs are looked for. A case, because the planner takes a bare comparison for one that hardly anybody passes.
 */
const COUNTED = Prisma.sql`case when failed & (failed - 1) = 0 then true end`;

/** `timed`: everything offered that counts, with its first free start in [from, to), before its own horizon. */
function starts(from: Date, to: Date): Prisma.Sql {
  const soon = new Date(Math.min(to.getTime(), from.getTime() + SOON_MS));
  return Prisma.sql`
    soon as materialized (
      select id, min(at) as next_start
      from (
        select o.id, run.last, o.no_start, ${startIn(Prisma.sql`run`, Prisma.sql`o.least_start`)} as at
        from run join offered o on o.id = run.listing_id
        where run.first >= ${from}::timestamptz - interval '1 day' and run.first < ${soon}::timestamptz
          and run.last >= o.least_start and ${COUNTED}
      ) start
      where at <= last and at < ${soon}::timestamptz and at < no_start
      group by id
    ),
    timed as (
      select o.*, coalesce(soon.next_start, later.next_start) as next_start
      from offered o
      left join soon on soon.id = o.id
      left join lateral (
        select at as next_start
        from (${firstOf(Prisma.sql`o.id`, Prisma.sql`o.least_start`, Prisma.sql`soon.id is null and ${soon < to}`)}) own
        where at < o.no_start
      ) later on true
      where ${COUNTED}
    )`;
}

/**
 * One listing's first start at or after a moment: its runs follow one another, so the first that has not ended has it. The
 * index is not asked unless `needed`, which the limit would otherwise hide from the planner.
 */
function firstOf(id: Prisma.Sql, least: Prisma.Sql, needed = Prisma.sql`true`): Prisma.Sql {
  return Prisma.sql`
    select ${startIn(Prisma.sql`run`, least)} as at from run where ${needed} and run.listing_id = ${id} and run.last >= ${least}
    order by run.last limit 1`;
}

/** One bit for each filter that is set and not passed. */
function failed({ category, mode, priceMost, language, overlap, ratingMin }: Wanted): Prisma.Sql {
  const tests = [
    category === undefined ? null : [FAILED.category, Prisma.sql`category in (select slug from branch)`],
    mode === undefined ? null : [FAILED.mode, Prisma.sql`mode = ${mode}`],
    priceMost === undefined ? null : [FAILED.price, Prisma.sql`price_minor <= ${priceMost}::bigint`],
    language === undefined ? null : [FAILED.language, Prisma.sql`${language}::text = any(spoken)`],
    overlap === undefined ? null : [FAILED.overlap, Prisma.sql`hours >= ${overlap}::int`],
    ratingMin === undefined
      ? null
      : [FAILED.rating, Prisma.sql`review_count > 0 and stars >= ${ratingMin}::float8 * review_count`],
  ] as const;
  const bits = tests
    .filter((one) => one !== null)
    .map(([bit, passes]) => Prisma.sql`case when ${passes} then 0 else ${bit}::int end`);
  return bits.length === 0 ? Prisma.sql`0` : Prisma.sql`(${Prisma.join(bits, ' + ')})`;
}

/** How many are alike in what is counted by steps: a few hundred lines for any number of listings. */
function alike({ priceSteps, ratingSteps }: Facts): Prisma.Sql {
  // width_bucket counts the steps that are at most the value; a price is above a step when it is at least one cent more.
  const prices = priceSteps.map((price) => price + 1);
  return Prisma.sql`
    select coalesce(json_agg(group_of), '[]') from (
      select failed, mode, width_bucket(price_minor, ${prices}::bigint[]) as price,
        case when review_count = 0 then 0 else width_bucket(stars::float8 / review_count, ${ratingSteps}::float8[]) end as rating,
        hours, count(*)::int as count
      from judged group by 1, 2, 3, 4, 5
    ) group_of`;
}

const CATEGORIES = Prisma.sql`
  select coalesce(json_agg(json_build_object('slug', slug, 'count', count) order by slug), '[]') from (
    select above.slug, sum(own.count)::int as count
    from (select category, count(*) filter (where failed & ${~FAILED.category}::int = 0) as count from judged group by category) own
    join above on above.leaf = own.category
    where own.count > 0
    group by above.slug
  ) counted`;

const LANGUAGES = Prisma.sql`
  select coalesce(json_agg(json_build_object('language', language, 'count', count) order by count desc, language), '[]') from (
    select language, sum(own.count)::int as count
    from (select spoken, count(*) filter (where failed & ${~FAILED.language}::int = 0) as count from judged group by spoken) own
    cross join unnest(own.spoken) as language
    where own.count > 0
    group by language
  ) counted`;

/** The hits of the page and one more, in order, with everything that a card shows. With a range, their starts in it are looked up. */
function hits(range: { from: Date; to: Date; now: Date } | null): Prisma.Sql {
  const start = range
    ? Prisma.sql`(
          select at from (${firstOf(Prisma.sql`page.id`, leastStart(range.from, range.now))}) own where at < ${end(range.to, range.now)}
        )`
    : Prisma.sql`page.next_start`;
  return Prisma.sql`
    select coalesce(json_agg(hit order by k1, k2, k3, id), '[]') from (
      select page.k1, page.k2, page.k3, page.id, array[page.k1::text, page.k2::text, page.k3::text] as keys,
        ${start} as "nextStart",
        l.provider_id as "providerId", l.kind, l.mode, l.category, l.title, l.description, l.price_minor as "priceMinor", l.currency,
        l.duration_minutes as "durationMinutes", l.step_minutes as "stepMinutes", l.notice_minutes as "noticeMinutes",
        l.you_get as "youGet", l.plain_terms as "plainTerms", l.asks_first as "asksFirst", l.weeks_most as "weeksMost", l.state, l.version,
        p.account_id as "accountId", p.handle, p.display_name as "displayName", p.headline, p.about, p.languages, p.zone,
        p.licence, p.licence_places as "licencePlaces", p.approaches, p.picture, p.stars, p.review_count as "reviewCount"
      from page
      join listing l on l.id = page.id
      join profile p on p.account_id = l.provider_id
      left join horizon on horizon.listing_id = l.id
    ) hit`;
}
