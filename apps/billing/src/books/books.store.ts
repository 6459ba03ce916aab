/** What billing says of a booking's money, for the other services' books to agree with. Reads only. */
import { Injectable } from '@nestjs/common';
import type { Books, Output } from '@sounding/contracts';
import { money } from '@sounding/money';
import { PrismaClient } from '../generated/prisma/client.ts';

type Row = Output<typeof Books>['rows'][number];

@Injectable()
export class BooksStore {
  constructor(private readonly database: PrismaClient) {}

  /** The bookings whose money moved in [from, to), by their ids. */
  async moved(on: { from: Date; to: Date; after: string | null }, most: number): Promise<string[]> {
    const rows = await this.database.$queryRaw<{ bookingId: string }[]>`
      SELECT DISTINCT booking_id AS "bookingId" FROM ledger_entry
        WHERE at >= ${on.from}::timestamptz AND at < ${on.to}::timestamptz
          AND booking_id > coalesce(${on.after}::uuid, '00000000-0000-0000-0000-000000000000')
        ORDER BY booking_id LIMIT ${most}::int`;
    return rows.map(({ bookingId }) => bookingId);
  }

  async rows(bookingIds: readonly string[]): Promise<Row[]> {
    const where = { bookingId: { in: [...bookingIds] } };
    const [bills, refunds, tips, disputes, moves] = await Promise.all([
      this.database.bill.findMany({ where }),
      this.database.refund.findMany({ where, orderBy: { madeAt: 'asc' } }),
      this.database.tip.findMany({ where: { ...where, receivedAt: { not: null } }, orderBy: { receivedAt: 'asc' } }),
      this.database.dispute.findMany({ where: { ...where, what: 'session' } }),
      this.database.ledgerEntry.groupBy({ by: ['bookingId'], where, _max: { at: true } }),
    ]);
    const of = <T extends { bookingId: string }>(all: T[], id: string) => all.filter((one) => one.bookingId === id);
    return bookingIds.map((bookingId) => {
      const bill = bills.find((one) => one.bookingId === bookingId);
      const back = of(refunds, bookingId);
      const decided = bill ? bill.priceRefundedMinor + bill.priceGivenBackMinor + bill.feeRefundedMinor : 0n;
      const moved = moves.find((one) => one.bookingId === bookingId)?._max.at;
      return {
        bookingId,
        paid: money(Number(bill?.paidAt ? bill.totalMinor : 0n)),
        decided: money(Number(decided)),
        refunds: back.filter((one) => one.refundedAt).map((one) => money(Number(one.amountMinor))),
        tips: of(tips, bookingId).map((one) => money(Number(one.amountMinor))),
        released: Boolean(bill?.releasedAt),
        disputed: of(disputes, bookingId).some(({ state }) => state !== 'won' && state !== 'withdrawn'),
        movedAt: (moved ?? new Date(0)).toISOString(),
      };
    });
  }
}
