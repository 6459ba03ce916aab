/** A provider's month: sums, and every movement. The same on the page of the month and on the document. */
import type { MyStatement, Output } from '@sounding/contracts';
import { format } from '@sounding/money';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { MOVEMENTS } from './documents.ts';

type Statement = Pick<Output<typeof MyStatement>, 'opening' | 'closing' | 'lines' | 'totals'>;

export function StatementTotals({ statement }: { statement: Statement }): ReactNode {
  return (
    <dl className="sums">
      <div>
        <dt>Payable before</dt>
        <dd>{format(statement.opening)}</dd>
      </div>
      {statement.totals.map(({ what, count, amount, commission }) => (
        <div key={what} data-total={what}>
          <dt>
            {MOVEMENTS[what]} <span className="quiet small">({count})</span>
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
  );
}

export function StatementLines({ statement, zone }: { statement: Statement; zone: string }): ReactNode {
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
                  {line.bookingId ? (
                    <Link to={`/bookings/${line.bookingId}`}>{MOVEMENTS[line.what]}</Link>
                  ) : (
                    MOVEMENTS[line.what]
                  )}
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
