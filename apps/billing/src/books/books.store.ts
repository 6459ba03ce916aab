/** What billing says of a booking's money, for the other services' books to agree with. Reads only. */
import { Injectable } from '@nestjs/common';
import type { Books, Output } from '@sounding/contracts';
import { money } from '@sounding/money';
import { PrismaClient } from '../generated/prisma/client.ts';

type Row = Output<typeof Books>['rows'][number];

@Injectable()
export class BooksStore {
  constructor(private readonly database: PrismaClient) {}

  /** The bookings whose money moved in [from, to), by their ids. What moves under the first of a package may be of all of it. */
  async moved(on: { from: Date; to: Date; after: string | null }, most: number): Promise<string[]> {
    const rows = await this.database.$queryRaw<{ bookingId: string }[]>`
      SELECT DISTINCT coalesce(b.booking_id, e.booking_id) AS "bookingId"
        FROM ledger_entry e LEFT JOIN bill b ON b.package_id = e.booking_id
        WHERE e.at >= ${on.from}::timestamptz AND e.at < ${on.to}::timestamptz
          AND coalesce(b.booking_id, e.booking_id) > coalesce(${on.after}::uuid, '00000000-0000-0000-0000-000000000000')
        ORDER BY 1 LIMIT ${most}::int`;
    return rows.map(({ bookingId }) => bookingId);
  }

  /** What was paid for each package that one of these bills is of. */
  private async paidTogether(bills: readonly { packageId: string | null }[]): Promise<Map<string, bigint>> {
    const ids = [...new Set(bills.flatMap(({ packageId }) => packageId ?? []))];
    const rows = await this.database.bill.groupBy({
      by: ['packageId'],
      where: { packageId: { in: ids }, paidAt: { not: null } },
      _sum: { totalMinor: true },
    });
    return new Map(rows.map(({ packageId, _sum }) => [packageId ?? '', _sum.totalMinor ?? 0n]));
  }

  async rows(bookingIds: readonly string[]): Promise<Row[]> {
    const where = { bookingId: { in: [...bookingIds] } };
    const bills = await this.database.bill.findMany({ where });
    const paidBy = bills.flatMap((bill) => bill.paidBy ?? []);
    const [packages, refunds, tips, disputes, moves] = await Promise.all([
      this.paidTogether(bills),
      this.database.refund.findMany({ where, orderBy: { madeAt: 'asc' } }),
      this.database.tip.findMany({ where: { ...where, receivedAt: { not: null } }, orderBy: { receivedAt: 'asc' } }),
      this.database.dispute.findMany({ where: { what: 'session', OR: [where, { paymentId: { in: paidBy } }] } }),
      this.database.ledgerEntry.groupBy({ by: ['bookingId'], where, _max: { at: true } }),
    ]);
    const of = <T extends { bookingId: string }>(all: T[], id: string) => all.filter((one) => one.bookingId === id);
    return bookingIds.map((bookingId) => {
      const bill = bills.find((one) => one.bookingId === bookingId);
      const back = of(refunds, bookingId);
      const decided = bill ? bill.priceRefundedMinor + bill.priceGivenBackMinor + bill.feeRefundedMinor : 0n;
      const together = bill?.packageId ? (packages.get(bill.packageId) ?? 0n) : null;
      const moved = moves.find((one) => one.bookingId === bookingId)?._max.at;
      return {
        bookingId,
        paid: money(Number(bill?.paidAt ? bill.totalMinor : 0n)),
        decided: money(Number(decided)),
        refunds: back.filter((one) => one.refundedAt).map((one) => money(Number(one.amountMinor))),
        tips: of(tips, bookingId).map((one) => money(Number(one.amountMinor))),
        released: Boolean(bill?.releasedAt),
        disputed: disputes.some(
          ({ paymentId, state, ...dispute }) =>
            (dispute.bookingId === bookingId || paymentId === bill?.paidBy) && state !== 'won' && state !== 'withdrawn',
        ),
        ...(together === null ? {} : { receipted: money(bill?.place === 0 ? Number(together) : 0) }),
        movedAt: (moved ?? new Date(0)).toISOString(),
      };
    });
  }
}
