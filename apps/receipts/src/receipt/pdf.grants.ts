/** The PDFs of documents as people and mails get them: a grant for one, how far one is, and what is not ready said in words. */
import { Injectable } from '@nestjs/common';
import { type DocumentForm, type Grant, type IssuedDocument, ReceiptPdf, refuse } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { fileNameOf } from './document.html.ts';
import { ReceiptRenderer } from './receipt.clock.ts';
import { RenderingStore } from './rendering.store.ts';
import { NotYet } from './rendering.ts';

const GRANT_MS = 60_000;

@Injectable()
export class Pdfs {
  constructor(
    private readonly renderings: RenderingStore,
    private readonly renderer: ReceiptRenderer,
    private readonly clock: Clock,
  ) {}

  /** Renders the PDF if it is not there. Refuses `rendering-busy` when it cannot be made now; it is made later by itself. */
  async grant(document: IssuedDocument, form: DocumentForm): Promise<Grant> {
    try {
      return this.granted(document, form, await this.renderer.objectOf(document, form));
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      throw refuse(
        ReceiptPdf,
        'rendering-busy',
        'This document is still being made, and will be here by itself. Please try again in a minute.',
      );
    }
  }

  granted(document: IssuedDocument, form: DocumentForm, object: string): Grant {
    const expiresAt = new Date(this.clock.now().getTime() + GRANT_MS).toISOString();
    return { object, type: 'application/pdf', name: fileNameOf(document, form), expiresAt };
  }

  /** Those of these documents whose PDF is there; the others are asked for, and what the store has lost is made again. */
  async ready(documents: readonly IssuedDocument[], form: DocumentForm): Promise<Grant[]> {
    const ids = documents.map(({ id }) => id);
    const objects = await this.renderings.askAll(ids, form);
    const grants = await Promise.all(
      documents.map(async (document, index) => {
        const object = objects[index] ?? null;
        if (object === null) return [];
        if (await this.renderer.isStored(object)) return [this.granted(document, form, object)];
        await this.renderings.lost(document.id, form, object);
        return [];
      }),
    );
    return grants.flat();
  }

  /** What was never asked for is being made from now on. */
  async stateOf(document: IssuedDocument, form: DocumentForm): Promise<'ready' | 'coming'> {
    return (await this.renderings.ask(document.id, form)) === null ? 'coming' : 'ready';
  }
}
