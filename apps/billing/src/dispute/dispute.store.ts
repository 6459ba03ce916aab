import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { stored } from '@sounding/money';
import { PrismaClient, type Dispute as Row } from '../generated/prisma/client.ts';
import type { Tx } from '../tx.ts';
import type { Bearer, DisputeFacts, DisputeState, KeptDispute } from './dispute.ts';

function kept(row: Row): KeptDispute {
  return {
    ...row,
    what: row.what as KeptDispute['what'],
    state: row.state as DisputeState,
    bearer: row.bearer as Bearer | null,
    amount: stored(row.amountMinor, row.currency),
  };
}

@Injectable()
export class DisputeStore {
  constructor(private readonly database: PrismaClient) {}

  /** The caller holds the payment's lock, under which all its disputes move. */
  async find(tx: Tx, stripeDisputeId: string): Promise<KeptDispute | null> {
    const row = await tx.dispute.findUnique({ where: { stripeDisputeId } });
    return row ? kept(row) : null;
  }

  async make(
    tx: Tx,
    facts: DisputeFacts,
    on: Pick<KeptDispute, 'paymentId' | 'bookingId' | 'what' | 'traceparent'> & {
      state: 'inquiry' | 'open';
      now: Date;
    },
  ): Promise<KeptDispute> {
    const { now, ...columns } = on;
    const row = await tx.dispute.create({
      data: {
        ...columns,
        id: randomUUID(),
        stripeDisputeId: facts.stripeDisputeId,
        currency: facts.amount.currency,
        amountMinor: facts.amount.minor,
        evidenceBy: facts.evidenceBy,
        openedAt: now,
      },
    });
    return kept(row);
  }

  async moved(
    tx: Tx,
    id: string,
    to: {
      state: DisputeState;
      amountMinor: number;
      bearer: Bearer | null;
      evidenceBy: Date | null;
      closedAt: Date | null;
    },
  ): Promise<void> {
    await tx.dispute.update({ where: { id }, data: to });
  }

  /** Whether a payment is disputed: an inquiry stops the release, a chargeback the refund too; `lost` once the bank kept it. */
  async standing(paymentId: string, db: Tx = this.database): Promise<'none' | 'inquiry' | 'open' | 'lost'> {
    const rows = await db.dispute.findMany({ where: { paymentId }, select: { state: true } });
    return (['open', 'inquiry', 'lost'] as const).find((state) => rows.some((row) => row.state === state)) ?? 'none';
  }

  async ofBooking(bookingId: string): Promise<KeptDispute[]> {
    const rows = await this.database.dispute.findMany({ where: { bookingId }, orderBy: { openedAt: 'asc' } });
    return rows.map(kept);
  }
}
