import { Injectable } from '@nestjs/common';
import { stored } from '@sounding/money';
import { PrismaClient, type Payout as Row } from '../generated/prisma/client.ts';
import type { Tx } from '../tx.ts';
import type { KeptPayout, PayoutFacts, PayoutState } from './payout.ts';

function kept(row: Row): KeptPayout {
  return { ...row, amount: stored(row.amountMinor, row.currency), state: row.state as PayoutState };
}

@Injectable()
export class PayoutStore {
  constructor(private readonly database: PrismaClient) {}

  /** Nobody else writes of this payout until the commit, also when nothing is known of it yet. */
  async lock(tx: Tx, stripePayoutId: string): Promise<KeptPayout | null> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('payout:' || ${stripePayoutId}, 0))`;
    const row = await tx.payout.findUnique({ where: { stripePayoutId } });
    return row ? kept(row) : null;
  }

  async put(tx: Tx, facts: PayoutFacts, providerId: string | null, now: Date): Promise<void> {
    const { stripePayoutId, amount, state, madeAt } = facts;
    const row = { stripePayoutId, providerId, currency: amount.currency, amountMinor: amount.minor, state, madeAt };
    await tx.payout.upsert({
      where: { stripePayoutId },
      create: { ...row, changedAt: now },
      update: { state, changedAt: now },
    });
  }

  async bankRefused(tx: Tx, providerId: string): Promise<void> {
    await tx.providerAccount.update({ where: { providerId }, data: { bankRefused: true } });
  }

  async newest(providerId: string, most: number): Promise<KeptPayout[]> {
    const rows = await this.database.payout.findMany({
      where: { providerId },
      orderBy: { madeAt: 'desc' },
      take: most,
    });
    return rows.map(kept);
  }
}
