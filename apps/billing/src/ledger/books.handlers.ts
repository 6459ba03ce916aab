/** Money as providers and staff look at it. Reads only. */
import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { BookingMoney, type Input, MyMoney, type Output } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { BillStore } from '../bill/bill.store.ts';
import { shown } from '../bill/bill.ts';
import { RefundStore } from '../refund/refund.store.ts';
import { TipStore } from '../tip/tip.store.ts';
import { newest, sessionRow, tipRow } from './books.ts';
import { LedgerStore } from './ledger.store.ts';

const ROWS = 100;

@Controller()
export class BooksHandlers {
  constructor(
    private readonly clock: Clock,
    private readonly bills: BillStore,
    private readonly tips: TipStore,
    private readonly refunds: RefundStore,
    private readonly ledger: LedgerStore,
  ) {}

  @Handle(MyMoney)
  async mine(_input: Input<typeof MyMoney>, call: Call): Promise<Output<typeof MyMoney>> {
    const provider = call.person();
    const [sums, tips, payable, bills, given] = await Promise.all([
      this.bills.sumsOf(provider),
      this.tips.sumOf(provider),
      this.ledger.payable(provider),
      this.bills.paidTo(provider, ROWS),
      this.tips.receivedBy(provider, ROWS),
    ]);
    return {
      held: sums.held,
      payable,
      released: { ...sums.released, minor: sums.released.minor + tips.minor },
      rows: newest([...bills.map(sessionRow), ...given.map(tipRow)], ROWS),
    };
  }

  @Handle(BookingMoney)
  async ofBooking(input: Input<typeof BookingMoney>): Promise<Output<typeof BookingMoney>> {
    const { bookingId } = input;
    const [bill, held, refunded, entries] = await Promise.all([
      this.bills.ofBooking(bookingId),
      this.ledger.held(bookingId),
      this.refunds.madeOf(bookingId),
      this.ledger.ofBooking(bookingId),
    ]);
    return {
      bill: bill ? shown(bill, this.clock.now()) : null,
      held,
      refunded,
      entries: entries.map(({ key, kind, at, postings }) => ({
        key,
        kind,
        at: at.toISOString(),
        postings: [...postings],
      })),
    };
  }
}
