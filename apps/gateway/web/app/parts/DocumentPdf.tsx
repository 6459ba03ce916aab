/** The way to a document's PDF: a button once it is there, and until then a page that looks again by itself, with script or without. */
import { Button } from '@mantine/core';
import type { DocumentForm } from '@sounding/contracts';
import type { ReactNode } from 'react';
import { useLookAgain } from './look-again.ts';

const LOOK_AGAIN_SECONDS = 4;

export function pdfPath(id: string, form: DocumentForm): string {
  return `/api/v1/receipts/${id}/pdf?form=${form}`;
}

/** Reloads the page where no script runs; with script the page asks for what is new and keeps what is typed. */
export function ReloadWithoutScript({ seconds, to }: { seconds: number; to?: string }): ReactNode {
  return (
    <noscript>
      <meta httpEquiv="refresh" content={to ? `${seconds};url=${to}` : `${seconds}`} />
    </noscript>
  );
}

interface DocumentPdfProps {
  readonly id: string;
  readonly form: DocumentForm;
  readonly pdf: 'ready' | 'coming';
}

export function DocumentPdf({ id, form, pdf }: DocumentPdfProps): ReactNode {
  const coming = pdf === 'coming';
  useLookAgain(coming, LOOK_AGAIN_SECONDS * 1000);
  if (coming) {
    return (
      <p role="status" className="card wash" data-pdf="coming">
        <ReloadWithoutScript seconds={LOOK_AGAIN_SECONDS} />
        The PDF is being made. It comes by itself, usually within a minute; this page shows it then.
      </p>
    );
  }
  return (
    <Button component="a" href={pdfPath(id, form)} data-pdf="ready">
      {form === 'discreet' ? 'Download the discreet PDF' : 'Download as PDF'}
    </Button>
  );
}
