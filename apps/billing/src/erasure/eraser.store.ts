/** What billing holds of a person: the books stay, under the bare number of the account; the card and Stripe's record of them go. */
import { Injectable } from '@nestjs/common';
import { forgetAnswersAbout } from '@sounding/bus';
import type { Erased, Weighed } from '@sounding/contracts';
import { counted, type Eraser } from '@sounding/service';
import { keptUntilOf } from '@sounding/terms';
import { CardProcessor } from '../card/card.stripe.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { AccountStore } from '../payout/account.store.ts';
import type { Tx } from '../tx.ts';
import { MoneyInTheWay } from './leaving.store.ts';

/** What stands in the place of Stripe's names for a customer and a card. */
const NOBODYS = 'erased';

const paidBy = (accountId: string) => ({ OR: [{ bill: { clientId: accountId } }, { tip: { clientId: accountId } }] });

@Injectable()
export class BillingEraser implements Eraser<Tx> {
  constructor(
    private readonly database: PrismaClient,
    private readonly processor: CardProcessor,
    private readonly money: MoneyInTheWay,
    private readonly accounts: AccountStore,
  ) {}

  async weigh(tx: Tx, accountId: string): Promise<Weighed> {
    return { inTheWay: await this.money.of(tx, accountId), ...(await this.held(tx, accountId)) };
  }

  /** At Stripe first: afterwards no row knows who they were there. */
  async before(accountId: string): Promise<void> {
    const kept = await this.database.keptCard.findMany({ where: { clientId: accountId } });
    const paid = await this.database.payment.findMany({
      where: { ...paidBy(accountId), customerId: { not: null }, NOT: { customerId: NOBODYS } },
      distinct: ['customerId'],
      select: { customerId: true },
    });
    const customers = [...kept.map((card) => card.stripeCustomerId), ...paid.map(({ customerId }) => customerId)];
    for (const customer of new Set(customers)) if (customer !== null) await this.processor.forgetCustomer(customer);
  }

  async erase(tx: Tx, accountId: string): Promise<Erased> {
    const held = await this.held(tx, accountId);
    const payments = await tx.payment.findMany({ where: paidBy(accountId), select: { id: true, bookingId: true } });
    const theirs = { id: { in: payments.map(({ id }) => id) } };
    await tx.payment.updateMany({
      where: theirs,
      data: { brand: null, last4: null, sessionUrl: null, keepCard: false },
    });
    await tx.payment.updateMany({ where: { ...theirs, paymentMethodId: null }, data: { customerId: null } });
    // That it was paid with a kept card stays; with which one, and whose, does not.
    await tx.payment.updateMany({
      where: { ...theirs, paymentMethodId: { not: null } },
      data: { customerId: NOBODYS, paymentMethodId: NOBODYS },
    });
    await forgetAnswersAbout(tx, [...new Set(payments.map(({ bookingId }) => bookingId))]);
    await this.accounts.strip(tx, accountId);
    await tx.$queryRaw`SELECT erase_card(${accountId}::uuid)::text`;
    return held;
  }

  private async held(tx: Tx, accountId: string): Promise<Erased> {
    const payments = await tx.payment.aggregate({ where: paidBy(accountId), _count: true, _max: { madeAt: true } });
    const earnings = await tx.earning.aggregate({
      where: { providerId: accountId },
      _count: true,
      _max: { becameAt: true },
    });
    const last = [payments._max.madeAt, earnings._max.becameAt].flatMap((at) => at ?? []).sort((a, b) => +b - +a)[0];
    const until = last ? (keptUntilOf('billing.books', last)?.toISOString() ?? null) : null;
    const digits = await tx.payment.count({ where: { ...paidBy(accountId), last4: { not: null } } });
    const card = await tx.keptCard.count({ where: { clientId: accountId } });
    return {
      goes: counted([
        { rule: 'billing.card', count: card },
        { rule: 'billing.card-digits', count: digits },
      ]),
      stays: counted([{ rule: 'billing.books', count: payments._count + earnings._count, until }]),
    };
  }
}
