/** The discreet form of a document: the same numbers, and nothing that says what was hired or from whom. */
import type { DocumentForm, IssuedDocument } from '@sounding/contracts';

function withoutWhatTells(document: IssuedDocument): IssuedDocument {
  switch (document.kind) {
    case 'year-summary':
      return document;
    case 'statement':
      return { ...document, providerName: 'Provider' };
    default: {
      const { service: _, ...rest } = document;
      return { ...rest, providerName: 'Your provider', mode: null };
    }
  }
}

/**
 * The document with the fields removed that tell. It is taken before any template or page sees the data, so none can leak them. Number,
 * lines, total, instants and hash stay: the hash is that of the full document, which is the one that was issued.
 */
export function discreet<D extends IssuedDocument>(document: D): D {
  return withoutWhatTells(document) as D;
}

export function inForm<D extends IssuedDocument>(document: D, form: DocumentForm): D {
  return form === 'discreet' ? discreet(document) : document;
}
