/** Disputes as Stripe tells them: read afresh, moved forward once, each step with its postings and its word to the others. */
import { Injectable } from '@nestjs/common';
import { Bus, emit } from '@sounding/bus';
import { AttentionWanted, DisputeClosed, DisputeOpened, RefundOvertaken } from '@sounding/contracts';
import { least, type Money, subtract, sum, zero } from '@sounding/money';
import { Clock } from '@sounding/service';
import { attention } from '../attention.ts';
import { BillStore } from '../bill/bill.store.ts';
import { besideLeft, type KeptBill } from '../bill/bill.ts';
import { EarningStore } from '../earning/earning.store.ts';
import { payableOf } from '../earning/earning.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { disputeLost, disputeOpened, disputeRecovered, disputeWon } from '../ledger/ledger.ts';
import { PaymentStore } from '../payment/payment.store.ts';
import { Processor } from '../payment/payment.stripe.ts';
import type { KeptPayment } from '../payment/payment.ts';
import { Refunds } from '../refund/refund.flow.ts';
import { RefundStore } from '../refund/refund.store.ts';
import { partOfHeld } from '../settlement/settlement.ts';
import { continued } from '../trace.otel.ts';
import type { Tx } from '../tx.ts';
import { DisputeStore } from './dispute.store.ts';
import {
  type DisputeFacts,
  type DisputeState,
  type Happening,
  happenings,
  type KeptDispute,
  type Loss,
  lossOf,
} from './dispute.ts';

const NEXT: Record<Happening, DisputeState> = {
  inquiry: 'inquiry',
  open: 'open',
  won: 'won',
  lost: 'lost',
  withdrawn: 'withdrawn',
  recovered: 'won',
};

interface Scene {
  readonly tx: Tx;
  /** The bills that this payment paid; none for a tip, and for a second charge of a bill, which was to go back whole anyway. */
  readonly bills: readonly KeptBill[];
  readonly clientId: string;
  readonly payment: KeptPayment;
  readonly providerId: string;
  readonly dispute: KeptDispute;
  readonly facts: DisputeFacts;
  readonly now: Date;
}

@Injectable()
export class Disputes {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly processor: Processor,
    private readonly store: DisputeStore,
    private readonly payments: PaymentStore,
    private readonly bills: BillStore,
    private readonly refunds: RefundStore,
    private readonly refunding: Refunds,
    private readonly earnings: EarningStore,
    private readonly ledger: LedgerStore,
  ) {}

  /** Reads the dispute and moves it forward. False when no payment of ours was disputed. Safe at any time, and twice at once. */
  async look(stripeDisputeId: string): Promise<boolean> {
    const facts = await this.processor.readDispute(stripeDisputeId);
    const payment = await this.payments.named(facts.chargeId, null);
    if (!payment) return false;
    await continued('look at dispute', payment.traceparent, async () => {
      // A refund whose answer was lost may have been made before the bank took the rest.
      if (facts.state === 'lost') {
        for (const id of await this.refunds.unanswered(payment.id)) await this.refunding.hear(id);
      }
      await this.bus.commit((tx: Tx) => this.apply(tx, payment, facts));
    });
    return true;
  }

  private async apply(tx: Tx, found: KeptPayment, facts: DisputeFacts): Promise<void> {
    const billed = found.billId ? await this.bills.lockWhole(tx, found.billId) : null;
    const bill = billed?.[0];
    const provider = bill?.providerId ?? (await this.earnings.find(found.tipId ?? '', tx))?.providerId;
    if (!provider) throw new Error(`payment ${found.id} is disputed and was neither held nor handed on`);
    await this.earnings.lock(tx, provider);
    const payment = await this.payments.lock(tx, found.id);
    const now = this.clock.now();
    let dispute = await this.store.find(tx, facts.stripeDisputeId);
    for (const happening of happenings(dispute?.state ?? null, facts.state)) {
      if (happening === 'inquiry' || happening === 'open') {
        dispute ??= await this.store.make(tx, facts, {
          paymentId: payment.id,
          bookingId: payment.bookingId,
          what: payment.billId ? 'session' : 'tip',
          traceparent: payment.traceparent,
          state: happening,
          now,
        });
      }
      if (!dispute) throw new Error(`dispute ${facts.stripeDisputeId} cannot end before it began`);
      // What was asked about may have gone back in part before the bank took the rest.
      if (happening === 'open') dispute = { ...dispute, amount: facts.amount };
      // The bills are read again: an earlier step may have changed them.
      const bills = bill?.paidBy === payment.id ? await this.bills.lockWhole(tx, bill.id) : [];
      const clientId = bill?.clientId ?? '';
      await this.step(happening, { tx, bills, clientId, payment, providerId: provider, dispute, facts, now });
    }
  }

  private async step(happening: Happening, scene: Scene): Promise<void> {
    const { tx, dispute, facts, now } = scene;
    const bearer = happening === 'lost' ? await this.lose(scene) : null;
    const closed = happening !== 'inquiry' && happening !== 'open';
    await this.store.moved(tx, dispute.id, {
      state: NEXT[happening],
      amountMinor: dispute.amount.minor,
      bearer,
      evidenceBy: facts.evidenceBy,
      closedAt: closed ? now : null,
    });
    if (happening === 'open') await this.post(scene, (on) => disputeOpened({ ...on, fee: facts.fee }));
    if (happening === 'won') await this.post(scene, (on) => disputeWon({ ...on, feeBack: facts.feeBack }));
    if (happening === 'recovered') await this.post(scene, disputeRecovered);
    if (happening === 'won') await this.refunds.dueAgain(tx, scene.payment.id, now);
    await this.tell(happening, scene);
  }

  private async post(
    scene: Scene,
    row: (on: Parameters<typeof disputeRecovered>[0]) => ReturnType<typeof disputeRecovered>,
  ) {
    const { tx, dispute, now } = scene;
    const { id: disputeId, bookingId, amount } = dispute;
    await this.ledger.post(tx, [row({ disputeId, bookingId, amount, at: now.toISOString() })]);
  }

  /** Books the loss with those who bear it. What the bank took is of the sessions of a package in their order. */
  private async lose(scene: Scene): Promise<'platform' | 'provider'> {
    const { tx, clientId, payment, providerId, dispute, now } = scene;
    const { bookingId, amount } = dispute;
    const head = { disputeId: dispute.id, bookingId, at: now.toISOString(), amount, clientId, providerId };
    const notSent = await this.refunding.overtaken(tx, payment.id, amount);
    const taken = subtract(amount, sum([notSent.fromRefunds, notSent.fromOwed]));
    const losses = await this.lossesOf(scene, taken);
    const all = (part: 'fromPayable' | 'owed' | 'commission') => sum(losses.map(({ loss }) => loss[part]));
    // A lost tip is never the provider's loss: nothing about the session is on record against them.
    await this.ledger.post(tx, [
      disputeLost({
        ...head,
        ...notSent,
        holds: losses.map(({ bill, loss }) => ({ bookingId: bill.bookingId, price: loss.fromHold })),
        fromPayable: all('fromPayable'),
        owed: all('owed'),
        commission: all('commission'),
      }),
    ]);
    let beside = subtract(taken, sum(losses.map(({ loss }) => loss.lost)));
    for (const { bill, loss } of losses) {
      const own = least(beside, besideLeft(bill));
      beside = subtract(beside, own);
      await this.bear(scene, bill, loss, own);
    }
    return losses.some(({ loss }) => loss.bearer === 'provider') ? 'provider' : 'platform';
  }

  private async lossesOf({ tx, bills }: Scene, taken: Money): Promise<{ bill: KeptBill; loss: Loss }[]> {
    const losses: { bill: KeptBill; loss: Loss }[] = [];
    let left = taken;
    for (const bill of bills) {
      const earning = await this.earnings.find(bill.id, tx);
      const held = await this.ledger.held(bill.bookingId, tx);
      const loss = lossOf(bill, { amount: left, held, payable: earning ? payableOf(earning) : zero(left.currency) });
      left = subtract(left, loss.lost);
      losses.push({ bill, loss });
    }
    return losses;
  }

  private async bear(scene: Scene, bill: KeptBill, loss: Loss, beside: Money): Promise<void> {
    const { tx, now } = scene;
    const { id, bookingId, undone } = bill;
    const provider = bill.releasedAt ? null : partOfHeld(bill, await this.ledger.held(bookingId, tx));
    await this.bills.lost(tx, id, loss.lost, beside);
    await this.bills.chargedBack(tx, id, loss.chargedBack, provider);
    if (undone.what === 'refund' && undone.price.minor > 0 && loss.lost.minor > 0)
      await emit(tx, RefundOvertaken, { bookingId, amount: undone.price, overtakenAt: now.toISOString() });
    await this.earnings.bear(tx, bill, { ...loss, why: 'chargeback', now });
    // A session of a package of which the bank took nothing goes on as if it had never been asked about.
    const untouched = scene.bills.length > 1 && loss.lost.minor === 0;
    await this.closed(scene, bill, untouched ? 'won' : 'lost', loss.beyond);
  }

  private async tell(happening: Happening, scene: Scene): Promise<void> {
    const { tx, bills, dispute, facts, now } = scene;
    const { bookingId, what } = dispute;
    await emit(
      tx,
      AttentionWanted,
      attention('dispute', {
        id: dispute.id,
        bookingId,
        facts: { state: NEXT[happening], of: what, amount: dispute.amount.minor, stripe: dispute.stripeDisputeId },
        now,
        until: facts.evidenceBy,
        // What an appeal brought back may be the provider's: people decide.
        over: happening === 'won' || happening === 'lost' || happening === 'withdrawn',
      }),
    );
    if (happening === 'won' || happening === 'withdrawn')
      for (const bill of bills) await this.closed(scene, bill, happening, zero(bill.total.currency));
    if (happening !== 'inquiry' && happening !== 'open') return;
    for (const { bookingId, clientId, providerId } of bills)
      await emit(tx, DisputeOpened, {
        bookingId,
        disputeId: dispute.id,
        clientId,
        providerId,
        kind: happening === 'open' ? 'chargeback' : 'inquiry',
        amount: dispute.amount,
        evidenceBy: facts.evidenceBy?.toISOString() ?? null,
        openedAt: dispute.openedAt.toISOString(),
      });
  }

  /** Booking hears how it ended, what is still held, and which of its decisions waits to be made again. */
  private async closed(
    scene: Scene,
    bill: KeptBill,
    outcome: 'won' | 'lost' | 'withdrawn',
    lost: Money,
  ): Promise<void> {
    const { tx, dispute, now } = scene;
    const { bookingId, clientId, providerId } = bill;
    await this.bills.nothingUndone(tx, bill.id);
    await emit(tx, DisputeClosed, {
      bookingId,
      disputeId: dispute.id,
      clientId,
      providerId,
      outcome,
      lost,
      held: await this.ledger.held(bookingId, tx),
      undone: bill.undone.what,
      closedAt: now.toISOString(),
    });
  }
}
