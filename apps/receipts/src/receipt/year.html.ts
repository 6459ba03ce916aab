/** A client's year: a row for each document that is in force, and the sums. The same in both forms: it names nobody but the client. */
import type { YearRow, YearSummary } from '@sounding/contracts';
import { currencyName, format, money } from '@sounding/money';
import { fact, facts, html, type Markup, table, written } from './markup.html.ts';
import { dayIn, type Paper, placeOf, whenIn } from './times.ts';
import { SHORT_TITLES } from './words.ts';

const PARTS = ['price', 'fee', 'tax', 'tip', 'total'] as const;

function amountsOf(row: Pick<YearRow, (typeof PARTS)[number]>): string[] {
  return PARTS.map((part) => format(row[part]));
}

export function yearLead({ year, totals }: YearSummary): Markup {
  const { minor, currency } = totals.total;
  if (minor < 0) return html`In ${year} <b>${format(money(-minor, currency))}</b> more went back to you than you paid.`;
  return html`In ${year} you paid <b>${format(totals.total)}</b>. What went back to you is taken off.`;
}

export function yearSummary(document: YearSummary, paper: Paper): Markup {
  const reader = { zone: document.zone, paper };
  const { rows, totals } = document;
  const who = facts([
    fact('Issued to', written(document.clientName, 80)),
    fact('Issued', whenIn(document.issuedAt, reader)),
  ]);
  const amounts = ['Price', 'Handling Fee', 'Tax', 'Tip', 'Total'].map((name) => ({ name, amounts: true as const }));
  const list = table({
    name: 'rows',
    caption: `In ${currencyName(totals.total.currency)}. Days in ${placeOf(reader.zone)}. What went back has a minus.`,
    columns: [{ name: 'Number' }, { name: 'What' }, { name: 'Day' }, { name: 'Booking' }, ...amounts],
    rows: rows.map((row) => [
      written(row.number, 40),
      SHORT_TITLES[row.kind],
      dayIn(row.movedAt, reader, 'short'),
      row.bookingId.slice(0, 8),
      ...amountsOf(row),
    ]),
    sum: ['Sum', ...amountsOf(totals)],
  });
  return html`${who}<section class="long"><h2>Documents of the year</h2>${rows.length === 0 ? html`<p>There are none.</p>` : list}</section>
<section><h2>For your taxes</h2><p>This is a list of payments. What they mean for your taxes it does not say; ask somebody who knows.</p></section>`;
}
