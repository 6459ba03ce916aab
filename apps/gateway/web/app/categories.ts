/** The flat list of categories as the tree that pages show. */
import type { Category as Schema } from '@sounding/contracts';
import type { z } from 'zod';

export type Category = z.infer<typeof Schema>;

export interface CategoryBranch {
  readonly slug: string;
  readonly name: string;
  readonly leaves: readonly Category[];
}

/** Roots in the order given, each with its leaves; a root without leaves is its own leaf. */
export function treeOf(categories: readonly Category[]): CategoryBranch[] {
  return categories
    .filter((category) => category.parent === null)
    .map((root) => ({
      slug: root.slug,
      name: root.name,
      leaves: categories.filter((category) => category.parent === root.slug),
    }));
}
