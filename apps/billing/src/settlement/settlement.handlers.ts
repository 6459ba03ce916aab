/** What booking decided is executed, exactly once, if it adds up. */
import { Controller } from '@nestjs/common';
import { emit, type Message, On, traceparent } from '@sounding/bus';
import { FundsReleased, GiveBackDecided, RefundDecided, RefundOvertaken, ReleaseDecided } from '@sounding/contracts';
import { type Money, sum, zero } from '@sounding/money';
import { Clock } from '@sounding/service';
import { BillStore } from '../bill/bill.store.ts';
import type { KeptBill } from '../bill/bill.ts';
import { DisputeStore } from '../dispute/dispute.store.ts';
import { EarningStore } from '../earning/earning.store.ts';
import { payableOf } from '../earning/earning.ts';
import type { Entry } from '../ledger/entry.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { bankWasFirst, givenBack, refundAsked, release } from '../ledger/ledger.ts';
import { PaymentClock } from '../payment/payment.clock.ts';
import { RefundStore } from '../refund/refund.store.ts';
import type { Tx } from '../tx.ts';
import { afterBank, checkRelease, DoesNotAddUp, giveBackOf, partOfHeld, refundOf } from './settlement.ts';

@Controller()
export class SettlementHandlers {
  constructor(
    private readonly clock: Clock,
    private readonly bills: BillStore,
    private readonly ledger: LedgerStore,
    private readonly refunds: RefundStore,
    private readonly earnings: EarningStore,
    private readonly disputes: DisputeStore,
    private readonly due: PaymentClock,
  ) {}

  /** Books the refund as asked, in one commit with the inbox; Stripe is asked after it. */
  @On(RefundDecided)
  async refund(message: Message<typeof RefundDecided, Tx>): Promise<void> {
    const decided = message.data;
    await message.commit(async (tx) => {
      const bill = await this.billOf(tx, decided.bookingId);
      const { bookingId } = bill;
      const back = refundOf(bill, await this.ledger.held(bookingId, tx), decided);
      const now = this.clock.now();
      const standing = await this.standing(tx, bill);
      if (standing === 'open') return this.bills.leaveUndone(tx, bill.id, 'refund', back.price, decided.reason);
      const { had, left } =
        standing === 'lost' ? afterBank(bill, back) : { had: zero(back.price.currency), left: back };
      if (had.minor > 0) await this.bankWasFirst(tx, bill, { decisionId: message.id, back: had, now });
      if (standing === 'lost' && sum([left.price, left.fee, left.tax]).minor === 0) return;
      const provider = decided.toProvider;
      await this.bills.refundDecided(tx, bill.id, { at: now, outcome: decided.reason, back: left, provider });
      // A decision may give nothing back; then there is nothing to ask Stripe for.
      if (sum([left.price, left.fee, left.tax]).minor === 0) return;
      if (!bill.paidBy) throw new DoesNotAddUp('the bill was never paid');
      const { id: refundId } = await this.refunds.intend(tx, {
        bookingId,
        billId: bill.id,
        paymentId: bill.paidBy,
        decisionId: message.id,
        reason: decided.reason,
        back: left,
        now,
        traceparent: traceparent(),
      });
      await this.ledger.post(tx, [refundAsked({ refundId, bookingId, at: now.toISOString(), ...left })]);
    });
    this.due.poke();
  }

  /** What is still held becomes the provider's. Once per booking: the second release is the same release. */
  @On(ReleaseDecided)
  async release(message: Message<typeof ReleaseDecided, Tx>): Promise<void> {
    const { bookingId, toProvider, commission } = message.data;
    await message.commit(async (tx) => {
      const bill = await this.billOf(tx, bookingId);
      if (bill.releasedAt) return;
      const held = await this.ledger.held(bookingId, tx);
      checkRelease(bill, held, message.data);
      const standing = await this.standing(tx, bill);
      if (standing === 'open' || standing === 'inquiry') {
        return this.bills.leaveUndone(tx, bill.id, 'release', zero(held.currency));
      }
      const now = this.clock.now();
      const at = now.toISOString();
      const { providerId } = bill;
      const provider = toProvider;
      if (held.minor > 0) {
        const split = { toProvider: provider, commission };
        await this.ledger.post(tx, [
          release({ bookingId, providerId, at, ...split }),
          ...(await this.earned(tx, bill, provider, now)),
        ]);
      }
      await this.bills.released(tx, bill.id, { at: now, provider });
      await emit(tx, FundsReleased, { bookingId, providerId, toProvider, commission, releasedAt: at });
    });
  }

  /** After the release: money goes back from those who bear it. */
  @On(GiveBackDecided)
  async giveBack(message: Message<typeof GiveBackDecided, Tx>): Promise<void> {
    const { bookingId, bearer } = message.data;
    await message.commit(async (tx) => {
      const bill = await this.billOf(tx, bookingId);
      const { id, providerId, paidBy: paymentId } = bill;
      await this.earnings.lock(tx, providerId);
      const earning = await this.earnings.find(id, tx);
      const payable = earning ? payableOf(earning) : zero(bill.total.currency);
      const toClient = message.data.toClient;
      const { back, borne } = giveBackOf(bill, { toClient, bearer, payable });
      if (!paymentId) throw new DoesNotAddUp('the bill was never paid');
      const now = this.clock.now();
      const refund = await this.refunds.intend(tx, {
        ...{ bookingId, billId: id, paymentId, decisionId: message.id, reason: 'given-back', back, now },
        traceparent: traceparent(),
      });
      const head = { refundId: refund.id, bookingId, providerId, at: now.toISOString(), tax: back.tax };
      await this.ledger.post(tx, [givenBack({ ...head, ...borne })]);
      await this.bills.gaveBack(tx, id, back);
      await this.earnings.bear(tx, bill, { ...borne, why: 'given-back', now });
    });
    this.due.poke();
  }

  /** The client's bank had taken this back before it was decided: it does not go to the client once more. */
  private async bankWasFirst(
    tx: Tx,
    bill: KeptBill,
    on: { decisionId: string; back: Money; now: Date },
  ): Promise<void> {
    const { decisionId, back: amount, now } = on;
    const { id, bookingId } = bill;
    const at = now.toISOString();
    await this.ledger.post(tx, [bankWasFirst({ decisionId, bookingId, at, amount })]);
    await this.bills.chargedBack(tx, id, amount, partOfHeld(bill, await this.ledger.held(bookingId, tx)));
    await emit(tx, RefundOvertaken, { bookingId, amount, overtakenAt: at });
  }

  private standing(tx: Tx, bill: KeptBill): ReturnType<DisputeStore['standing']> {
    if (!bill.paidBy) throw new DoesNotAddUp('the bill was never paid');
    return this.disputes.standing(bill.paidBy, tx);
  }

  /** The release as an earning, less what the provider owes. */
  private async earned(tx: Tx, bill: KeptBill, amount: Money, now: Date): Promise<Entry[]> {
    if (amount.minor === 0) return [];
    if (!bill.paidBy) throw new DoesNotAddUp('the bill was never paid');
    const { id, providerId, bookingId, paidBy: paymentId } = bill;
    return this.earnings.session(tx, { id, providerId, bookingId, paymentId, amount, now });
  }

  private async billOf(tx: Tx, bookingId: string): Promise<KeptBill> {
    const bill = await this.bills.lockOfBooking(tx, bookingId);
    if (!bill) throw new DoesNotAddUp('no bill was made for this booking');
    return bill;
  }
}
