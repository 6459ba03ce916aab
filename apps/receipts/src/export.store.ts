/** What receipts holds of a person: every document that was issued to them, as it was issued, and how they want the next ones. */
import { Injectable } from '@nestjs/common';
import { byId, few, type Part } from '@sounding/service';
import { PrismaClient } from './generated/prisma/client.ts';
import { WishStore } from './wishes/wish.store.ts';

@Injectable()
export class Exported {
  constructor(
    private readonly db: PrismaClient,
    private readonly wishes: WishStore,
  ) {}

  partsOf(me: string): Part[] {
    return [
      byId('documents', (behind, take) =>
        this.db.receipt.findMany({
          ...{ where: { holderId: me, erasedAt: null, ...behind }, orderBy: { id: 'asc' }, take },
          select: { id: true, kind: true, issuedAt: true, document: true },
        }),
      ),
      few('document-wishes', async () => {
        const [kept] = await this.db.wish.findMany({ where: { accountId: me }, select: { changedAt: true } });
        return kept ? [{ ...(await this.wishes.of(me)), ...kept }] : [];
      }),
    ];
  }
}
