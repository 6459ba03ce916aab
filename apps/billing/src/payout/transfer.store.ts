import { Injectable } from '@nestjs/common';
import { type Money, stored, sum } from '@sounding/money';
import { PrismaClient, type Transfer as Row } from '../generated/prisma/client.ts';
import { claimDue } from '../payment/looks.store.ts';
import type { Tx } from '../tx.ts';
import { type KeptTransfer, type TransferState, transferKey } from './transfer.ts';

function kept(row: Row): KeptTransfer {
  return {
    ...row,
    amount: stored(row.amountMinor, row.currency),
    returned: stored(row.returnedMinor, row.currency),
    state: row.state as TransferState,
  };
}

export type Intent = Pick<
  KeptTransfer,
  'id' | 'providerId' | 'earningId' | 'bookingId' | 'stripeAccountId' | 'runAt' | 'amount' | 'traceparent'
> & { readonly nextLookAt: Date };

@Injectable()
export class TransferStore {
  constructor(private readonly database: PrismaClient) {}

  async get(id: string, db: Tx = this.database): Promise<KeptTransfer> {
    return kept(await db.transfer.findUniqueOrThrow({ where: { id } }));
  }

  async lock(tx: Tx, id: string): Promise<KeptTransfer> {
    await tx.$queryRaw`SELECT id FROM transfer WHERE id = ${id}::uuid FOR UPDATE`;
    return this.get(id, tx);
  }

  /** Whether a transfer day is over; it is begun by being asked for. */
  async isDone(runAt: Date): Promise<boolean> {
    const run = await this.database.transferRun.findUnique({ where: { runAt } });
    if (!run) await this.database.transferRun.createMany({ data: [{ runAt }], skipDuplicates: true });
    return run?.doneAt != null;
  }

  async done(runAt: Date, now: Date): Promise<void> {
    await this.database.transferRun.updateMany({ where: { runAt, doneAt: null }, data: { doneAt: now } });
  }

  /** Providers after `after` whose account is ready and who have something of before the transfer day, which it has not sent. */
  async waiting(runAt: Date, after: string, limit: number): Promise<string[]> {
    const rows = await this.database.$queryRaw<{ id: string }[]>`
      SELECT a.provider_id AS id FROM provider_account a
      WHERE a.transfers_on AND a.provider_id > ${after}::uuid
        AND EXISTS (
          SELECT FROM earning e
          WHERE e.provider_id = a.provider_id AND e.became_at < ${runAt}::timestamptz
            AND e.taken_minor + e.transferred_minor < e.amount_minor
            AND NOT EXISTS (SELECT FROM transfer t WHERE t.earning_id = e.id AND t.run_at = ${runAt}::timestamptz))
      ORDER BY a.provider_id LIMIT ${limit}::int`;
    return rows.map(({ id }) => id);
  }

  /** The intents, each with its own key; Stripe is asked when `nextLookAt` comes. */
  async intend(tx: Tx, intents: readonly Intent[], now: Date): Promise<void> {
    await tx.transfer.createMany({
      data: intents.map(({ amount, ...columns }) => ({
        ...columns,
        currency: amount.currency,
        amountMinor: amount.minor,
        idempotencyKey: transferKey(columns.id, 1),
        state: 'intended',
        madeAt: now,
      })),
    });
  }

  async made(tx: Tx, id: string, stripeTransferId: string, now: Date): Promise<void> {
    await tx.transfer.update({
      where: { id },
      data: { state: 'made', stripeTransferId, arrivedAt: now, nextLookAt: null },
    });
  }

  async failed(tx: Tx, id: string): Promise<void> {
    await tx.transfer.update({ where: { id }, data: { state: 'failed', nextLookAt: null } });
  }

  /** Stripe keeps its own error under the old key. */
  async nextAttempt(tx: Tx, transfer: KeptTransfer): Promise<void> {
    const attempt = transfer.attempt + 1;
    await tx.transfer.updateMany({
      where: { id: transfer.id, attempt: transfer.attempt, state: 'intended' },
      data: { attempt, idempotencyKey: transferKey(transfer.id, attempt) },
    });
  }

  async returned(tx: Tx, id: string, amount: Money): Promise<void> {
    await tx.transfer.update({ where: { id }, data: { returnedMinor: { increment: amount.minor } } });
  }

  /** Whether an earlier transfer day could not send this earning. */
  async failedBefore(tx: Tx, transfer: KeptTransfer): Promise<boolean> {
    const { id, earningId } = transfer;
    return (await tx.transfer.count({ where: { earningId, state: 'failed', id: { not: id } } })) > 0;
  }

  /** What a provider was sent on one transfer day; null while some of it is on its way. */
  async sentOn(tx: Tx, providerId: string, runAt: Date): Promise<Money | null> {
    const rows = await tx.transfer.groupBy({
      by: ['state', 'currency'],
      where: { providerId, runAt },
      _sum: { amountMinor: true },
    });
    if (rows.some((row) => row.state === 'intended')) return null;
    const made = rows.filter((row) => row.state === 'made');
    return sum(made.map((row) => stored(row._sum.amountMinor ?? 0n, row.currency)));
  }

  async newest(providerId: string, most: number): Promise<KeptTransfer[]> {
    const rows = await this.database.transfer.findMany({
      where: { providerId },
      orderBy: { madeAt: 'desc' },
      take: most,
    });
    return rows.map(kept);
  }

  claimDue(now: Date, limit: number): Promise<string[]> {
    return claimDue(this.database, 'transfer', now, limit);
  }
}
