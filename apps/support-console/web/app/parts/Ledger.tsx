import type { BookingMoney, Output } from '@sounding/contracts';
import { format, money } from '@sounding/money';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';

/** The booking's entries. Every entry's postings sum to zero; debits are positive. */
export function Ledger({
  entries,
  zone,
}: {
  entries: Output<typeof BookingMoney>['entries'];
  zone: string;
}): ReactNode {
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="ledger">
      <h2 id="ledger">Ledger</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard. */}
      <section className="table-wrap" aria-label="Ledger entries" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Entry</th>
              <th scope="col">Account</th>
              <th scope="col" className="number">
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.flatMap((entry) =>
              entry.postings.map((posting, index) => (
                <tr key={`${entry.key}-${posting.account}-${posting.minor}`}>
                  <td>{index === 0 && <When at={entry.at} zone={zone} />}</td>
                  <td>{index === 0 && entry.kind}</td>
                  <td>{posting.account}</td>
                  <td className="number">{format(money(posting.minor))}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </section>
    </section>
  );
}
