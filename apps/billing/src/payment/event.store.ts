/** Stripe's events: stored once by id, worked on later, parked while we do not know the object they speak of. */
import { Injectable } from '@nestjs/common';
import { PrismaClient, type StripeEvent as Row } from '../generated/prisma/client.ts';
import type { Tx } from '../tx.ts';
import { claimDue } from './looks.store.ts';
import type { EventFacts } from './payment.stripe.ts';
import { concerns } from './payment.ts';

/** After so many looks a parked event waits for people; staff see the count. */
const MOST_TRIES = 12;

@Injectable()
export class EventStore {
  constructor(private readonly database: PrismaClient) {}

  /** Never touches an event that is there: a redelivery must not wake what was done. */
  async keep(tx: Tx, events: readonly EventFacts[], now: Date, traceparent: string | null): Promise<number> {
    const { count } = await tx.stripeEvent.createMany({
      data: events.map(({ id, type, objectId, hint, account, occurredAt }) => {
        const idle = concerns(type, account !== null) === 'nothing';
        return {
          id,
          type,
          objectId,
          hint,
          account,
          occurredAt,
          storedAt: now,
          state: idle ? 'done' : 'stored',
          reason: idle ? 'not ours to act on' : null,
          nextLookAt: idle ? null : now,
          traceparent,
        };
      }),
      skipDuplicates: true,
    });
    return count;
  }

  get(id: string): Promise<Row> {
    return this.database.stripeEvent.findUniqueOrThrow({ where: { id } });
  }

  async done(id: string): Promise<void> {
    await this.database.stripeEvent.update({ where: { id }, data: { state: 'done', reason: null, nextLookAt: null } });
  }

  /** Waits for its object to become known; the next look is set already, unless there were enough. */
  async park(event: Pick<Row, 'id' | 'tries'>, reason: string): Promise<void> {
    const enough = event.tries >= MOST_TRIES;
    await this.database.stripeEvent.update({
      where: { id: event.id },
      data: { state: 'parked', reason, ...(enough ? { nextLookAt: null } : {}) },
    });
  }

  claimDue(now: Date, limit: number): Promise<string[]> {
    return claimDue(this.database, 'stripe_event', now, limit);
  }

  async listedUntil(): Promise<Date | null> {
    const row = await this.database.stripeCursor.findUnique({ where: { id: true } });
    return row?.listedUntil ?? null;
  }

  async listed(tx: Tx, until: Date): Promise<void> {
    await tx.stripeCursor.upsert({
      where: { id: true },
      create: { listedUntil: until },
      update: { listedUntil: until },
    });
  }
}
