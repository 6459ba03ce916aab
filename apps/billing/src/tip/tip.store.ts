import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Money, stored } from '@sounding/money';
import { PrismaClient, type Tip as Row } from '../generated/prisma/client.ts';
import type { Tx } from '../tx.ts';

export interface KeptTip {
  readonly id: string;
  readonly bookingId: string;
  readonly clientId: string;
  readonly providerId: string;
  readonly amount: Money;
  readonly termsVersion: string;
  readonly receivedAt: Date | null;
}

function kept(row: Row): KeptTip {
  return { ...row, amount: stored(row.amountMinor, row.currency) };
}

@Injectable()
export class TipStore {
  constructor(private readonly database: PrismaClient) {}

  async get(id: string, db: Tx = this.database): Promise<KeptTip> {
    return kept(await db.tip.findUniqueOrThrow({ where: { id } }));
  }

  async lock(tx: Tx, id: string): Promise<KeptTip> {
    await tx.$queryRaw`SELECT id FROM tip WHERE id = ${id}::uuid FOR UPDATE`;
    return this.get(id, tx);
  }

  async make(tx: Tx, on: Omit<KeptTip, 'id' | 'receivedAt'> & { now: Date }): Promise<KeptTip> {
    const { amount, now, ...columns } = on;
    const row = await tx.tip.create({
      data: { ...columns, id: randomUUID(), currency: amount.currency, amountMinor: amount.minor, madeAt: now },
    });
    return kept(row);
  }

  async received(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.tip.update({ where: { id }, data: { receivedAt: at } });
  }

  async receivedBy(providerId: string, most: number): Promise<(KeptTip & { receivedAt: Date })[]> {
    const where = { providerId, receivedAt: { not: null } };
    const rows = await this.database.tip.findMany({ where, orderBy: { receivedAt: 'desc' }, take: most });
    return rows.map(kept).flatMap((tip) => (tip.receivedAt ? [{ ...tip, receivedAt: tip.receivedAt }] : []));
  }
}
