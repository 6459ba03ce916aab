/** Lists as Stripe pages them: newest first, ten unless told, a cursor must name a known object. */
import { type Kind, kindOf } from '../store/kinds.ts';
import type { PageQuery } from '../store/objects.store.ts';
import type { Call } from './call.ts';
import { missing } from './problem.ts';
import type { Listing } from './route.ts';

export interface Paging {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly created?: number | { gt?: number; gte?: number; lt?: number; lte?: number } | undefined;
}

/** `where` drops conditions without a value. */
export function pageOf(
  call: Call,
  kind: Kind,
  url: string,
  paging: Paging,
  where: Record<string, string | number | undefined> = {},
  payout?: string,
): Listing {
  for (const name of ['starting_after', 'ending_before'] as const) {
    const cursor = paging[name];
    if (cursor !== undefined && !(kindOf(cursor) === kind && call.store.get(kind, cursor, call.account)))
      throw missing(kind, cursor, name);
  }
  const created = typeof paging.created === 'number' ? { gte: paging.created, lte: paging.created } : paging.created;
  const query: PageQuery = {
    account: call.account,
    limit: paging.limit ?? 10,
    startingAfter: paging.starting_after,
    endingBefore: paging.ending_before,
    created,
    payout,
    where: Object.entries(where).flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const])),
  };
  const { data, hasMore } = call.store.page(kind, query);
  return { object: 'list', url, has_more: hasMore, data };
}
