/** Money as providers and staff look at it, and the one thing staff may do with it here: send a failed refund again. */
import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { BookingMoney, type Input, MyMoney, type Output, RetryRefund } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { BillStore } from '../bill/bill.store.ts';
import { shown } from '../bill/bill.ts';
import { DisputeStore } from '../dispute/dispute.store.ts';
import { PaymentClock } from '../payment/payment.clock.ts';
import { StatementStore } from '../payout/statement.store.ts';
import { Refunds } from '../refund/refund.flow.ts';
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
    private readonly refunding: Refunds,
    private readonly disputes: DisputeStore,
    private readonly due: PaymentClock,
    private readonly ledger: LedgerStore,
    private readonly statements: StatementStore,
  ) {}

  @Handle(MyMoney)
  async mine(_input: Input<typeof MyMoney>, call: Call): Promise<Output<typeof MyMoney>> {
    const provider = call.person();
    const [held, released, payable, bills, given] = await Promise.all([
      this.bills.heldFor(provider),
      this.statements.released(provider),
      this.ledger.payable(provider),
      this.bills.paidTo(provider, ROWS),
      this.tips.receivedBy(provider, ROWS),
    ]);
    return { held, payable, released, rows: newest([...bills.map(sessionRow), ...given.map(tipRow)], ROWS) };
  }

  @Handle(BookingMoney)
  async ofBooking(input: Input<typeof BookingMoney>): Promise<Output<typeof BookingMoney>> {
    const { bookingId } = input;
    const [bills, held, refunded, entries, refunds, disputes] = await Promise.all([
      this.bills.whole(bookingId),
      this.ledger.held(bookingId),
      this.refunds.madeOf(bookingId),
      this.ledger.ofBooking(bookingId),
      this.refunds.ofBooking(bookingId),
      this.disputes.ofBooking(bookingId),
    ]);
    return {
      bill: bills && shown(bills, this.clock.now()),
      held,
      refunded,
      entries: entries.map(({ key, kind, at, postings }) => ({
        key,
        kind,
        at: at.toISOString(),
        postings: [...postings],
      })),
      refunds: refunds.map(({ id, amount, state }) => ({ id, amount, state })),
      disputes: disputes.map(({ id, what, state, amount, bearer, evidenceBy, openedAt, closedAt }) => ({
        ...{ id, what, state, amount, bearer },
        evidenceBy: evidenceBy?.toISOString() ?? null,
        openedAt: openedAt.toISOString(),
        closedAt: closedAt?.toISOString() ?? null,
      })),
    };
  }

  @Handle(RetryRefund)
  async retry({ refundId, by }: Input<typeof RetryRefund>): Promise<Output<typeof RetryRefund>> {
    await this.refunding.again(refundId, by);
    this.due.poke();
    return { refundId };
  }
}
