import type { IssuedDocument, Money } from '@sounding/contracts';

/** The one amount by which a document is known: paid, given back, to be paid, or what a statement or a year ends with. */
export function totalOf(document: IssuedDocument): Money {
  switch (document.kind) {
    case 'statement':
      return document.closing;
    case 'year-summary':
      return document.totals.total;
    default:
      return document.total;
  }
}
