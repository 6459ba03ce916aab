import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Output, Search } from '@sounding/contracts';
import { zoneName } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { CategoryBranch } from '../categories.ts';
import {
  type Choice,
  filtersSet,
  overlapWords,
  pageAddress,
  priceWords,
  readSearch,
  type SearchForm,
  SORTS,
  withChosen,
} from '../search-query.ts';
import { languageName } from './ListingCard.tsx';

type Facets = Output<typeof Search>['facets'];

interface FiltersProps {
  readonly form: SearchForm;
  readonly facets: Facets;
  readonly branches: readonly CategoryBranch[];
  readonly zone: string;
  readonly now: string;
  readonly wrong: boolean;
}

const MODES = { advice: 'Advice (coaching, no clinical claim)', therapy: 'Therapy (verified licence)' } as const;

/** What narrows a search, each choice with how many it would find. One form, so that it works without script. */
export function Filters({ form, facets, branches, zone, now, wrong }: FiltersProps): ReactNode {
  const active = filtersSet(form).length;
  const modes = facets.modes.map(({ mode, count }) => ({ value: mode, words: MODES[mode], count }));
  const ratings = facets.ratings.map(({ least, count }) => ({
    value: String(least),
    words: ratingWords(least),
    count,
  }));
  // Closed after each search, unless something in it is wrong: on a phone the people come first, and what is set is one line.
  return (
    <details className="filters" open={wrong}>
      <summary>
        Narrow down by day, price, subject and more
        {active > 0 && <span className="tag tag-good">{active} set</span>}
      </summary>
      <div className="filters-grid">
        <Subject form={form} branches={branches} categories={facets.categories} />
        <Pick name="mode" label="Advice or therapy" none="Either" chosen={form.mode} choices={modes} />
        <TextInput
          type="date"
          name="from"
          label="Free from"
          defaultValue={form.from}
          description={<span suppressHydrationWarning>Days in {zoneName(zone, now)}</span>}
        />
        <TextInput type="date" name="to" label="Free until" defaultValue={form.to} description="At most 31 days" />
        <Pick name="priceMax" label="Price" none="Any price" chosen={form.priceMax} choices={pricesOf(form, facets)} />
        <Pick name="language" label="Language" none="Any" chosen={form.language} choices={languagesOf(form, facets)} />
        <Pick
          name="overlap"
          label="Hours in common"
          none="Any"
          chosen={form.overlap}
          choices={overlapsOf(form, facets)}
        />
        <Pick name="ratingMin" label="Rating" none="Any, also without" chosen={form.ratingMin} choices={ratings} />
        <NativeSelect name="sort" label="Order" defaultValue={form.sort} data={sorts} />
      </div>
      <div className="row">
        <Button type="submit" variant="default">
          Show results
        </Button>
        {active > 0 && (
          <Link to={pageAddress({ ...readSearch(new URLSearchParams()), text: form.text })}>Clear filters</Link>
        )}
      </div>
    </details>
  );
}

const sorts = Object.entries(SORTS).map(([value, label]) => ({ value, label }));

function ratingWords(least: number): string {
  return `${least} of 5 and up`;
}

function pricesOf({ priceMax }: SearchForm, { prices }: Facets): Choice[] {
  const choices = prices.map(({ most, count }) => ({ value: String(most), words: priceWords(most), count }));
  return withChosen(choices, priceMax, priceWords(Number(priceMax)));
}

function languagesOf({ language }: SearchForm, { languages }: Facets): Choice[] {
  const choices = languages.map((one) => ({
    value: one.language,
    words: languageName(one.language),
    count: one.count,
  }));
  return withChosen(choices, language, languageName(language || 'und'));
}

function overlapsOf({ overlap }: SearchForm, { overlaps }: Facets): Choice[] {
  const choices = overlaps.map(({ hours, count }) => ({ value: String(hours), words: overlapWords(hours), count }));
  return withChosen(choices, overlap, overlapWords(Number(overlap)));
}

interface PickProps {
  readonly name: string;
  readonly label: string;
  /** What the empty choice says. */
  readonly none: string;
  readonly chosen: string;
  readonly choices: readonly Choice[];
}

function Pick({ name, label, none, chosen, choices }: PickProps): ReactNode {
  return (
    <NativeSelect name={name} label={label} defaultValue={chosen}>
      <option value="">{none}</option>
      {withChosen(choices, chosen, chosen).map(({ value, words, count }) => (
        <option key={value} value={value}>
          {words} ({count})
        </option>
      ))}
    </NativeSelect>
  );
}

interface SubjectProps {
  readonly form: SearchForm;
  readonly branches: readonly CategoryBranch[];
  readonly categories: Facets['categories'];
}

/** The whole tree, also where nothing would be found: people look for a subject by its place in it. */
function Subject({ form, branches, categories }: SubjectProps): ReactNode {
  const counts = new Map(categories.map(({ slug, count }) => [slug, count]));
  return (
    <NativeSelect name="category" label="Subject" defaultValue={form.category}>
      <option value="">All subjects</option>
      {branches.map((branch) => (
        <optgroup key={branch.slug} label={branch.name}>
          <option value={branch.slug}>
            All of {branch.name} ({counts.get(branch.slug) ?? 0})
          </option>
          {branch.leaves.map((leaf) => (
            <option key={leaf.slug} value={leaf.slug}>
              {leaf.name} ({counts.get(leaf.slug) ?? 0})
            </option>
          ))}
        </optgroup>
      ))}
    </NativeSelect>
  );
}
