import { Injectable } from '@nestjs/common';
import type { Categories, Output } from '@sounding/contracts';
import { PrismaClient } from './generated/prisma/client.ts';

@Injectable()
export class Tree {
  constructor(private readonly db: PrismaClient) {}

  /** Branches in their order, each followed by what is below it, with the bookable listings in it and below it. */
  async all(): Promise<Output<typeof Categories>> {
    const categories = await this.db.$queryRaw<Output<typeof Categories>['categories']>`
      with recursive above as (
        select slug as leaf, slug from category
        union all
        select above.leaf, category.parent from above join category on category.slug = above.slug
        where category.parent is not null
      ),
      path as (
        select slug, array[position] as place from category where parent is null
        union all
        select category.slug, path.place || category.position from category join path on category.parent = path.slug
      ),
      offered as (select category as leaf, count(*) as listings from listing join bookable using (id) group by category)
      select category.slug, category.name, category.parent, coalesce(sum(offered.listings), 0)::int as listings
      from category
      join path on path.slug = category.slug
      join above on above.slug = category.slug
      left join offered on offered.leaf = above.leaf
      group by category.slug, path.place
      order by path.place`;
    return { categories };
  }
}
