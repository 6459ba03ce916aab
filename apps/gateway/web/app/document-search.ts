/** The address of the list of documents, read. */

/** Longer is no number of ours. */
const LONGEST = 40;

export interface DocumentSearch {
  /** As it was typed; the service says whether it is a year. */
  readonly year: string | null;
  readonly number: string | null;
}

/** A number names its year, so that it is found whichever year the person was looking at. */
export function readDocumentSearch(search: URLSearchParams): DocumentSearch {
  const number = search.get('number')?.trim().slice(0, LONGEST) || null;
  const named = /^[A-Z]-(\d{4})-/i.exec(number ?? '')?.[1];
  return { year: named ?? (search.get('year') || null), number };
}
