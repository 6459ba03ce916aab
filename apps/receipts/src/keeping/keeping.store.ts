/** Ends of documents: a person is erased from them, a term is over, an object is not wanted any more. */
import { Injectable } from '@nestjs/common';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Tx } from '../receipt/issue.store.ts';
import { firstKeptYears } from './retention.ts';

@Injectable()
export class KeepingStore {
  constructor(private readonly prisma: PrismaClient) {}

  /** Takes a person out of all they hold: names, zone, wishes, mails to come and rendered files. Answers which documents stay. */
  async erase(tx: Tx, accountId: string, now: Date): Promise<string[]> {
    const rows = await tx.receipt.findMany({ where: { holderId: accountId }, select: { id: true } });
    const theirs = rows.map(({ id }) => id);
    await this.unwant(tx, theirs, now);
    await tx.mailing.deleteMany({ where: { receiptId: { in: theirs } } });
    await tx.wish.deleteMany({ where: { accountId } });
    await tx.$queryRaw`SELECT erase_person(${accountId}::uuid, ${now})`;
    return theirs;
  }

  /** Removes what need not be kept any more, with its files. Answers how many documents went. */
  async forget(now: Date): Promise<number> {
    return this.prisma.$transaction(async (tx) => {
      let gone = 0;
      for (const { kind, year } of firstKeptYears(now)) {
        const old = await tx.receipt.findMany({
          where: { kind, ofYear: { lt: year }, year: { lt: year } },
          select: { id: true },
        });
        if (old.length === 0) continue;
        const ids = old.map(({ id }) => id);
        await this.unwant(tx, ids, now);
        await tx.mailing.deleteMany({ where: { receiptId: { in: ids } } });
        await tx.$queryRaw`SELECT forget_documents(ARRAY[${kind}], ${year}::int)`;
        gone += ids.length;
      }
      return gone;
    });
  }

  private async unwant(tx: Tx, receiptIds: string[], since: Date): Promise<void> {
    const rendered = await tx.rendering.findMany({ where: { receiptId: { in: receiptIds } } });
    const data = rendered.flatMap(({ object }) => (object === null ? [] : [{ object, since }]));
    await tx.unwanted.createMany({ data, skipDuplicates: true });
    await tx.rendering.deleteMany({ where: { receiptId: { in: receiptIds } } });
  }

  /** Objects that are still to be deleted from the store. */
  async unwanted(most: number): Promise<string[]> {
    const rows = await this.prisma.unwanted.findMany({ orderBy: { since: 'asc' }, take: most });
    return rows.map(({ object }) => object);
  }

  async deleted(object: string): Promise<void> {
    await this.prisma.unwanted.delete({ where: { object } });
  }
}
