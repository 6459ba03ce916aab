/** Statements and sums, read from the index of a payable account and from its daily sums: as fast with a million postings as with ten. */
import { Injectable } from '@nestjs/common';
import { type Money, money } from '@sounding/money';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { type Account, payable } from '../ledger/entry.ts';
import type { Tx } from '../tx.ts';
import { daysOf, type KindSum, LINES_A_PAGE, type PayableRow, type Period, type Place } from './statement.ts';

export interface StatementPage {
  readonly opening: Money;
  readonly closing: Money;
  readonly rows: readonly PayableRow[];
  readonly sums: readonly KindSum[];
  /** After which posting the next page begins; null at the end. */
  readonly next: Place | null;
}

/** The balance before an instant is that of the posting before it. */
export function balanceBefore(account: Account, at: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT balance FROM ledger_posting WHERE account = ${account} AND at < ${at}::timestamptz
    ORDER BY at DESC, id DESC LIMIT 1`;
}

export function pageOf(account: Account, { from, to }: Period, after: Place | null): Prisma.Sql {
  const begin = after ?? { at: from, id: -1n };
  return Prisma.sql`
    SELECT p.id, p.at, p.minor, p.balance, e.kind, e.booking_id AS "bookingId", h.minor AS price, c.minor AS commission
    FROM ledger_posting p
    JOIN ledger_entry e ON e.id = p.entry_id
    LEFT JOIN ledger_posting h ON h.entry_id = p.entry_id AND h.account = 'hold:' || e.booking_id
    LEFT JOIN ledger_posting c ON c.entry_id = p.entry_id AND c.account = 'rev.commission'
    WHERE p.account = ${account} AND (p.at, p.id) > (${begin.at}::timestamptz, ${begin.id}::bigint)
      AND p.at >= ${from}::timestamptz AND p.at < ${to}::timestamptz
    ORDER BY p.at, p.id LIMIT ${LINES_A_PAGE + 1}::int`;
}

/** Whole days. */
export function sumsOfDays(account: Account, { from, to }: Period): Prisma.Sql {
  return Prisma.sql`
    SELECT kind, sum(count)::float8 AS count, sum(minor)::float8 AS minor, sum(commission)::float8 AS commission
    FROM statement_day
    WHERE account = ${account} AND day >= ${dayText(from)}::date AND day < ${dayText(to)}::date GROUP BY kind`;
}

/** All that was ever released or tipped, whatever was taken back since; from as many rows as there were days. */
export function becamePayable(account: Account): Prisma.Sql {
  return Prisma.sql`
    SELECT coalesce(-sum(minor), 0)::bigint AS minor FROM statement_day
    WHERE account = ${account} AND kind IN ('release', 'tip')`;
}

/** Part of a day. Subqueries, so that no plan reads the whole ledger to join it. */
export function sumsOfPostings(account: Account, { from, to }: Period): Prisma.Sql {
  return Prisma.sql`
    SELECT kind, count(*)::float8 AS count, sum(minor)::float8 AS minor, coalesce(sum(commission), 0)::float8 AS commission
    FROM (
      SELECT p.minor, (SELECT e.kind FROM ledger_entry e WHERE e.id = p.entry_id) AS kind,
             (SELECT c.minor FROM ledger_posting c
               WHERE c.entry_id = p.entry_id AND c.account = 'rev.commission') AS commission
      FROM ledger_posting p
      WHERE p.account = ${account} AND p.at >= ${from}::timestamptz AND p.at < ${to}::timestamptz
    ) moved
    GROUP BY kind`;
}

function dayText(at: Date): string {
  return at.toISOString().slice(0, 10);
}

@Injectable()
export class StatementStore {
  constructor(private readonly database: PrismaClient) {}

  /** All of one moment, so that opening, lines and closing add up while money moves. */
  page(providerId: string, period: Period, after: Place | null): Promise<StatementPage> {
    const account = payable(providerId);
    return this.database.$transaction(
      async (tx) => {
        const opening = await this.balance(tx, account, period.from);
        const closing = await this.balance(tx, account, period.to);
        const found = await tx.$queryRaw<PayableRow[]>(pageOf(account, period, after));
        const rows = found.slice(0, LINES_A_PAGE);
        const next = found.length > LINES_A_PAGE ? (rows.at(-1) ?? null) : null;
        return { opening, closing, rows, next, sums: await this.sums(tx, account, period) };
      },
      { isolationLevel: 'RepeatableRead' },
    );
  }

  /** All that was ever released to a provider, tips too. */
  async released(providerId: string): Promise<Money> {
    const [row] = await this.database.$queryRaw<{ minor: bigint }[]>(becamePayable(payable(providerId)));
    return money(Number(row?.minor ?? 0n));
  }

  private async balance(tx: Tx, account: Account, at: Date): Promise<Money> {
    const [row] = await tx.$queryRaw<{ balance: bigint }[]>(balanceBefore(account, at));
    return money(0 - Number(row?.balance ?? 0n));
  }

  private async sums(tx: Tx, account: Account, period: Period): Promise<KindSum[]> {
    const { whole, edges } = daysOf(period);
    const sums = whole ? await tx.$queryRaw<KindSum[]>(sumsOfDays(account, whole)) : [];
    for (const edge of edges) sums.push(...(await tx.$queryRaw<KindSum[]>(sumsOfPostings(account, edge))));
    return sums;
  }
}
