import { Button } from '@mantine/core';
import type { IssueStatement, MyStatement, Output } from '@sounding/contracts';
import { ProblemNotice, When } from '@sounding/ui';
import { act, apiOf, load, visit } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { monthOf, monthWords } from '../months.ts';
import { pdfPath } from '../parts/DocumentPdf.tsx';
import { ProviderNav } from '../parts/ProviderNav.tsx';
import { StatementLines, StatementTotals } from '../parts/StatementParts.tsx';

export const meta: MetaFunction = () => [{ title: 'Your statement · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const month = monthOf(params.month);
  if (!month) throw data(null, { status: 404 });
  const after = new URL(request.url).searchParams.get('after');
  const [person, statement] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      apiOf(context).get<Output<typeof MyStatement>>('/provider/statement', { from: month.from, to: month.to, after }),
    ]),
  );
  const over = Date.parse(month.to) <= context.get(visit).now.getTime();
  return { month, statement, zone: person.zone, later: after !== null, over };
}

/** Issues the statement and goes on to its PDF; whoever is too early reads why. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  return act(request, async () => {
    const { id } = await apiOf(context).post<Output<typeof IssueStatement>>(
      `/provider/statements/${encodeURIComponent(params.month ?? '')}`,
      {},
    );
    return redirect(pdfPath(id, 'full'));
  });
}

export default function StatementPage(): ReactNode {
  const { month, statement, zone, later, over } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const file = `/api/v1/money/statement.csv?${new URLSearchParams({ from: month.from, to: month.to })}`;
  return (
    <>
      <ProviderNav handle={null} />
      <p>
        <Link to="/provider/money">Your money</Link>
      </p>
      <h1>{monthWords(month)}</h1>
      <p className="quiet">Months begin and end at midnight UTC, like the transfer days.</p>
      <section aria-label="Totals" className="card">
        <StatementTotals statement={statement} />
      </section>
      <ProblemNotice problem={done?.problem} />
      <div className="statement-file row">
        {over && (
          <Form method="post" reloadDocument>
            <Button type="submit" variant="default">
              Statement as PDF
            </Button>
          </Form>
        )}
        <Button component="a" href={file} variant="default">
          Download as CSV
        </Button>
      </div>
      {!over && (
        <p className="quiet" data-not-over>
          The statement as PDF is here once the month is over, from <When at={month.to} zone={zone} />.
        </p>
      )}
      <StatementLines statement={statement} zone={zone} />
      <p className="row">
        {later && <Link to={`/provider/money/${month.name}`}>Back to the beginning</Link>}
        {statement.next && <Link to={`/provider/money/${month.name}?after=${statement.next}`}>More lines</Link>}
      </p>
    </>
  );
}
