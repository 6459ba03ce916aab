import { Injectable } from '@nestjs/common';
import { type Input, MOST_HORIZON_DAYS, type Output, refuse, Search } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { type Terms, termsAt } from '@sounding/terms';
import { hintsAtCrisis } from './crisis.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { searchSql, type Wanted } from './search.sql.ts';
import {
  type Alike,
  cursorOf,
  facetsOf,
  PAGE_SIZE,
  PRICE_STEPS,
  pagesOf,
  placeOf,
  priceWithin,
  RATING_STEPS,
  type Span,
  sharedHours,
  spanOf,
  totalOf,
  wordsOf,
} from './search.ts';
import { hitOf, type ListingRow, type ProfileRow } from './views.ts';

type Answer = Output<typeof Search>;

/** As JSON writes it: `priceMinor` is a number, `nextStart` a text. */
type HitRow = Omit<ListingRow, 'priceMinor'> &
  ProfileRow & {
    readonly priceMinor: number;
    readonly keys: readonly [string, string, string];
    readonly nextStart: string | null;
  };

interface Found {
  readonly least: number;
  readonly alike: readonly Alike[];
  readonly categories: Answer['facets']['categories'];
  readonly languages: Answer['facets']['languages'];
  readonly hits: readonly HitRow[];
}

const DAY = 86_400_000;

@Injectable()
export class Finder {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
  ) {}

  /** The words are looked at for signs of a crisis and for listings; they are kept nowhere. */
  async search(input: Input<typeof Search>): Promise<Answer> {
    const now = this.clock.now();
    const terms = termsAt(now);
    const span = spanOf(input.from, input.to, input.zone);
    if (span === null) {
      throw refuse(Search, 'bad-range', 'Give a first and a last day, in this order, at most 31 days in all.');
    }
    const found = await this.find(wantedOf(input, span, terms), input.zone, now, terms);
    const total = totalOf(found.alike);
    const shown = found.hits.slice(0, PAGE_SIZE);
    const last = found.hits.length > PAGE_SIZE ? shown.at(-1) : undefined;
    return {
      hits: shown.map((row) => hitOf({ ...row, priceMinor: BigInt(row.priceMinor) }, row.nextStart, terms)),
      total,
      page: input.page,
      pages: pagesOf(total),
      next: last ? cursorOf({ keys: last.keys, least: found.least, id: last.id }) : null,
      facets: { ...facetsOf(found.alike), categories: found.categories, languages: found.languages },
      crisis: hintsAtCrisis(input.text),
    };
  }

  private async find(wanted: Wanted, zone: string, now: Date, terms: Terms): Promise<Found> {
    // Which hours two zones share is worked out here and never in SQL, whose zones are other ones than Node's.
    const zones = await this.db.profile.groupBy({ by: ['zone'] });
    const [found] = await this.db.$queryRaw<Found[]>(
      searchSql(wanted, {
        now,
        horizon: new Date(now.getTime() + MOST_HORIZON_DAYS * DAY),
        shared: zones.map((one) => ({ zone: one.zone, hours: sharedHours(zone, one.zone, wanted.span?.from ?? now) })),
        priceSteps: PRICE_STEPS.map((most) => priceWithin(most, terms)),
        ratingSteps: RATING_STEPS,
      }),
    );
    if (!found) throw new Error('a search without an answer');
    return found;
  }
}

function wantedOf(input: Input<typeof Search>, span: Span | undefined, terms: Terms): Wanted {
  return {
    words: wordsOf(input.text),
    category: input.category,
    mode: input.mode,
    priceMost: input.priceMax === undefined ? undefined : priceWithin(input.priceMax, terms),
    language: input.language,
    overlap: input.overlap,
    ratingMin: input.ratingMin,
    span,
    sort: input.sort,
    after: input.after === undefined ? undefined : placeOf(input.after),
    skip: input.after === undefined ? (input.page - 1) * PAGE_SIZE : 0,
  };
}
