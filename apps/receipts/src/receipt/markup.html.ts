/** HTML that cannot be broken out of: whatever is put between is escaped, cleaned and cut, unless it is markup already. */
import { harmless } from './harmless.ts';

/** Longer than any sentence of ours. */
const MOST = 400;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Only `html` and `trusted` make it. */
export class Markup {
  constructor(readonly source: string) {}
}

type Piece = string | number | null | Markup | readonly (Markup | null)[];

function sourceOf(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.source;
  if (typeof piece === 'object') return piece.map(sourceOf).join('');
  return harmless(String(piece), MOST).replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '');
}

/** `html\`<p>${anything}</p>\`` */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(parts.map((part, at) => part + sourceOf(pieces[at] ?? null)).join(''));
}

/** Our own: a drawing, a style. Never made from what people wrote. */
export function trusted(source: string): Markup {
  return new Markup(source);
}

/** What somebody wrote, cut after `most` characters. Set apart, so that a name from right to left does not turn the line around. */
export function written(value: string, most: number): Markup {
  return html`<bdi>${harmless(value, most)}</bdi>`;
}

/** One thing that is known; nothing when it is not. `wide` takes the whole line. */
export function fact(name: string, value: Markup | string | null, wide = false): Markup | null {
  if (value === null) return null;
  const words = html`<p class="name">${name}</p><p>${value}</p>`;
  return wide ? html`<li class="wide">${words}</li>` : html`<li>${words}</li>`;
}

/** A list, because the browser gives a definition list no structure in the PDF. */
export function facts(all: readonly (Markup | null)[], kind = ''): Markup {
  return html`<ul class="facts ${kind}">${all}</ul>`;
}

/** A column: its name, and whether it holds amounts, which stand at the right. */
export interface Column {
  readonly name: string;
  readonly amounts?: true;
}

export interface Table {
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly (Markup | string)[])[];
  /** The last row, which stands out; its name takes the columns that it has too few of. */
  readonly sum?: readonly (Markup | string)[];
}

function cells(columns: readonly Column[], row: readonly (Markup | string)[]): Markup[] {
  const spare = columns.length - row.length;
  return row.map((cell, at) => {
    if (at === 0)
      return spare > 0 ? html`<th scope="row" colspan="${spare + 1}">${cell}</th>` : html`<th scope="row">${cell}</th>`;
    return columns[at + spare]?.amounts ? html`<td class="amount">${cell}</td>` : html`<td>${cell}</td>`;
  });
}

/** A table whose head comes again on every page and whose rows are never cut in two. */
export function table({ name, caption, columns, rows, sum }: Table): Markup {
  const head = columns.map((one) =>
    one.amounts ? html`<th scope="col" class="amount">${one.name}</th>` : html`<th scope="col">${one.name}</th>`,
  );
  return html`<table class="${name}"><caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(columns, row)}</tr>\n`)}</tbody>
${sum ? html`<tfoot><tr>${cells(columns, sum)}</tr></tfoot>` : null}</table>`;
}
