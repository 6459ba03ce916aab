/** A provider's month: what there was, every movement, and what there is. */
import type { DocumentForm, StatementDocument } from '@sounding/contracts';
import { currencyName, format } from '@sounding/money';
import { fact, facts, html, type Markup, table, written } from './markup.html.ts';
import { dayIn, momentIn, type Paper, placeOf, type Reader, whenIn } from './times.ts';
import { MOVEMENTS } from './words.ts';

type What = StatementDocument['lines'][number]['what'];

function wordOf(what: What, form: DocumentForm): string {
  return what === 'session' && form === 'discreet' ? 'Booking' : MOVEMENTS[what];
}

/** `1 November 2026 to 30 November 2026`: its last day is the one that ends where the next month begins. */
export function periodOf({ from, to }: StatementDocument, paper: Paper): string {
  const reader = { zone: 'UTC', paper };
  const last = new Date(Date.parse(to) - 1).toISOString();
  return `${dayIn(from, reader)} to ${dayIn(last, reader)}`;
}

export function statementLead(document: StatementDocument, paper: Paper): Markup {
  return html`${periodOf(document, paper)}, days in UTC.`;
}

function totals({ totals: all }: StatementDocument, form: DocumentForm): Markup | null {
  if (all.length === 0) return null;
  return html`<section><h2>In short</h2>${table({
    name: 'totals',
    caption: 'Sums of the movements below, by kind',
    columns: [
      { name: 'Kind' },
      { name: 'Number', amounts: true },
      { name: 'Commission', amounts: true },
      { name: 'Amount', amounts: true },
    ],
    rows: all.map(({ what, count, amount, commission }) => [
      wordOf(what, form),
      `${count}`,
      format(commission),
      format(amount),
    ]),
  })}</section>`;
}

function movements(document: StatementDocument, reader: Reader, form: DocumentForm): Markup {
  if (document.lines.length === 0) return html`<section><h2>Movements</h2><p>There were none.</p></section>`;
  return html`<section class="long"><h2>Movements</h2><p>A booking is named by the first eight signs of its reference.</p>${table(
    {
      name: 'movements',
      caption: `In ${currencyName(document.closing.currency)}. Times in ${placeOf(reader.zone)}.`,
      columns: [
        { name: 'When' },
        { name: 'What' },
        { name: 'Booking' },
        { name: 'Price', amounts: true },
        { name: 'Commission', amounts: true },
        { name: 'Amount', amounts: true },
        { name: 'Balance', amounts: true },
      ],
      rows: document.lines.map((line) => [
        momentIn(line.at, reader, 'short'),
        wordOf(line.what, form),
        line.bookingId?.slice(0, 8) ?? '',
        line.price ? format(line.price) : '',
        line.commission ? format(line.commission) : '',
        format(line.amount),
        format(line.balance),
      ]),
      sum: ['Closing balance', format(document.closing)],
    },
  )}</section>`;
}

export function statement(document: StatementDocument, form: DocumentForm, paper: Paper): Markup {
  const reader = { zone: document.zone, paper };
  const who = facts([
    fact('Issued to', written(document.providerName, 80)),
    fact('Issued', whenIn(document.issuedAt, reader)),
  ]);
  const balances = facts(
    [fact('Opening balance', format(document.opening)), fact('Closing balance', format(document.closing))],
    'balances',
  );
  return html`${who}${balances}${totals(document, form)}${movements(document, reader, form)}`;
}
