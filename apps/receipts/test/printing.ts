/** Prints documents for tests as the service does: one browser, the same typefaces. */
import type { DocumentForm, IssuedDocument } from '@sounding/contracts';
import { documentHtml } from '../src/receipt/document.html.ts';
import { qrOf } from '../src/receipt/qr.html.ts';
import { PdfPool } from '../src/receipt/receipt.pdf.ts';

export class Printer {
  private readonly pool = new PdfPool();

  /** `change` may touch the page before it is printed. */
  async print(document: IssuedDocument, form: DocumentForm, change = (html: string) => html): Promise<Uint8Array> {
    const faces = await this.pool.loadFaces();
    return this.pool.print(change(documentHtml(document, form, { faces, qr: qrOf(document) })));
  }

  async stop(): Promise<void> {
    await this.pool.onApplicationShutdown();
  }
}
