/** The discreet form of a document's data: what tells from whom, in which mode or about what somebody sought help is taken out. */
import type { DocumentForm, IssuedDocument } from '@sounding/contracts';

/** Whom the discreet form names in place of the provider. */
export const PROVIDER = 'Your provider';

/** Taken out of the data, so that no layout can show it by mistake. Number, lines, total and hash stay as they are. */
export function discreet<D extends IssuedDocument>(document: D): D {
  if (!('clientName' in document) || document.kind === 'year-summary') return document;
  const { service: _, ...rest } = document as Extract<IssuedDocument, { service?: unknown }>;
  return { ...rest, providerName: PROVIDER, mode: null } as D;
}

export function inForm<D extends IssuedDocument>(document: D, form: DocumentForm): D {
  return form === 'discreet' ? discreet(document) : document;
}
