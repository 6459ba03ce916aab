import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Money, stored } from '@sounding/money';
import { PrismaClient, type TransferReturn as Row } from '../generated/prisma/client.ts';
import { claimDue } from '../payment/looks.store.ts';
import type { Tx } from '../tx.ts';
import { type KeptReturn, type ReturnState, returnKey } from './return.ts';

function kept(row: Row): KeptReturn {
  return { ...row, amount: stored(row.amountMinor, row.currency), state: row.state as ReturnState };
}

@Injectable()
export class ReturnStore {
  constructor(private readonly database: PrismaClient) {}

  async get(id: string, db: Tx = this.database): Promise<KeptReturn> {
    return kept(await db.transferReturn.findUniqueOrThrow({ where: { id } }));
  }

  async lock(tx: Tx, id: string): Promise<KeptReturn> {
    await tx.$queryRaw`SELECT id FROM transfer_return WHERE id = ${id}::uuid FOR UPDATE`;
    return this.get(id, tx);
  }

  /**
   * Open debts with a made transfer of the same money that was not asked for them yet: the session's for what staff gave back, the
   * charged-back payment's for a chargeback. One transfer at a time for a debt.
   */
  wanted(limit: number): Promise<{ debtId: string; transferId: string; providerId: string }[]> {
    return this.database.$queryRaw`
      SELECT DISTINCT ON (d.id) d.id AS "debtId", t.id AS "transferId", d.provider_id AS "providerId"
      FROM debt d
      JOIN earning e ON e.booking_id = d.booking_id AND e.provider_id = d.provider_id
      JOIN transfer t ON t.earning_id = e.id AND t.state = 'made' AND t.returned_minor < t.amount_minor
      WHERE d.recovered_minor + d.written_off_minor < d.amount_minor
        AND CASE d.why WHEN 'given-back' THEN e.what = 'session'
            ELSE EXISTS (SELECT FROM dispute l WHERE l.payment_id = e.payment_id AND l.state = 'lost') END
        AND NOT EXISTS (SELECT FROM transfer_return r WHERE r.debt_id = d.id AND (r.transfer_id = t.id OR r.state = 'intended'))
        AND NOT EXISTS (SELECT FROM transfer_return r WHERE r.transfer_id = t.id AND r.state = 'intended')
      ORDER BY d.id, t.made_at LIMIT ${limit}::int`;
  }

  /** The intent with its own key, due at once: Stripe is asked after the commit. */
  async intend(
    tx: Tx,
    on: { transferId: string; debtId: string; amount: Money; now: Date; traceparent: string | null },
  ): Promise<void> {
    const { amount, now, ...columns } = on;
    const id = randomUUID();
    await tx.transferReturn.create({
      data: {
        ...columns,
        id,
        currency: amount.currency,
        amountMinor: amount.minor,
        idempotencyKey: returnKey(id, 1),
        state: 'intended',
        madeAt: now,
        nextLookAt: now,
      },
    });
  }

  async ended(tx: Tx, id: string, state: 'made' | 'refused', stripeReversalId: string | null): Promise<void> {
    await tx.transferReturn.update({ where: { id }, data: { state, stripeReversalId, nextLookAt: null } });
  }

  /** Stripe keeps its own error under the old key. */
  async nextAttempt(tx: Tx, { id, idempotencyKey, tries }: KeptReturn): Promise<void> {
    const data = { idempotencyKey: returnKey(id, tries + 1) };
    await tx.transferReturn.updateMany({ where: { id, idempotencyKey, state: 'intended' }, data });
  }

  claimDue(now: Date, limit: number): Promise<string[]> {
    return claimDue(this.database, 'transfer_return', now, limit);
  }
}
