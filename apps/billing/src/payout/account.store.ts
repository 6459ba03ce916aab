/** Providers' accounts at Stripe: the row and its key are committed before Stripe hears of them. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PrismaClient } from '../generated/prisma/client.ts';
import { nextLook } from '../payment/looks.store.ts';
import type { Tx } from '../tx.ts';
import type { AccountFacts, KeptAccount } from './account.ts';

@Injectable()
export class AccountStore {
  constructor(private readonly database: PrismaClient) {}

  find(providerId: string, db: Tx = this.database): Promise<KeptAccount | null> {
    return db.providerAccount.findUnique({ where: { providerId } });
  }

  ofStripe(stripeAccountId: string, db: Tx = this.database): Promise<KeptAccount | null> {
    return db.providerAccount.findUnique({ where: { stripeAccountId } });
  }

  async isOurs(stripeAccountId: string): Promise<boolean> {
    return (await this.ofStripe(stripeAccountId)) !== null;
  }

  async lock(tx: Tx, providerId: string): Promise<KeptAccount> {
    await tx.$queryRaw`SELECT provider_id FROM provider_account WHERE provider_id = ${providerId}::uuid FOR UPDATE`;
    return tx.providerAccount.findUniqueOrThrow({ where: { providerId } });
  }

  /** One row per provider, whoever asks first. */
  async intend(tx: Tx, providerId: string, now: Date): Promise<KeptAccount> {
    const row = { providerId, idempotencyKey: `account:${randomUUID()}`, madeAt: now, changedAt: now };
    await tx.providerAccount.createMany({ data: [row], skipDuplicates: true });
    return this.lock(tx, providerId);
  }

  /** Stripe certainly has no account under the old key, and may have forgotten it. */
  async newKey(tx: Tx, providerId: string, now: Date): Promise<KeptAccount> {
    const data = { idempotencyKey: `account:${randomUUID()}`, madeAt: now };
    return tx.providerAccount.update({ where: { providerId }, data });
  }

  async told(tx: Tx, providerId: string, facts: AccountFacts, now: Date): Promise<void> {
    await tx.providerAccount.update({ where: { providerId }, data: { ...facts, changedAt: now } });
  }

  /** The provider was sent to Stripe's page: what they tell there is looked for soon, and then less and less often. */
  async expect(tx: Tx, providerId: string, nextLookAt: Date): Promise<void> {
    await tx.providerAccount.update({ where: { providerId }, data: { tries: 0, nextLookAt } });
  }

  /** A provider leaves, or stays after all; somebody who never wanted money has no row. */
  async leaving(tx: Tx, providerId: string, at: Date | null): Promise<void> {
    await tx.providerAccount.updateMany({ where: { providerId }, data: { leavingAt: at } });
  }

  /** Nobody looks at the account any more; Stripe's id stays, because transfers were made to it. */
  async strip(tx: Tx, providerId: string): Promise<void> {
    await tx.providerAccount.updateMany({ where: { providerId }, data: { bankLast4: null, nextLookAt: null } });
  }

  /** Answers Stripe's ids of accounts that are due, and sets their next look. */
  async claimDue(now: Date, limit: number): Promise<string[]> {
    const rows = await this.database.$queryRaw<{ id: string }[]>`
      UPDATE provider_account SET tries = tries + 1, next_look_at = ${nextLook(now)}
      WHERE provider_id IN (SELECT provider_id FROM provider_account
                            WHERE next_look_at <= ${now}::timestamptz AND stripe_account_id IS NOT NULL
                            ORDER BY next_look_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
      RETURNING stripe_account_id AS id`;
    return rows.map(({ id }) => id);
  }
}
