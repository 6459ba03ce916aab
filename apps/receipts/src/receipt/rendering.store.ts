/** Keeps which documents are rendered and where. Rows without an object are the queue, so it survives every restart. */
import { Injectable } from '@nestjs/common';
import { type DocumentForm, IssuedDocument } from '@sounding/contracts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { MailingStore } from '../mailing/mailing.store.ts';

/** A document to render. `tries` counts this one. */
export interface Work {
  document: IssuedDocument;
  form: DocumentForm;
  tries: number;
}

@Injectable()
export class RenderingStore {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly mailing: MailingStore,
  ) {}

  /**
   * Takes the document that waits longest, until `until`: no other copy of the service takes it meanwhile, and after that its
   * taker is thought dead. Those never tried come first. Null when none is due.
   */
  async take(now: Date, until: Date): Promise<Work | null> {
    const [row] = await this.prisma.$queryRaw<{ document: unknown; form: DocumentForm; tries: number }[]>`
      WITH taken AS (
        UPDATE rendering SET tries = tries + 1, taken_until = ${until}
        WHERE (receipt_id, form) IN (
          SELECT receipt_id, form FROM rendering
          WHERE object IS NULL AND (next_try_at IS NULL OR next_try_at <= ${now}) AND (taken_until IS NULL OR taken_until <= ${now})
          ORDER BY next_try_at NULLS FIRST, queued_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING receipt_id, form, tries)
      SELECT document, form, tries FROM taken JOIN receipt ON receipt.id = taken.receipt_id`;
    return row ? { document: IssuedDocument.parse(row.document), form: row.form, tries: row.tries } : null;
  }

  /** Takes this document for somebody who waits for it, also before its time; the number of tries, or null when another has it. */
  async takeThis(
    receiptId: string,
    form: DocumentForm,
    was: string | null,
    now: Date,
    until: Date,
  ): Promise<number | null> {
    const [row] = await this.prisma.$queryRaw<{ tries: number }[]>`
      UPDATE rendering SET tries = tries + 1, taken_until = ${until}
      WHERE receipt_id = ${receiptId}::uuid AND form = ${form} AND object IS NOT DISTINCT FROM ${was}
        AND (taken_until IS NULL OR taken_until <= ${now})
      RETURNING tries`;
    return row?.tries ?? null;
  }

  /** Where the PDFs of these documents lie in a form, in their order; null while not rendered. What was never asked for is queued from now on. */
  async askAll(receiptIds: readonly string[], form: DocumentForm): Promise<(string | null)[]> {
    const rows = await this.prisma.rendering.findMany({ where: { receiptId: { in: [...receiptIds] }, form } });
    const known = new Map(rows.map(({ receiptId, object }) => [receiptId, object]));
    const unasked = receiptIds.filter((id) => !known.has(id)).map((receiptId) => ({ receiptId, form }));
    if (unasked.length > 0) await this.prisma.rendering.createMany({ data: unasked, skipDuplicates: true });
    return receiptIds.map((id) => known.get(id) ?? null);
  }

  async ask(receiptId: string, form: DocumentForm): Promise<string | null> {
    const [object = null] = await this.askAll([receiptId], form);
    return object;
  }

  /**
   * Keeps where a PDF lies; the mail that waits for it goes in the same commit. Where another was quicker theirs stays; answers the one
   * that holds, and null when the document may not be rendered any more, because it was forgotten or its person erased meanwhile.
   */
  async done({ document, form }: Work, was: string | null, object: string, now: Date): Promise<string | null> {
    const receiptId = document.id;
    return this.prisma.$transaction(async (tx) => {
      const kept = await tx.$executeRaw`
        UPDATE rendering SET object = ${object}, rendered_at = ${now}, taken_until = NULL, next_try_at = NULL
        WHERE receipt_id = ${receiptId}::uuid AND form = ${form} AND object IS NOT DISTINCT FROM ${was}`;
      if (kept === 1 && form === 'discreet') await this.mailing.pdfMade(tx, receiptId, object, now);
      if (kept === 1) return object;
      const found = await tx.rendering.findUnique({ where: { receiptId_form: { receiptId, form } } });
      return found?.object ?? null;
    });
  }

  /** The store has this PDF no more: it is queued again, and its mail, which has gone, does not go again. */
  async lost(receiptId: string, form: DocumentForm, object: string): Promise<void> {
    await this.prisma.rendering.updateMany({
      where: { receiptId, form, object },
      data: { object: null, renderedAt: null },
    });
  }

  /** Gives a document back that failed. */
  async failed({ document, form }: Work, nextTryAt: Date): Promise<void> {
    await this.prisma.rendering.updateMany({
      where: { receiptId: document.id, form },
      data: { nextTryAt, takenUntil: null },
    });
  }

  /** Gives a document back as if it had not been taken: it was not its fault. */
  async letGo({ document, form, tries }: Work): Promise<void> {
    await this.prisma.rendering.updateMany({
      where: { receiptId: document.id, form, tries },
      data: { tries: tries - 1, takenUntil: null },
    });
  }

  /** When the next of those that failed is due; null when none waits for its time. */
  async nextDue(): Promise<Date | null> {
    const { _min } = await this.prisma.rendering.aggregate({ where: { object: null }, _min: { nextTryAt: true } });
    return _min.nextTryAt;
  }
}
