import { Button } from '@mantine/core';
import type { MyStatement, Output } from '@sounding/contracts';
import { format } from '@sounding/money';
import { When } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { data, Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { monthOf, monthWords } from '../months.ts';
import { ProviderNav } from '../parts/ProviderNav.tsx';

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
  return { month, statement, zone: person.zone, later: after !== null };
}

type Statement = Output<typeof MyStatement>;

const WHAT: Record<Statement['lines'][number]['what'], string> = {
  session: 'Session',
  tip: 'Tip',
  'set-off': 'Kept back for what you owed',
  'given-back': 'Given back to the client',
  chargeback: 'Taken back by the client’s bank',
  transfer: 'Transfer to your account',
  'transfer-failed': 'Transfer that failed, payable again',
};

export default function StatementPage(): ReactNode {
  const { month, statement, zone, later } = useLoaderData<typeof loader>();
  const file = `/api/v1/money/statement.csv?${new URLSearchParams({ from: month.from, to: month.to })}`;
  return (
    <>
      <ProviderNav handle={null} />
      <p>
        <Link to="/provider/money">Your money</Link>
      </p>
      <h1>{monthWords(month)}</h1>
      <p className="quiet">Months begin and end at midnight UTC, like the transfer days.</p>
      <Totals statement={statement} />
      <p className="statement-file">
        <Button component="a" href={file} variant="default">
          Download as CSV
        </Button>
      </p>
      <Lines statement={statement} zone={zone} />
      <p className="row">
        {later && <Link to={`/provider/money/${month.name}`}>Back to the beginning</Link>}
        {statement.next && <Link to={`/provider/money/${month.name}?after=${statement.next}`}>More lines</Link>}
      </p>
    </>
  );
}

function Totals({ statement }: { statement: Statement }): ReactNode {
  return (
    <section aria-label="Totals" className="card">
      <dl className="sums">
        <div>
          <dt>Payable before</dt>
          <dd>{format(statement.opening)}</dd>
        </div>
        {statement.totals.map(({ what, count, amount, commission }) => (
          <div key={what} data-total={what}>
            <dt>
              {WHAT[what]} <span className="quiet small">({count})</span>
              {commission.minor > 0 && <span className="quiet small"> after {format(commission)} commission</span>}
            </dt>
            <dd>{format(amount)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <strong>Payable after</strong>
          </dt>
          <dd>
            <strong>{format(statement.closing)}</strong>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Lines({ statement, zone }: { statement: Statement; zone: string }): ReactNode {
  if (statement.lines.length === 0) return <p className="quiet">Nothing moved in this month.</p>;
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">Every movement</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways on a phone must be reachable by keyboard. */}
      <section className="table-wrap" aria-label="Lines of the statement" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col" className="number">
                Client paid
              </th>
              <th scope="col" className="number">
                Commission
              </th>
              <th scope="col" className="number">
                Amount
              </th>
              <th scope="col" className="number">
                Payable
              </th>
            </tr>
          </thead>
          <tbody>
            {statement.lines.map((line) => (
              <tr key={`${line.at}-${line.what}-${line.bookingId}-${line.balance.minor}-${line.amount.minor}`}>
                <td>
                  <When at={line.at} zone={zone} />
                </td>
                <td>
                  {line.bookingId ? <Link to={`/bookings/${line.bookingId}`}>{WHAT[line.what]}</Link> : WHAT[line.what]}
                </td>
                <td className="number">{line.price && format(line.price)}</td>
                <td className="number">{line.commission && format(line.commission)}</td>
                <td className="number">{format(line.amount)}</td>
                <td className="number">{format(line.balance)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
