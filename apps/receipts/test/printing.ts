/** Prints documents for tests as the service does: one browser, the same typefaces. */
import type { DocumentForm, IssuedDocument } from '@sounding/contracts';
import { documentHtml } from '../src/receipt/document.html.ts';
import { faces } from '../src/receipt/fonts.files.ts';
import { qrOf } from '../src/receipt/qr.html.ts';
import { PdfPool } from '../src/receipt/receipt.pdf.ts';

export class Printer {
  private readonly pool = new PdfPool();

  print(document: IssuedDocument, form: DocumentForm): Promise<Uint8Array> {
    return this.pool.render(document, form);
  }

  /** The page of the document, after something was changed in it. */
  async printChanged(document: IssuedDocument, form: DocumentForm, change: (html: string) => string) {
    const qr = qrOf(document);
    const html = documentHtml(document, form, {
      faces: await faces(documentHtml(document, form, { faces: '', qr })),
      qr,
    });
    return this.pool.print(change(html));
  }

  stop(): void {
    this.pool.onApplicationShutdown();
  }
}
