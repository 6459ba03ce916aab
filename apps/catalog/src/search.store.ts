import { Injectable } from '@nestjs/common';
import { HORIZON_DAYS, type Input, type Output, refuse, Search } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { termsAt } from '@sounding/terms';
import { hintsAtCrisis } from './crisis.ts';
import { Prisma, PrismaClient } from './generated/prisma/client.ts';
import { PAGE_SIZE, pagesOf, priceWithin, type Span, spanOf, wordsOf } from './search.ts';
import { hitOf, type ListingRow, type ProfileRow } from './views.ts';

interface Wanted {
  readonly words: readonly string[];
  readonly category: string | undefined;
  readonly mode: string | undefined;
  /** Minor units of the price itself. */
  readonly priceMost: number | undefined;
  readonly span: Span | undefined;
  readonly sort: 'best' | 'price' | 'soonest';
  readonly page: number;
}

type HitRow = ListingRow & ProfileRow & { readonly nextStart: Date | null };

const DAY = 86_400_000;

@Injectable()
export class Finder {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
  ) {}

  /** The words are looked at for signs of a crisis and for listings; they are kept nowhere. */
  async search(input: Input<typeof Search>): Promise<Output<typeof Search>> {
    const now = this.clock.now();
    const terms = termsAt(now);
    const span = spanOf(input.from, input.to, input.zone);
    if (span === null) {
      throw refuse(Search, 'bad-range', 'Give a first and a last day, in this order, at most 31 days in all.');
    }
    const { rows, total } = await this.find(
      {
        words: wordsOf(input.text),
        category: input.category,
        mode: input.mode,
        priceMost: input.priceMax === undefined ? undefined : priceWithin(input.priceMax, terms),
        span,
        sort: input.sort,
        page: input.page,
      },
      now,
    );
    return {
      hits: rows.map((row) => hitOf(row, terms)),
      total,
      page: input.page,
      pages: pagesOf(total),
      crisis: hintsAtCrisis(input.text),
    };
  }

  /**
   * One page of what can be booked, and how much there is, in one statement. Words match by stem and by beginning; a word
   * that no listing knows is taken for the nearest words that some listing does. Who matches fewer than three words for
   * every five of the best match is left out: a partial match counts only where there is nothing better.
   */
  private async find(wanted: Wanted, now: Date): Promise<{ rows: HitRow[]; total: number }> {
    const { span } = wanted;
    const from = span && span.from > now ? span.from : now;
    const horizon = new Date(now.getTime() + HORIZON_DAYS * DAY);
    const to = span && span.to < horizon ? span.to : horizon;
    const found = await this.db.$queryRaw<({ total: number; id: string | null } & HitRow)[]>`
      with recursive
      branch as (
        select slug from category where slug = ${wanted.category ?? null}::text
        union all
        select below.slug from category below join branch on below.parent = branch.slug
      ),
      ${this.meaning(wanted.words)},
      found as (
        select l.id, l.price_minor, free.next_start,
          (select count(*) from word where l.document @@ word.query) as matched,
          ts_rank(l.document, sought.query) as rank,
          (p.stars + 21.5) / (p.review_count + 5) as standing,
          l.provider_id
        from listing l
        join profile p on p.account_id = l.provider_id
        cross join sought
        left join lateral (${this.firstStart(from, to, now)}) free on true
        where l.id in (select id from bookable)
          and (sought.words = 0 or l.document @@ sought.query)
          and (${wanted.mode ?? null}::text is null or l.mode = ${wanted.mode ?? null}::text)
          and (${wanted.category ?? null}::text is null or l.category in (select slug from branch))
          and (${wanted.priceMost ?? null}::bigint is null or l.price_minor <= ${wanted.priceMost ?? null}::bigint)
          and (${span === undefined} or free.next_start is not null)
      ),
      close as (
        select found.*,
          row_number() over (partition by provider_id order by matched desc, rank desc, id) as turn
        from found where matched * 5 >= (select max(matched) from found) * 3
      ),
      page as (
        select *, row_number() over (order by ${ORDER[wanted.sort]}) as place from close
        order by place limit ${PAGE_SIZE} offset ${(wanted.page - 1) * PAGE_SIZE}
      )
      select (select count(*)::int from close) as total, page.next_start as "nextStart",
        l.id, l.provider_id as "providerId", l.kind, l.mode, l.category, l.title, l.description,
        l.price_minor as "priceMinor", l.duration_minutes as "durationMinutes", l.step_minutes as "stepMinutes",
        l.notice_minutes as "noticeMinutes", l.state, l.version,
        p.account_id as "accountId", p.handle, p.display_name as "displayName", p.headline, p.about, p.languages,
        p.zone, p.licence, p.stars, p.review_count as "reviewCount"
      from (select 1) always
      left join page on true
      left join listing l on l.id = page.id
      left join profile p on p.account_id = l.provider_id
      order by page.place`;
    return { rows: found.filter((row) => row.id !== null), total: found[0]?.total ?? 0 };
  }

  /** `word`: what each word of the search may mean; `sought`: any of them, and how many words there are. */
  private meaning(words: readonly string[]): Prisma.Sql {
    return Prisma.sql`
      typed as (select token, length(token) > 3 as long from unnest(${words}::text[]) as token),
      word as (
        select query from (
          select to_tsquery('english', token || case when long then ':*' else '' end) || coalesce(
            case when long and not exists (select 1 from vocabulary where starts_with(vocabulary.word, token)) then (
              select to_tsquery('english', string_agg(quote_literal(near.word), ' | '))
              from (
                select vocabulary.word from vocabulary where vocabulary.word % token
                order by similarity(vocabulary.word, token) desc, vocabulary.word limit 3
              ) near
            ) end, ''::tsquery) as query
          from typed
        ) each where numnode(query) > 0
      ),
      sought as (
        select coalesce(string_agg('(' || query::text || ')', ' | ')::tsquery, ''::tsquery) as query, count(*) as words
        from word
      )`;
  }

  /** The first free start in [from, to) that keeps the listing's notice. Runs are arithmetic: no start is stored singly. */
  private firstStart(from: Date, to: Date, now: Date): Prisma.Sql {
    return Prisma.sql`
      select min(start.at) as next_start
      from (
        select greatest(
          ${from}::timestamptz,
          ${now}::timestamptz + l.notice_minutes * interval '1 minute',
          ${now}::timestamptz + interval '1 millisecond'
        ) as at
      ) least
      join run on run.listing_id = l.id and run.last >= least.at and run.first < ${to}::timestamptz
      cross join lateral (
        select run.first + interval '1 minute' * run.step_minutes *
          ceil(greatest(0, extract(epoch from least.at - run.first)) / 60 / run.step_minutes) as at
      ) start
      where start.at <= run.last and start.at < ${to}::timestamptz`;
  }
}

/** `best` shows one listing of each provider before a second of anybody, unless words decide. The id makes pages stable. */
const ORDER = {
  best: Prisma.sql`matched desc, case when matched = 0 then turn else 0 end, rank desc, standing desc, id`,
  price: Prisma.sql`price_minor, matched desc, standing desc, id`,
  soonest: Prisma.sql`next_start nulls last, matched desc, standing desc, id`,
} as const;
