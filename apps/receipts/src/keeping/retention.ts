/** How long documents are kept: rows of the table of keeping. A year counts whole: the term runs from the end of the year that the document is about. */
import type { DocumentKind } from '@sounding/contracts';
import { keepingRule, keptSinceOf, keptUntilOf } from '@sounding/terms';

/** The row of the table that a kind of document is kept under. */
export const RULES: Readonly<Record<DocumentKind, string>> = {
  receipt: 'receipts.documents',
  'tip-receipt': 'receipts.documents',
  'credit-note': 'receipts.documents',
  statement: 'receipts.documents',
  bill: 'receipts.bills',
  'year-summary': 'receipts.year-summaries',
};

/** The first instant at which a document about this year need not be kept any more. */
export function keptUntil(kind: DocumentKind, ofYear: number): Date {
  const until = keptUntilOf(RULES[kind], new Date(Date.UTC(ofYear, 0)));
  if (!until) throw new Error(`${keepingRule(RULES[kind]).id} has no end`);
  return until;
}

/** Kinds and the first year (UTC) of them that must still be kept at `now`. */
export function firstKeptYears(now: Date): { kind: DocumentKind; year: number }[] {
  return (Object.keys(RULES) as DocumentKind[]).map((kind) => ({
    kind,
    year: keptSinceOf(RULES[kind], now).getUTCFullYear(),
  }));
}
