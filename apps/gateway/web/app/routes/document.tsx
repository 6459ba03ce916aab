import type { DocumentForm, Output, Reissue, ViewDocument } from '@sounding/contracts';
import type { Problem } from '@sounding/ui';
import { act, apiOf, load, newKey, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { DocumentFrame } from '../parts/DocumentFrame.tsx';
import { DocumentPdf } from '../parts/DocumentPdf.tsx';
import { refusedWords } from '../parts/documents.ts';
import { NameForm } from '../parts/NameForm.tsx';
import { ReceiptDocument } from '../parts/ReceiptDocument.tsx';
import { StatementOfMonth, SummaryOfYear } from '../parts/YearDocuments.tsx';

/** The number is the title, because a title becomes the name of what is printed. */
export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: loaderData ? `${loaderData.document.number} · Sounding` : 'Document · Sounding' },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const form = search.get('form') ?? 'full';
  const [person, found] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      apiOf(context).get<Output<typeof ViewDocument>>(`/documents/${encodeURIComponent(params.id ?? '')}`, { form }),
    ]),
  );
  // The API has refused any other form.
  return { ...found, form: form as DocumentForm, refused: search.get('refused'), ...whoIs(person), formKey: newKey() };
}

function whoIs({ alias, zone }: { alias: string; zone: string }) {
  return { alias, zone };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const { id } = await apiOf(context).post<Output<typeof Reissue>>(
      `/receipts/${encodeURIComponent(params.id ?? '')}/again`,
      { fullName: text(form, 'what') === 'alias' ? null : text(form, 'fullName') },
      text(form, 'key'),
    );
    return redirect(`/receipts/${id}`);
  });
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

export default function DocumentPage(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const { document, form, pdf, replacedBy } = page;
  const wide = document.kind === 'statement' || document.kind === 'year-summary';
  return (
    <article className={wide ? 'reading' : 'narrow'}>
      <p className="no-print">
        <Link to="/documents">Receipts</Link>
      </p>
      <Notices page={page} />
      {!wide && <Forms page={page} />}
      <DocumentFrame document={document}>
        <Body page={page} />
      </DocumentFrame>
      <div className="row no-print document-ways">
        <DocumentPdf id={document.id} form={form} pdf={pdf} />
        <Way page={page} />
      </div>
      <Again page={page} replaced={replacedBy !== null} problem={done?.problem} />
    </article>
  );
}

function Notices({ page: { document, replacedBy, refused, pdf } }: { page: Page }): ReactNode {
  return (
    <>
      {replacedBy && (
        <p className="card wash" data-replaced>
          <strong>This one does not count any more.</strong> It was issued again;{' '}
          <Link to={`/documents/${replacedBy}`}>see the one that counts</Link>.
        </p>
      )}
      {'replaces' in document && document.replaces && (
        <p className="card wash" data-replaces>
          It takes the place of {document.replaces}, which does not count any more.
        </p>
      )}
      {refused && !(refused === 'rendering-busy' && pdf === 'ready') && (
        <p role="status" className="card" data-refused={refused}>
          {refusedWords(refused)}
        </p>
      )}
    </>
  );
}

/** Two forms of the same document, and what the second one leaves out. */
function Forms({ page: { form } }: { page: Page }): ReactNode {
  return (
    <div className="no-print">
      <nav aria-label="Form of the document" className="sub-nav forms-of-it">
        <Link to="?" aria-current={form === 'full' ? 'page' : undefined} preventScrollReset>
          Full
        </Link>
        <Link to="?form=discreet" aria-current={form === 'discreet' ? 'page' : undefined} preventScrollReset>
          Discreet
        </Link>
      </nav>
      {form === 'discreet' && (
        <p className="quiet">
          For a bookkeeper or an employer: number, lines, total and hash are the same, and neither your provider nor the
          subject is named.
        </p>
      )}
    </div>
  );
}

function Body({ page: { document, zone } }: { page: Page }): ReactNode {
  if (document.kind === 'statement') return <StatementOfMonth document={document} />;
  if (document.kind === 'year-summary') return <SummaryOfYear document={document} />;
  return <ReceiptDocument document={document} zone={zone} />;
}

/** Back to what the document is about. */
function Way({ page: { document } }: { page: Page }): ReactNode {
  if (document.kind === 'statement') {
    return <Link to={`/provider/money/${document.from.slice(0, 7)}`}>Back to the month</Link>;
  }
  if (document.kind === 'year-summary')
    return <Link to={`/documents?year=${document.year}`}>All of {document.year}</Link>;
  if (document.kind === 'bill') return <Link to={`/bookings/${document.bookingId}/pay`}>Back to the payment</Link>;
  return <Link to={`/bookings/${document.bookingId}`}>Back to the booking</Link>;
}

interface AgainProps {
  readonly page: Page;
  readonly replaced: boolean;
  readonly problem: Problem | null | undefined;
}

/** Bills, statements and summaries follow the wishes for documents to come; only what was paid is issued again. */
function Again({ page: { document, alias, formKey }, replaced, problem }: AgainProps): ReactNode {
  if (replaced || document.kind === 'bill' || document.kind === 'statement' || document.kind === 'year-summary') {
    return null;
  }
  return <NameForm receipt={document} alias={alias} formKey={formKey} problem={problem} />;
}
