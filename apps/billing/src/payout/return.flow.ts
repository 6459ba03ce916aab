/** What a provider owes: taken back from its transfer where the account holds enough, else from later releases, else written off. */
import { Injectable } from '@nestjs/common';
import { Bus, emit, sentenceOf, traceparent } from '@sounding/bus';
import { AttentionWanted } from '@sounding/contracts';
import { isZero } from '@sounding/money';
import { Clock, crashpoint, Host } from '@sounding/service';
import { attention } from '../attention.ts';
import { EarningStore } from '../earning/earning.store.ts';
import { owedOf } from '../earning/earning.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { transferReturned, writtenOff } from '../ledger/ledger.ts';
import { ProcessorBroken, ProcessorRefused } from '../payment/payment.stripe.ts';
import { isOverdue } from '../payment/payment.ts';
import { continued } from '../trace.otel.ts';
import type { Tx } from '../tx.ts';
import { Connect } from './connect.stripe.ts';
import { ReturnStore } from './return.store.ts';
import { type KeptReturn, takenBack } from './return.ts';
import { TransferStore } from './transfer.store.ts';

const AT_ONCE = 50;

@Injectable()
export class Returns {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly connect: Connect,
    private readonly store: ReturnStore,
    private readonly transfers: TransferStore,
    private readonly earnings: EarningStore,
    private readonly ledger: LedgerStore,
  ) {}

  /** An intent for each open debt whose transfer can be taken back. Answers how many. */
  async intend(): Promise<number> {
    const wanted = await this.store.wanted(AT_ONCE);
    for (const { debtId, transferId, providerId } of wanted) {
      await this.bus.commit(async (tx: Tx) => {
        await this.earnings.lock(tx, providerId);
        const debts = await this.earnings.openDebts(tx, providerId);
        const debt = debts.find((one) => one.id === debtId);
        if (!debt) return;
        const amount = takenBack(debt, await this.transfers.lock(tx, transferId));
        if (isZero(amount)) return;
        const now = this.clock.now();
        await this.store.intend(tx, { transferId, debtId, amount, now, traceparent: traceparent() });
      });
    }
    return wanted.length;
  }

  /** Asks for the return when nobody has, else looks whether it was made; then moves it forward. Safe at any time. */
  async look(id: string): Promise<void> {
    const back = await this.store.get(id);
    if (back.state !== 'intended') return;
    await continued('look at transfer return', back.traceparent, () => this.learn(back));
  }

  private async learn(back: KeptReturn): Promise<void> {
    const { stripeTransferId } = await this.transfers.get(back.transferId);
    if (!stripeTransferId) throw new Error(`return ${back.id} is of a transfer that was never made`);
    const overdue = isOverdue(back.madeAt, this.clock.now());
    const found = back.tries > 1 || overdue ? await this.connect.findReversal(back.id, stripeTransferId) : null;
    if (found) return this.made(back.id, found);
    // The last call was an hour ago at least, by the schedule of looks, and Stripe knows of none: it was never made.
    if (overdue) return this.refused(back.id, 'no return was made within 23 hours');
    try {
      const made = await this.connect.createReversal(back, stripeTransferId);
      crashpoint('billing.after-return-before-commit');
      await this.made(back.id, made);
    } catch (error) {
      if (error instanceof ProcessorRefused) {
        return this.refused(
          back.id,
          error.code === 'balance_insufficient' ? 'the account holds too little' : sentenceOf(error),
        );
      }
      if (!(error instanceof ProcessorBroken)) throw error;
      this.host.log.warn({ returnId: back.id, error: sentenceOf(error) }, 'Stripe did not make this return');
      await this.bus.commit((tx: Tx) => this.store.nextAttempt(tx, back));
    }
  }

  private async made(id: string, stripeReversalId: string): Promise<void> {
    await this.settle(id, async (tx, back, on) => {
      await this.store.ended(tx, id, 'made', stripeReversalId);
      await this.transfers.returned(tx, back.transferId, back.amount);
      await this.earnings.recovered(tx, back.debtId, back.amount);
      const at = this.clock.now().toISOString();
      await this.ledger.post(tx, [transferReturned({ ...on, returnId: id, at, amount: back.amount })]);
    });
  }

  private async refused(id: string, why: string): Promise<void> {
    this.host.log.warn({ returnId: id, reason: why }, 'a transfer was not taken back; the debt waits for a release');
    await this.settle(id, (tx) => this.store.ended(tx, id, 'refused', null));
  }

  private async settle(
    id: string,
    move: (tx: Tx, back: KeptReturn, on: { bookingId: string; providerId: string }) => Promise<void>,
  ): Promise<void> {
    const { debtId } = await this.store.get(id);
    const { bookingId, providerId } = await this.earnings.debt(debtId);
    await this.bus.commit(async (tx: Tx) => {
      await this.earnings.lock(tx, providerId);
      const back = await this.store.lock(tx, id);
      if (back.state === 'intended') await move(tx, back, { bookingId, providerId });
    });
  }

  /** Debts that nobody will pay any more become our loss, and people hear of it. Answers when the next one will. */
  async writeOff(): Promise<Date | null> {
    for (const { id, providerId } of await this.earnings.tooOld(this.clock.now(), AT_ONCE)) {
      await this.bus.commit(async (tx: Tx) => {
        await this.earnings.lock(tx, providerId);
        const debt = await this.earnings.debt(id, tx);
        const amount = owedOf(debt);
        if (isZero(amount)) return;
        const { bookingId } = debt;
        const now = this.clock.now();
        const at = now.toISOString();
        await this.earnings.writtenOff(tx, id, amount);
        await this.ledger.post(tx, [writtenOff({ debtId: id, bookingId, providerId, at, amount })]);
        const facts = { provider: providerId, amount: amount.minor, since: debt.since.toISOString() };
        await emit(tx, AttentionWanted, attention('debt-written-off', { id, bookingId, facts, now }));
      });
    }
    return this.earnings.nextTooOld();
  }
}
