/** How long documents are kept, as data. A year counts whole: the term runs from the end of the year that the document is about. */
import type { DocumentKind } from '@sounding/contracts';

export interface Retention {
  /** After the end of the document's year. */
  readonly years: number;
  readonly because: string;
}

/**
 * Books of supplies to consumers in other EU states are kept for ten years from the end of the year of the supply (Directive
 * 2006/112/EC, article 369k); other laws that we know of ask for less. What is in no books is kept while it helps its holder.
 */
const BOOKS: Retention = { years: 10, because: 'It is part of the books, which the law wants kept.' };

export const RETENTION: Readonly<Record<DocumentKind, Retention>> = {
  receipt: BOOKS,
  'tip-receipt': BOOKS,
  'credit-note': BOOKS,
  statement: BOOKS,
  bill: { years: 1, because: 'What was not paid is in no books, and what was paid has a receipt.' },
  'year-summary': { years: 3, because: 'It repeats receipts, which are kept longer, and can be issued again.' },
};

/** The first instant at which a document about this year need not be kept any more. */
export function keptUntil(kind: DocumentKind, ofYear: number): Date {
  return new Date(Date.UTC(ofYear + 1 + RETENTION[kind].years, 0));
}

/** Kinds and the first year (UTC) of them that must still be kept at `now`. */
export function firstKeptYears(now: Date): { kind: DocumentKind; year: number }[] {
  return (Object.keys(RETENTION) as DocumentKind[]).map((kind) => ({
    kind,
    year: now.getUTCFullYear() - RETENTION[kind].years,
  }));
}
