/** The discreet form of a document: the same numbers, and nothing that says what was hired or from whom. */
import type { IssuedDocument } from '@sounding/contracts';

/**
 * The document with the fields removed that tell. It is taken before any template sees the data, so no template can leak them. Number,
 * lines, total, instants and hash stay: the hash is that of the full document, which is the one that was issued.
 */
export function discreet(document: IssuedDocument): IssuedDocument {
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
