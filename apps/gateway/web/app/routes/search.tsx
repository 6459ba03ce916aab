import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Categories, Output, Search } from '@sounding/contracts';
import { ProblemNotice, StillWater, zoneName } from '@sounding/ui';
import { ApiProblem, apiOf, load, visit } from '@sounding/ui/api';
import { zoneOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Form, Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { type CategoryBranch, treeOf } from '../categories.ts';
import { CrisisBanner } from '../parts/CrisisBanner.tsx';
import { ListingCard } from '../parts/ListingCard.tsx';
import { SearchBox } from '../parts/SearchBox.tsx';
import { PRICE_STEPS, pageAddress, priceWords, readSearch, type SearchForm, SORTS, toQuery } from '../search-query.ts';

export const meta: MetaFunction = () => [{ title: 'Find someone · Sounding' }];

const NOTHING: Output<typeof Search> = { hits: [], total: 0, page: 1, pages: 0, crisis: false };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const form = readSearch(new URL(request.url).searchParams);
  const api = apiOf(context);
  const zone = await zoneOf(request, context);
  const { categories } = await load(request, () => api.get<Output<typeof Categories>>('/categories'));
  const common = { form, zone, branches: treeOf(categories), now: context.get(visit).now.toISOString() };
  try {
    const found = await api.get<Output<typeof Search>>('/search', toQuery(form, zone));
    return { ...common, found, problem: null };
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status < 500)
      return { ...common, found: NOTHING, problem: error.problem };
    return load(request, () => Promise.reject(error));
  }
}

export default function SearchPage(): ReactNode {
  const { form, zone, branches, found, problem, now } = useLoaderData<typeof loader>();
  const count = `${found.total} ${found.total === 1 ? 'session' : 'sessions'}`;
  return (
    <>
      {found.crisis && <CrisisBanner />}
      <h1>Find someone</h1>
      <Form method="get" action="/search" role="search" className="search-form" key={JSON.stringify(form)}>
        <SearchBox text={form.text} label="What is it about?" />
        <Filters form={form} branches={branches} zone={zone} now={now} wrong={problem !== null} />
      </Form>
      <ProblemNotice problem={problem} />
      {!problem && (
        <p className="quiet" role="status">
          {count}
          {found.pages > 1 && `, page ${found.page} of ${found.pages}`}
        </p>
      )}
      {found.hits.length > 0 ? (
        <ul className="plain results">
          {found.hits.map((hit) => (
            <li key={hit.listing.id}>
              <ListingCard hit={hit} zone={zone} from={form.from} />
            </li>
          ))}
        </ul>
      ) : (
        !problem && <Nobody form={form} />
      )}
      <Pages form={form} pages={found.pages} />
    </>
  );
}

interface FiltersProps {
  readonly form: SearchForm;
  readonly branches: readonly CategoryBranch[];
  readonly zone: string;
  readonly now: string;
  readonly wrong: boolean;
}

function Filters({ form, branches, zone, now, wrong }: FiltersProps): ReactNode {
  const active = [form.category, form.mode, form.from, form.priceMax, form.sort === 'best' ? '' : form.sort].filter(
    Boolean,
  );
  // Closed after each search, unless something in it is wrong: on a phone the people come first, and what is set is one line.
  return (
    <details className="filters" open={wrong}>
      <summary>
        Narrow down by day, price or subject
        {active.length > 0 && <span className="tag tag-good">{active.length} set</span>}
      </summary>
      <div className="filters-grid">
        <NativeSelect name="category" label="Subject" defaultValue={form.category}>
          <option value="">All subjects</option>
          {branches.map((branch) => (
            <optgroup key={branch.slug} label={branch.name}>
              <option value={branch.slug}>All of {branch.name}</option>
              {branch.leaves.map((leaf) => (
                <option key={leaf.slug} value={leaf.slug}>
                  {leaf.name}
                </option>
              ))}
            </optgroup>
          ))}
        </NativeSelect>
        <NativeSelect name="mode" label="Advice or therapy" defaultValue={form.mode}>
          <option value="">Either</option>
          <option value="advice">Advice (coaching, no clinical claim)</option>
          <option value="therapy">Therapy (verified licence)</option>
        </NativeSelect>
        <TextInput
          type="date"
          name="from"
          label="Free from"
          defaultValue={form.from}
          description={<span suppressHydrationWarning>Days in {zoneName(zone, now)}</span>}
        />
        <TextInput type="date" name="to" label="Free until" defaultValue={form.to} description="At most 31 days" />
        <NativeSelect name="priceMax" label="Price" defaultValue={form.priceMax}>
          <option value="">Any price</option>
          {PRICE_STEPS.map((minor) => (
            <option key={minor} value={minor}>
              {priceWords(minor)}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect name="sort" label="Order" defaultValue={form.sort}>
          {Object.entries(SORTS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </NativeSelect>
      </div>
      <div className="row">
        <Button type="submit" variant="default">
          Show results
        </Button>
        {active.length > 0 && (
          <Link to={pageAddress({ ...readSearch(new URLSearchParams()), text: form.text }, 1)}>Clear filters</Link>
        )}
      </div>
    </details>
  );
}

function Nobody({ form }: { form: SearchForm }): ReactNode {
  return (
    <div className="card narrow">
      <StillWater />
      <h2>Nobody matches all of that</h2>
      <p>
        {form.from ? 'Try a wider range of days, ' : 'Try fewer or other words, '}
        or <Link to="/search">look at everybody</Link>.
      </p>
    </div>
  );
}

function Pages({ form, pages }: { form: SearchForm; pages: number }): ReactNode {
  if (pages <= 1) return null;
  return (
    <nav aria-label="Pages of results" className="row row-between pages">
      {form.page > 1 ? <Link to={pageAddress(form, form.page - 1)}>← Previous page</Link> : <span />}
      {form.page < pages && <Link to={pageAddress(form, form.page + 1)}>Next page →</Link>}
    </nav>
  );
}
