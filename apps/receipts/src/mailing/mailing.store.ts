/** The mails of documents: each goes once, with its discreet PDF when that is made in time; otherwise the PDF follows. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emit } from '@sounding/bus';
import { type Data, Receipt, ReceiptsMail } from '@sounding/contracts';
import { columnOf, Keyring, type SealedColumn } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { fileNameOf } from '../receipt/document.html.ts';
import type { Tx } from '../receipt/issue.store.ts';

type Mail = Data<typeof ReceiptsMail>;

function attached(receipt: Receipt, object: string | null) {
  return object === null ? {} : { attachment: { object, name: fileNameOf(receipt, 'discreet') } };
}

function firstMail(receipt: Receipt, object: string | null): Mail {
  const { id, clientId, bookingId, number, total, kind } = receipt;
  return {
    accountId: clientId,
    key: `receipt:${id}`,
    template: kind === 'credit-note' ? 'credit-note-issued' : 'receipt-issued',
    data: { bookingId, receiptId: id, receiptNumber: number, total, ...attached(receipt, object) },
  };
}

function followingMail(receipt: Receipt, object: string): Mail {
  const { id, clientId, number } = receipt;
  const data = { receiptId: id, receiptNumber: number, ...attached(receipt, object) };
  return { accountId: clientId, key: `receipt-pdf:${id}`, template: 'document-follows', data };
}

interface Waiting {
  mailedAt: Date | null;
  pdfMailedAt: Date | null;
  document: unknown;
}

/** The column that held its text in clear in an earlier release. */
export const RESENDING_REASON: SealedColumn = {
  table: 'resending',
  id: 'id',
  clear: 'reason',
  sealed: 'reason_sealed',
  owner: 'receipt',
  ownerId: 'receipt_id',
};

@Injectable()
export class MailingStore {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly keyring: Keyring,
  ) {}

  /** In the commit that keeps where the discreet PDF lies: it goes with the first mail, or after it. */
  async pdfMade(tx: Tx, receiptId: string, object: string, now: Date): Promise<void> {
    const waiting = await this.take(tx, receiptId);
    if (!waiting || waiting.pdfMailedAt) return;
    const receipt = Receipt.parse(waiting.document);
    await emit(tx, ReceiptsMail, waiting.mailedAt ? followingMail(receipt, object) : firstMail(receipt, object));
    await tx.mailing.update({
      where: { receiptId },
      data: { mailedAt: waiting.mailedAt ?? now, pdfMailedAt: now },
    });
  }

  /** Mails without a PDF what has waited long enough for one. Answers when the next is due. */
  async mailLate(now: Date): Promise<Date | null> {
    const due = await this.prisma.mailing.findMany({
      where: { mailedAt: null, dueAt: { lte: now } },
      orderBy: { dueAt: 'asc' },
      take: 100,
      select: { receiptId: true },
    });
    for (const { receiptId } of due) {
      await this.prisma.$transaction(async (tx) => {
        const waiting = await this.take(tx, receiptId);
        if (!waiting || waiting.mailedAt) return;
        await emit(tx, ReceiptsMail, firstMail(Receipt.parse(waiting.document), null));
        await tx.mailing.update({ where: { receiptId }, data: { mailedAt: now } });
      });
    }
    const next = await this.prisma.mailing.findFirst({ where: { mailedAt: null }, orderBy: { dueAt: 'asc' } });
    return next?.dueAt ?? null;
  }

  /** Once more because staff ask for it. Answers how often that was by now; null when it was `most` times within a day already. */
  async again(
    tx: Tx,
    receipt: Receipt,
    by: { staffId: string; reason: string; at: Date; most: number },
  ): Promise<number | null> {
    // Two at once take turns on the document's own row.
    await this.take(tx, receipt.id);
    const since = new Date(by.at.getTime() - 86_400_000);
    const recent = await tx.resending.count({ where: { receiptId: receipt.id, at: { gt: since } } });
    if (recent >= by.most) return null;
    const id = randomUUID();
    const { staffId, reason, at } = by;
    const { owner, place } = columnOf(RESENDING_REASON, id, receipt.id);
    const reasonSealed = await this.keyring.seal(tx, owner, place, reason);
    await tx.resending.create({ data: { id, receiptId: receipt.id, staffId, reasonSealed, at } });
    const rendering = await tx.rendering.findUnique({
      where: { receiptId_form: { receiptId: receipt.id, form: 'discreet' } },
    });
    const { clientId, number, total } = receipt;
    const data = {
      receiptId: receipt.id,
      receiptNumber: number,
      total,
      ...attached(receipt, rendering?.object ?? null),
    };
    await emit(tx, ReceiptsMail, { accountId: clientId, key: `again:${id}`, template: 'document-again', data });
    return tx.resending.count({ where: { receiptId: receipt.id } });
  }

  private async take(tx: Tx, receiptId: string): Promise<Waiting | null> {
    const [row] = await tx.$queryRaw<Waiting[]>`
      SELECT mailing.mailed_at AS "mailedAt", mailing.pdf_mailed_at AS "pdfMailedAt", receipt.document
      FROM mailing JOIN receipt ON receipt.id = mailing.receipt_id
      WHERE mailing.receipt_id = ${receiptId}::uuid FOR UPDATE OF mailing`;
    return row ?? null;
  }
}
