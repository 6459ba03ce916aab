import type { Categories, Output, Search } from '@sounding/contracts';
import { ProblemNotice, StillWater } from '@sounding/ui';
import { ApiProblem, apiOf, load, visit } from '@sounding/ui/api';
import { zoneOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Form, Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { treeOf } from '../categories.ts';
import { CrisisBanner } from '../parts/CrisisBanner.tsx';
import { Filters } from '../parts/Filters.tsx';
import { ListingCard } from '../parts/ListingCard.tsx';
import { SearchBox } from '../parts/SearchBox.tsx';
import { pageAddress, readSearch, type SearchForm, toQuery } from '../search-query.ts';

export const meta: MetaFunction = () => [{ title: 'Find someone · Sounding' }];

const NOTHING: Output<typeof Search> = {
  ...{ hits: [], total: 0, page: 1, pages: 0, next: null, crisis: false },
  facets: { categories: [], modes: [], languages: [], prices: [], ratings: [], overlaps: [] },
};

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
        <Filters form={form} facets={found.facets} branches={branches} zone={zone} now={now} wrong={problem !== null} />
      </Form>
      <ProblemNotice problem={problem} />
      {!problem && (
        <p className="quiet" role="status">
          {count}
          {form.after && ', from further down the list'}
        </p>
      )}
      {found.hits.length > 0 && <HowOrdered />}
      {found.hits.length > 0 ? (
        <ul className="plain results">
          {found.hits.map((hit) => (
            <li key={hit.listing.id}>
              <ListingCard hit={hit} zone={zone} from={form.from} />
            </li>
          ))}
        </ul>
      ) : (
        !problem && <Nobody form={form} total={found.total} />
      )}
      <Pages form={form} next={found.next} />
    </>
  );
}

/** The ranking of the catalog's README, for whoever reads the results. */
function HowOrdered(): ReactNode {
  return (
    <details className="small how-ordered">
      <summary>How this order comes about</summary>
      <p>
        First by how many of your words a session has, then by where it has them: its title counts most, then its
        subject, then who offers it, then its text. Between equals, reviews decide: we take the mean as if everybody
        began with five reviews of 4.3 stars, so that one good review does not outweigh fifty. After that it is chance.
        “Best rated” asks the reviews first. Nobody can pay for a place.
      </p>
    </details>
  );
}

function Nobody({ form, total }: { form: SearchForm; total: number }): ReactNode {
  if (total > 0) {
    return (
      <p>
        That was everybody. <Link to={pageAddress(form)}>Back to the first page</Link>
      </p>
    );
  }
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

/** Onwards and back to the beginning; the page before is the browser's to know. */
function Pages({ form, next }: { form: SearchForm; next: string | null }): ReactNode {
  if (form.after === '' && next === null) return null;
  return (
    <nav aria-label="Pages of results" className="row row-between pages">
      {form.after === '' ? <span /> : <Link to={pageAddress(form)}>← First page</Link>}
      {next !== null && <Link to={pageAddress(form, next)}>Next page →</Link>}
    </nav>
  );
}
