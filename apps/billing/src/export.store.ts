/** What billing holds of a person: what they were billed, paid, gave and got back, and what they earn. Never what Stripe calls things. */
import { Injectable } from '@nestjs/common';
import { byId, few, type Part } from '@sounding/service';
import { PrismaClient } from './generated/prisma/client.ts';

@Injectable()
export class Exported {
  constructor(private readonly db: PrismaClient) {}

  partsOf(me: string): Part[] {
    return [...this.asClient(me), ...this.asProvider(me)];
  }

  private asClient(me: string): Part[] {
    const mine = { OR: [{ bill: { clientId: me } }, { tip: { clientId: me } }] };
    return [
      byId('bills', (behind, take) =>
        this.db.bill.findMany({
          ...{ where: { clientId: me, ...behind }, orderBy: { id: 'asc' }, take },
          select: {
            ...{ id: true, bookingId: true, mode: true, startsAt: true, endsAt: true, lines: true, currency: true },
            ...{ totalMinor: true, termsVersion: true, madeAt: true, hash: true, paidAt: true, outcome: true },
            ...{ priceRefundedMinor: true, feeRefundedMinor: true, taxRefundedMinor: true },
          },
        }),
      ),
      byId('payments', (behind, take) =>
        this.db.payment.findMany({
          ...{ where: { ...mine, ...behind }, orderBy: { id: 'asc' }, take },
          select: {
            ...{ id: true, bookingId: true, currency: true, amountMinor: true, state: true, madeAt: true },
            ...{ brand: true, last4: true, keepCard: true },
          },
        }),
      ),
      byId('tips-you-gave', (behind, take) =>
        this.db.tip.findMany({
          ...{ where: { clientId: me, ...behind }, orderBy: { id: 'asc' }, take },
          omit: { clientId: true, providerId: true },
        }),
      ),
      byId('refunds', (behind, take) =>
        this.db.refund.findMany({
          ...{ where: { payment: mine, ...behind }, orderBy: { id: 'asc' }, take },
          select: {
            ...{ id: true, bookingId: true, reason: true, currency: true, amountMinor: true, state: true },
            ...{ madeAt: true, refundedAt: true },
          },
        }),
      ),
      byId('disputes', (behind, take) =>
        this.db.dispute.findMany({
          ...{ where: { payment: mine, ...behind }, orderBy: { id: 'asc' }, take },
          select: {
            ...{ id: true, bookingId: true, what: true, currency: true, amountMinor: true, state: true },
            ...{ openedAt: true, closedAt: true },
          },
        }),
      ),
      few('kept-card', () =>
        this.db.keptCard.findMany({ where: { clientId: me }, select: { brand: true, last4: true, keptAt: true } }),
      ),
    ];
  }

  private asProvider(me: string): Part[] {
    const sum = { id: true, bookingId: true, currency: true, amountMinor: true } as const;
    return [
      few('account-at-stripe', () =>
        this.db.providerAccount.findMany({
          where: { providerId: me },
          select: { transfersOn: true, payoutsOn: true, asksProvider: true, bankLast4: true, madeAt: true },
        }),
      ),
      byId('earnings', (behind, take) =>
        this.db.earning.findMany({
          ...{ where: { providerId: me, ...behind }, orderBy: { id: 'asc' }, take },
          select: { ...sum, what: true, takenMinor: true, transferredMinor: true, becameAt: true },
        }),
      ),
      byId('debts', (behind, take) =>
        this.db.debt.findMany({
          ...{ where: { providerId: me, ...behind }, orderBy: { id: 'asc' }, take },
          select: { ...sum, why: true, recoveredMinor: true, writtenOffMinor: true, since: true, writeOffAt: true },
        }),
      ),
      byId('transfers', (behind, take) =>
        this.db.transfer.findMany({
          ...{ where: { providerId: me, ...behind }, orderBy: { id: 'asc' }, take },
          select: { ...sum, returnedMinor: true, state: true, madeAt: true, arrivedAt: true },
        }),
      ),
      few('payouts', () =>
        this.db.payout.findMany({
          ...{ where: { providerId: me }, orderBy: { madeAt: 'asc' } },
          select: { currency: true, amountMinor: true, state: true, madeAt: true },
        }),
      ),
    ];
  }
}
