/** Prints documents for tests as the service does: one browser, the same typefaces. */
import type { DocumentForm, IssuedDocument } from '@sounding/contracts';
import { PdfPool } from '../src/receipt/receipt.pdf.ts';

export class Printer {
  private readonly pool = new PdfPool();

  print(document: IssuedDocument, form: DocumentForm): Promise<Uint8Array> {
    return this.pool.render(document, form);
  }

  stop(): void {
    this.pool.onApplicationShutdown();
  }
}
