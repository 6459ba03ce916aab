/** How people want to appear on documents to come. A full name is sealed under the key of its person. */
import { Injectable } from '@nestjs/common';
import type { MyWishes } from '@sounding/contracts';
import { type Output, Wishes } from '@sounding/contracts';
import { columnOf, ERASED, Keyring, type SealedColumn } from '@sounding/service';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';

type Wish = Output<typeof MyWishes>;

/** The column that held its text in clear in an earlier release. */
export const FULL_NAME: SealedColumn = {
  table: 'wish',
  id: 'account_id',
  clear: 'full_name',
  sealed: 'full_name_sealed',
  owner: 'person',
  ownerId: 'account_id',
};

const nameOf = (accountId: string) => columnOf(FULL_NAME, accountId, accountId);

@Injectable()
export class WishStore {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly keyring: Keyring,
  ) {}

  /** Without a wish: by alias, and paper after the time zone. */
  async of(accountId: string): Promise<Wish> {
    const row = await this.prisma.wish.findUnique({ where: { accountId } });
    const bytes = row?.fullNameSealed;
    const opened = bytes ? await this.keyring.open({ ...nameOf(accountId), bytes }) : (row?.fullName ?? null);
    // Whoever was erased has no wish any more.
    return Wishes.parse({ fullName: opened === ERASED ? null : opened, country: row?.country ?? null });
  }

  async change(tx: Prisma.TransactionClient, accountId: string, wish: Wish, changedAt: Date): Promise<void> {
    const { fullName, country } = wish;
    const { owner, place } = nameOf(accountId);
    const fullNameSealed = fullName === null ? null : await this.keyring.seal(tx, owner, place, fullName);
    const kept = { fullName: null, fullNameSealed, country, changedAt };
    await tx.wish.upsert({ where: { accountId }, create: { accountId, ...kept }, update: kept });
  }
}
