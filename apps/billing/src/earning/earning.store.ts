/** Earnings and debts. Who reads a provider's to decide on them holds the provider's lock until the commit. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Money, money } from '@sounding/money';
import { type Debt as DebtRow, type Earning as EarningRow, PrismaClient } from '../generated/prisma/client.ts';
import type { Entry } from '../ledger/entry.ts';
import { setOff } from '../ledger/ledger.ts';
import type { Tx } from '../tx.ts';
import { type Debt, type Earning, owedOf, setOffs } from './earning.ts';

function keptEarning(row: EarningRow): Earning {
  return {
    ...row,
    what: row.what as Earning['what'],
    amount: money(Number(row.amountMinor)),
    taken: money(Number(row.takenMinor)),
    transferred: money(Number(row.transferredMinor)),
  };
}

function keptDebt(row: DebtRow): Debt {
  return {
    ...row,
    why: row.why as Debt['why'],
    amount: money(Number(row.amountMinor)),
    recovered: money(Number(row.recoveredMinor)),
    writtenOff: money(Number(row.writtenOffMinor)),
  };
}

type New = Pick<Earning, 'id' | 'providerId' | 'bookingId' | 'paymentId' | 'amount'> & { now: Date };

@Injectable()
export class EarningStore {
  constructor(private readonly database: PrismaClient) {}

  /** Nobody else decides on this provider's earnings and debts until the commit. Bills and tips are locked before it. */
  async lock(tx: Tx, providerId: string): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('provider:' || ${providerId}, 0))`;
  }

  /** A released session. What the provider owes is kept back from it; answers the entries of that. */
  async session(tx: Tx, on: New): Promise<Entry[]> {
    await this.lock(tx, on.providerId);
    await this.add(tx, 'session', on);
    const { id: earningId, bookingId, providerId } = on;
    const at = on.now.toISOString();
    const off = setOffs(await this.openDebts(tx, providerId), on.amount);
    for (const { debt, amount } of off) {
      await this.recovered(tx, debt.id, amount);
      await this.take(tx, earningId, amount);
    }
    return off.map(({ debt, amount }) => setOff({ debtId: debt.id, earningId, bookingId, providerId, at, amount }));
  }

  /** A tip is the provider's whole, whatever they owe. */
  async tip(tx: Tx, on: New): Promise<void> {
    await this.add(tx, 'tip', on);
  }

  private async add(tx: Tx, what: Earning['what'], on: New): Promise<void> {
    const { now, amount, ...columns } = on;
    const data = { ...columns, what, currency: amount.currency, amountMinor: amount.minor, becameAt: now };
    await tx.earning.create({ data });
  }

  /** The earning of a bill or tip; null when nothing was released. */
  async find(id: string, db: Tx = this.database): Promise<Earning | null> {
    const row = await db.earning.findUnique({ where: { id } });
    return row ? keptEarning(row) : null;
  }

  /** What of an earning goes back, or is kept back. */
  async take(tx: Tx, id: string, amount: Money): Promise<void> {
    await tx.earning.update({ where: { id }, data: { takenMinor: { increment: amount.minor } } });
  }

  async owe(tx: Tx, on: Omit<Debt, 'id' | 'recovered' | 'writtenOff'>): Promise<Debt> {
    const { amount, ...columns } = on;
    const data = { ...columns, id: randomUUID(), currency: amount.currency, amountMinor: amount.minor };
    return keptDebt(await tx.debt.create({ data }));
  }

  /** Oldest first. */
  async openDebts(tx: Tx, providerId: string): Promise<Debt[]> {
    const rows = await tx.debt.findMany({ where: { providerId }, orderBy: [{ since: 'asc' }, { id: 'asc' }] });
    return rows.map(keptDebt).filter((debt) => owedOf(debt).minor > 0);
  }

  async recovered(tx: Tx, debtId: string, amount: Money): Promise<void> {
    await tx.debt.update({ where: { id: debtId }, data: { recoveredMinor: { increment: amount.minor } } });
  }
}
