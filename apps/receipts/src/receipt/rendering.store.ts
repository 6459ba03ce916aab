/** Keeps which documents are rendered and where. Rows without an object are the queue, so it survives every restart. */
import { Injectable } from '@nestjs/common';
import { Receipt } from '@sounding/contracts';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Form } from './rendering.ts';

/** A document to render. `tries` counts this one. */
export interface Work {
  receipt: Receipt;
  form: Form;
  tries: number;
}

@Injectable()
export class RenderingStore {
  constructor(private readonly prisma: PrismaClient) {}

  /**
   * Takes the document that waits longest, until `until`: no other copy of the service takes it meanwhile, and after that its
   * taker is thought dead. Those never tried come first. Null when none is due.
   */
  async take(now: Date, until: Date): Promise<Work | null> {
    const [row] = await this.prisma.$queryRaw<{ document: unknown; form: Form; tries: number }[]>`
      WITH taken AS (
        UPDATE rendering SET tries = tries + 1, taken_until = ${until}
        WHERE (receipt_id, form) IN (
          SELECT receipt_id, form FROM rendering
          WHERE object IS NULL AND (next_try_at IS NULL OR next_try_at <= ${now}) AND (taken_until IS NULL OR taken_until <= ${now})
          ORDER BY next_try_at NULLS FIRST, queued_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING receipt_id, form, tries)
      SELECT document, form, tries FROM taken JOIN receipt ON receipt.id = taken.receipt_id`;
    return row ? { receipt: Receipt.parse(row.document), form: row.form, tries: row.tries } : null;
  }

  /** Takes this document for somebody who waits for it, also before its time; the number of tries, or null when another has it. */
  async takeThis(receiptId: string, form: Form, was: string | null, now: Date, until: Date): Promise<number | null> {
    const [row] = await this.prisma.$queryRaw<{ tries: number }[]>`
      UPDATE rendering SET tries = tries + 1, taken_until = ${until}
      WHERE receipt_id = ${receiptId}::uuid AND form = ${form} AND object IS NOT DISTINCT FROM ${was}
        AND (taken_until IS NULL OR taken_until <= ${now})
      RETURNING tries`;
    return row?.tries ?? null;
  }

  /** Where the PDF lies; null while it is not rendered, and it is queued from now on if it was not. */
  async ask(receiptId: string, form: Form): Promise<string | null> {
    const found = await this.prisma.rendering.findUnique({ where: { receiptId_form: { receiptId, form } } });
    if (found) return found.object;
    await this.prisma.rendering.createMany({ data: { receiptId, form }, skipDuplicates: true });
    return null;
  }

  /** Keeps where a PDF lies. Where another was quicker theirs stays; answers the one that holds. */
  async done(work: Work, was: string | null, object: string, now: Date): Promise<string> {
    const { receipt, form } = work;
    const kept = await this.prisma.$executeRaw`
      UPDATE rendering SET object = ${object}, rendered_at = ${now}, taken_until = NULL, next_try_at = NULL
      WHERE receipt_id = ${receipt.id}::uuid AND form = ${form} AND object IS NOT DISTINCT FROM ${was}`;
    return kept === 1 ? object : ((await this.ask(receipt.id, form)) ?? object);
  }

  /** Gives a document back that failed. */
  async failed({ receipt, form }: Work, nextTryAt: Date): Promise<void> {
    await this.prisma.rendering.updateMany({
      where: { receiptId: receipt.id, form },
      data: { nextTryAt, takenUntil: null },
    });
  }

  /** Gives a document back as if it had not been taken: it was not its fault. */
  async letGo({ receipt, form, tries }: Work): Promise<void> {
    await this.prisma.rendering.updateMany({
      where: { receiptId: receipt.id, form, tries },
      data: { tries: tries - 1, takenUntil: null },
    });
  }

  /** When the next of those that failed is due; null when none waits for its time. */
  async nextDue(): Promise<Date | null> {
    const { _min } = await this.prisma.rendering.aggregate({ where: { object: null }, _min: { nextTryAt: true } });
    return _min.nextTryAt;
  }
}
