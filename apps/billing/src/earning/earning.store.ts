/** Earnings and debts. Who reads a provider's to decide on them holds the provider's lock until the commit. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Money, stored } from '@sounding/money';
import { receivableUntil } from '@sounding/terms';
import { type KeptBill, termsOfBill } from '../bill/bill.ts';
import { type Debt as DebtRow, type Earning as EarningRow, PrismaClient } from '../generated/prisma/client.ts';
import type { Entry } from '../ledger/entry.ts';
import { type Borne, setOff } from '../ledger/ledger.ts';
import type { Tx } from '../tx.ts';
import { type Debt, type Earning, owedOf, setOffs } from './earning.ts';

function keptEarning(row: EarningRow): Earning {
  return {
    ...row,
    what: row.what as Earning['what'],
    amount: stored(row.amountMinor, row.currency),
    taken: stored(row.takenMinor, row.currency),
    transferred: stored(row.transferredMinor, row.currency),
  };
}

function keptDebt(row: DebtRow): Debt {
  return {
    ...row,
    why: row.why as Debt['why'],
    amount: stored(row.amountMinor, row.currency),
    recovered: stored(row.recoveredMinor, row.currency),
    writtenOff: stored(row.writtenOffMinor, row.currency),
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

  /**
   * What a provider could be sent: earnings that are not spent, oldest first. Those whose booking is disputed wait until the bank
   * has decided. `notOn` leaves out what that transfer day has tried to send already.
   */
  async open(providerId: string, on: { before: Date; notOn?: Date }, db: Tx = this.database): Promise<Earning[]> {
    const rows = await db.$queryRaw<EarningRow[]>`
      SELECT id, provider_id AS "providerId", booking_id AS "bookingId", payment_id AS "paymentId", what, currency,
             amount_minor AS "amountMinor", taken_minor AS "takenMinor", transferred_minor AS "transferredMinor",
             became_at AS "becameAt"
      FROM earning e
      WHERE e.provider_id = ${providerId}::uuid AND e.became_at < ${on.before}::timestamptz
        AND e.taken_minor + e.transferred_minor < e.amount_minor
        AND NOT EXISTS (SELECT FROM dispute d WHERE (d.booking_id = e.booking_id OR d.payment_id = e.payment_id) AND d.state IN ('inquiry', 'open'))
        AND NOT EXISTS (SELECT FROM transfer t WHERE t.earning_id = e.id AND t.run_at = ${on.notOn ?? null}::timestamptz)
      ORDER BY e.became_at, e.id`;
    return rows.map(keptEarning);
  }

  /** All that is payable of these is sent. */
  async transferred(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.$executeRaw`
      UPDATE earning SET transferred_minor = amount_minor - taken_minor WHERE id = ANY (${[...ids]}::uuid[])`;
  }

  /** It was not sent after all. */
  async notTransferred(tx: Tx, id: string, amount: Money): Promise<void> {
    await tx.earning.update({ where: { id }, data: { transferredMinor: { decrement: amount.minor } } });
  }

  /** What of an earning goes back, or is kept back. */
  private async take(tx: Tx, id: string, amount: Money): Promise<void> {
    await tx.earning.update({ where: { id }, data: { takenMinor: { increment: amount.minor } } });
  }

  /** What of a bill's price the provider bears: taken from what is payable of it, and owed for what is transferred. */
  async bear(
    tx: Tx,
    bill: Pick<KeptBill, 'id' | 'providerId' | 'bookingId' | 'termsVersion'>,
    on: Pick<Borne, 'fromPayable' | 'owed'> & { why: Debt['why']; now: Date },
  ): Promise<void> {
    const { fromPayable, owed, why, now: since } = on;
    if (fromPayable.minor > 0) await this.take(tx, bill.id, fromPayable);
    if (owed.minor === 0) return;
    const { providerId, bookingId } = bill;
    const writeOffAt = new Date(receivableUntil(termsOfBill(bill), since));
    const amount = { currency: owed.currency, amountMinor: owed.minor };
    await tx.debt.create({ data: { id: randomUUID(), providerId, bookingId, why, ...amount, since, writeOffAt } });
  }

  /** Oldest first. A debt for which a transfer is being taken back at this moment is left out until that has ended. */
  async openDebts(tx: Tx, providerId: string): Promise<Debt[]> {
    const rows = await tx.debt.findMany({
      where: { providerId, returns: { none: { state: 'intended' } } },
      orderBy: [{ since: 'asc' }, { id: 'asc' }],
    });
    return rows.map(keptDebt).filter((debt) => owedOf(debt).minor > 0);
  }

  async recovered(tx: Tx, debtId: string, amount: Money): Promise<void> {
    await tx.debt.update({ where: { id: debtId }, data: { recoveredMinor: { increment: amount.minor } } });
  }

  async debt(id: string, db: Tx = this.database): Promise<Debt> {
    return keptDebt(await db.debt.findUniqueOrThrow({ where: { id } }));
  }

  async writtenOff(tx: Tx, debtId: string, amount: Money): Promise<void> {
    await tx.debt.update({ where: { id: debtId }, data: { writtenOffMinor: { increment: amount.minor } } });
  }

  /** Debts that are too old, and for which nothing is being taken back at this moment. */
  async tooOld(now: Date, limit: number): Promise<Debt[]> {
    const rows = await this.database.$queryRaw<{ id: string }[]>`
      SELECT d.id FROM debt d
      WHERE d.write_off_at <= ${now}::timestamptz AND d.recovered_minor + d.written_off_minor < d.amount_minor
        AND NOT EXISTS (SELECT FROM transfer_return r WHERE r.debt_id = d.id AND r.state = 'intended')
      ORDER BY d.write_off_at LIMIT ${limit}::int`;
    return Promise.all(rows.map(({ id }) => this.debt(id)));
  }
  /** When the first open debt becomes too old. One whose transfer is being taken back waits for the end of that. */
  async nextTooOld(): Promise<Date | null> {
    const [row] = await this.database.$queryRaw<{ at: Date | null }[]>`
      SELECT min(d.write_off_at) AS at FROM debt d
      WHERE d.recovered_minor + d.written_off_minor < d.amount_minor
        AND NOT EXISTS (SELECT FROM transfer_return r WHERE r.debt_id = d.id AND r.state = 'intended')`;
    return row?.at ?? null;
  }
}
