import { Button, TextInput } from '@mantine/core';
import type { IssueYearSummary, MyDocuments, Output } from '@sounding/contracts';
import { format } from '@sounding/money';
import { KeyField, ProblemNotice, StillWater, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { readDocumentSearch } from '../document-search.ts';
import { pdfPath } from '../parts/DocumentPdf.tsx';
import { documentWords, totalWords } from '../parts/documents.ts';

export const meta: MetaFunction = () => [{ title: 'Receipts · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const search = readDocumentSearch(new URL(request.url).searchParams);
  const [person, found] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      apiOf(context).get<Output<typeof MyDocuments>>('/documents', { ...search }),
    ]),
  );
  return { ...found, number: search.number, zone: person.zone, formKey: newKey() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const { id } = await apiOf(context).post<Output<typeof IssueYearSummary>>(
      `/documents/years/${encodeURIComponent(text(form, 'year'))}/summary`,
      {},
      text(form, 'key'),
    );
    return redirect(`/documents/${id}`);
  });
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>;
type Listed = Page['documents'][number];

/** What a client's year is made of; a provider's statements are months of their own. */
const OF_A_YEAR = new Set<Listed['kind']>(['receipt', 'tip-receipt', 'credit-note']);

export default function Documents(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  if (page.years.length === 0) return <Empty />;
  return (
    <div className="reading">
      <h1>Receipts</h1>
      <ProblemNotice problem={done?.problem} />
      <Years page={page} />
      <Form method="get" className="find-number" role="search">
        <TextInput
          name="number"
          label="Find by number"
          defaultValue={page.number ?? ''}
          maxLength={40}
          key={page.number}
        />
        <Submit variant="default" busy="Looking…">
          Find
        </Submit>
      </Form>
      {page.number && (
        <p role="status">
          {page.documents.length === 0 ? 'Nothing' : page.documents.length} in {page.year} with “{page.number}” in its
          number. <Link to={`/documents?year=${page.year}`}>All of {page.year}</Link>
        </p>
      )}
      {!page.number && <WholeYear page={page} />}
      <List page={page} />
      <p className="quiet">
        Your alias is on them unless you ask for your full name.{' '}
        <Link to="/account/documents">Name and paper of documents to come</Link>
      </p>
    </div>
  );
}

function Empty(): ReactNode {
  return (
    <div className="narrow">
      <h1>Receipts</h1>
      <div className="card">
        <StillWater />
        <p>
          There is nothing here yet. When you have paid, the receipt is here a moment later, as a page and as PDF;
          credit notes, bills you kept and the summary of a year for taxes come to it. Who offers time finds statements
          here.
        </p>
        <Button component={Link} to="/bookings" variant="default">
          My bookings
        </Button>
      </div>
    </div>
  );
}

function Years({ page: { years, year } }: { page: Page }): ReactNode {
  const all = [...new Set([year, ...years])].sort((a, b) => b - a);
  return (
    <nav aria-label="Years" className="sub-nav">
      {all.map((one) => (
        <Link key={one} to={`/documents?year=${one}`} aria-current={one === year ? 'page' : undefined}>
          {one}
        </Link>
      ))}
    </nav>
  );
}

function List({ page: { documents, number, year, zone } }: { page: Page }): ReactNode {
  if (documents.length === 0) return number ? null : <p>Nothing was issued to you in {year}.</p>;
  return (
    <ul className="plain documents" aria-label={`Documents of ${year}`}>
      {documents.map((one) => (
        <Row key={one.id} one={one} zone={zone} />
      ))}
    </ul>
  );
}

function Row({ one, zone }: { one: Listed; zone: string }): ReactNode {
  const forms = one.kind !== 'statement' && one.kind !== 'year-summary';
  return (
    <li data-kind={one.kind} data-replaced={one.replaced || undefined}>
      <div>
        <Link to={`/documents/${one.id}`}>
          {documentWords(one.kind)} <span className="receipt-number">{one.number}</span>
        </Link>{' '}
        {one.replaced && <span className="tag">replaced</span>}
        <div className="quiet small">
          <When at={one.issuedAt} zone={zone} as="day" />
        </div>
      </div>
      <div className="document-total">
        {format(one.total)}
        <span className="bill-what">{totalWords(one.kind)}</span>
      </div>
      <div className="row">
        <a href={pdfPath(one.id, 'full')} aria-label={`PDF of ${one.number}`}>
          PDF
        </a>
        {forms && (
          <a href={pdfPath(one.id, 'discreet')} aria-label={`Discreet PDF of ${one.number}`}>
            Discreet PDF
          </a>
        )}
      </div>
    </li>
  );
}

function WholeYear({ page: { documents, year, formKey } }: { page: Page }): ReactNode {
  if (!documents.some(({ kind }) => OF_A_YEAR.has(kind))) return null;
  const zip = `/api/v1/documents/years/${year}.zip`;
  return (
    <section className="card" aria-labelledby="whole-year">
      <h2 id="whole-year">All of {year}</h2>
      <p>
        The ZIP has the PDF of every receipt and credit note that counts. The discreet PDFs say the same numbers, lines
        and totals, and name neither your provider nor the subject.
      </p>
      <div className="row">
        <Button component="a" href={`${zip}?form=full`}>
          Download {year} as ZIP
        </Button>
        <a href={`${zip}?form=discreet`}>The discreet PDFs as ZIP</a>
      </div>
      <Form method="post" className="year-summary">
        <KeyField value={formKey} />
        <input type="hidden" name="year" value={year} />
        <Submit variant="default" busy="Adding up…">
          Summary of {year} for taxes
        </Submit>
      </Form>
    </section>
  );
}
