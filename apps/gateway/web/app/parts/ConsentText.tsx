import type { LegalPage } from '@sounding/terms';
import type { ReactNode } from 'react';

/** The words that a yes is to; their hash goes with the form, so that nobody agrees to others. */
export function ConsentText({ page }: { page: LegalPage }): ReactNode {
  return (
    <>
      {page.sections.flatMap(({ sentences }) => sentences.map((sentence) => <p key={sentence}>{sentence}</p>))}
      <input type="hidden" name="textHash" value={page.textHash} />
    </>
  );
}
