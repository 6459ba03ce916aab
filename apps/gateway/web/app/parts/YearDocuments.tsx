/** Documents of a whole period: a provider's statement of a month, a client's year. */
import type { StatementDocument, YearSummary } from '@sounding/contracts';
import { format } from '@sounding/money';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Issued } from './DocumentFrame.tsx';
import { documentWords } from './documents.ts';
import { StatementLines, StatementTotals } from './StatementParts.tsx';

export function StatementOfMonth({ document }: { document: StatementDocument }): ReactNode {
  const { zone } = document;
  return (
    <>
      <dl className="facts">
        <Issued document={document} zone={zone} />
        <dt>For</dt>
        <dd>{document.providerName}</dd>
        <dt>From</dt>
        <dd>
          <When at={document.from} zone="UTC" />
        </dd>
        <dt>To</dt>
        <dd>
          <When at={document.to} zone="UTC" />
        </dd>
      </dl>
      <StatementTotals statement={document} />
      <StatementLines statement={document} zone={zone} />
    </>
  );
}

const COLUMNS = ['price', 'fee', 'tax', 'tip', 'total'] as const;
const NAMES: Record<(typeof COLUMNS)[number], string> = {
  price: 'Price',
  fee: 'Handling Fee',
  tax: 'Tax',
  tip: 'Tip',
  total: 'Total',
};

export function SummaryOfYear({ document }: { document: YearSummary }): ReactNode {
  const { zone, totals, year } = document;
  return (
    <>
      <dl className="facts">
        <Issued document={document} zone={zone} />
        <dt>For</dt>
        <dd>{document.clientName}</dd>
        <dt>Year</dt>
        <dd>{year}, from midnight to midnight UTC</dd>
      </dl>
      <dl className="sums">
        {COLUMNS.map((column) => (
          <div key={column} data-total={column}>
            <dt>{column === 'total' ? <strong>Paid in all, less what came back</strong> : NAMES[column]}</dt>
            <dd>{column === 'total' ? <strong>{format(totals[column])}</strong> : format(totals[column])}</dd>
          </div>
        ))}
      </dl>
      <h2 id="rows">Every document that counts</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways on a phone must be reachable by keyboard. */}
      <section className="table-wrap" aria-labelledby="rows" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Document</th>
              <th scope="col">Day</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className="number">
                  {NAMES[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {document.rows.map((row) => (
              <tr key={row.number}>
                <td>
                  <Link to={`/documents?number=${row.number}`} className="receipt-number">
                    {row.number}
                  </Link>
                  <span className="bill-what">{documentWords(row.kind)}</span>
                </td>
                <td className="receipt-number">
                  <When at={row.movedAt} zone={zone} as="day" />
                </td>
                {COLUMNS.map((column) => (
                  <td key={column} className="number">
                    {format(row[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
