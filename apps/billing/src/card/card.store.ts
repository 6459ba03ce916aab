/** Cards that their clients asked us to keep. Numbers are with Stripe alone. */
import { Injectable } from '@nestjs/common';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Charged } from '../payment/payment.ts';
import type { Tx } from '../tx.ts';

export interface KeptCard {
  readonly customerId: string;
  readonly paymentMethodId: string;
  readonly brand: string;
  readonly last4: string;
}

@Injectable()
export class CardStore {
  constructor(private readonly database: PrismaClient) {}

  /** Null when the client has asked for none, or had it forgotten. */
  async find(clientId: string, db: Tx = this.database): Promise<KeptCard | null> {
    const row = await db.keptCard.findUnique({ where: { clientId } });
    if (!row?.paymentMethodId) return null;
    const { stripeCustomerId: customerId, paymentMethodId, brand, last4 } = row;
    return { customerId, paymentMethodId, brand: brand ?? 'card', last4: last4 ?? '0000' };
  }

  /** Stripe's customer, which outlives a forgotten card; null when there never was one. */
  async customerOf(clientId: string, db: Tx = this.database): Promise<string | null> {
    return (await db.keptCard.findUnique({ where: { clientId } }))?.stripeCustomerId ?? null;
  }

  async keep(tx: Tx, clientId: string, { kept, brand, last4 }: Charged, now: Date): Promise<void> {
    if (!kept) return;
    const card = {
      stripeCustomerId: kept.customerId,
      paymentMethodId: kept.paymentMethodId,
      ...{ brand, last4, keptAt: now },
    };
    await tx.keptCard.upsert({ where: { clientId }, create: { clientId, ...card }, update: card });
  }

  async forget(tx: Tx, clientId: string): Promise<void> {
    const nothing = { paymentMethodId: null, brand: null, last4: null };
    await tx.keptCard.updateMany({ where: { clientId }, data: nothing });
  }
}
