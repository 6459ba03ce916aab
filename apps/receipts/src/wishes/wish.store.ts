/** How people want to appear on documents to come. */
import { Injectable } from '@nestjs/common';
import type { MyWishes } from '@sounding/contracts';
import { type Output, Wishes } from '@sounding/contracts';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';

type Wish = Output<typeof MyWishes>;

@Injectable()
export class WishStore {
  constructor(private readonly prisma: PrismaClient) {}

  /** Without a wish: by alias, and paper after the time zone. */
  async of(accountId: string): Promise<Wish> {
    const row = await this.prisma.wish.findUnique({ where: { accountId } });
    return Wishes.parse({ fullName: row?.fullName ?? null, country: row?.country ?? null });
  }

  async change(tx: Prisma.TransactionClient, accountId: string, wish: Wish, changedAt: Date): Promise<void> {
    await tx.wish.upsert({
      where: { accountId },
      create: { accountId, ...wish, changedAt },
      update: { ...wish, changedAt },
    });
  }
}
