/** The lines of a bill, a receipt or a credit note: one look for all, so that they can be compared line by line. */
import type { Line, Money } from '@sounding/contracts';
import { format } from '@sounding/money';
import type { ReactNode } from 'react';
import { lineWords } from './words.ts';

interface BillLinesProps {
  readonly lines: readonly Line[];
  readonly total: Money;
  readonly totalWord?: string;
  /** What the price line is for, `50 minutes with Ada`. */
  readonly what?: string | undefined;
  readonly caption: string;
}

export function BillLines({ lines, total, totalWord = 'Total', what, caption }: BillLinesProps): ReactNode {
  return (
    <table className="bill">
      <caption className="visually-hidden">{caption}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Item</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index} data-line={line.kind}>
            <th scope="row">
              {lineWords(line.kind)}
              {line.quantity > 1 && ` × ${line.quantity}`}
              {line.kind === 'price' && what && <span className="bill-what">{what}</span>}
            </th>
            <td>{format(line.amount)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr data-line="total">
          <th scope="row">{totalWord}</th>
          <td>{format(total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** The one price pages show: `$63.49, includes the $3.49 Handling Fee`. */
export function AllIn({ allIn, fee, large = false }: { allIn: Money; fee: Money; large?: boolean }): ReactNode {
  return (
    <span className={large ? 'all-in all-in-large' : 'all-in'}>
      <strong>{format(allIn)}</strong>, <span className="quiet">includes the {format(fee)} Handling Fee</span>
    </span>
  );
}
