/** Transfers to providers: decided on a transfer day, asked of Stripe one by one, and never a second one because the first was not answered. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bus, emit, sentenceOf, traceparent } from '@sounding/bus';
import { AttentionWanted, BillingMail } from '@sounding/contracts';
import { isZero } from '@sounding/money';
import { Clock, crashpoint, Host } from '@sounding/service';
import { termsAt } from '@sounding/terms';
import { attention } from '../attention.ts';
import { EarningStore } from '../earning/earning.store.ts';
import { payableOf } from '../earning/earning.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { transferAsked, transferConfirmed, transferFailed } from '../ledger/ledger.ts';
import { PaymentStore } from '../payment/payment.store.ts';
import { ProcessorBroken, ProcessorRefused } from '../payment/payment.stripe.ts';
import { isOverdue } from '../payment/payment.ts';
import { continued } from '../trace.otel.ts';
import type { Tx } from '../tx.ts';
import { AccountStore } from './account.store.ts';
import { Connect } from './connect.stripe.ts';
import { TransferStore } from './transfer.store.ts';
import { type KeptTransfer, PACE_MS, sendable, transferDayAt } from './transfer.ts';

const PROVIDERS_AT_ONCE = 50;
const FIRST = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class Transfers {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly connect: Connect,
    private readonly store: TransferStore,
    private readonly accounts: AccountStore,
    private readonly earnings: EarningStore,
    private readonly payments: PaymentStore,
    private readonly ledger: LedgerStore,
  ) {}

  /** Goes through the transfer day that is due, once; after a crash it goes on. Answers how many transfers were decided. */
  async runDay(): Promise<number> {
    const now = this.clock.now();
    const runAt = transferDayAt(termsAt(now), now);
    if (await this.store.isDone(runAt)) return 0;
    let decided = 0;
    let after = FIRST;
    for (;;) {
      const waiting = await this.store.waiting(runAt, after, PROVIDERS_AT_ONCE);
      for (const providerId of waiting) decided += await this.decide(providerId, runAt, decided);
      const last = waiting.at(-1);
      if (!last) break;
      after = last;
    }
    await this.store.done(runAt, this.clock.now());
    return decided;
  }

  /** One provider, one commit: an intent for each earning, and the ledger says that it is asked for. */
  private decide(providerId: string, runAt: Date, ahead: number): Promise<number> {
    return this.bus.commit(async (tx: Tx) => {
      await this.earnings.lock(tx, providerId);
      const account = await this.accounts.find(providerId, tx);
      if (!account?.stripeAccountId || !account.transfersOn) return 0;
      const { stripeAccountId } = account;
      const now = this.clock.now();
      const open = await this.earnings.open(providerId, { before: runAt, notOn: runAt }, tx);
      const sent = sendable(termsAt(runAt), open, account.leavingAt !== null);
      if (sent.length === 0) return 0;
      const intents = sent.map((earning, index) => ({
        id: randomUUID(),
        earningId: earning.id,
        bookingId: earning.bookingId,
        amount: payableOf(earning),
        nextLookAt: new Date(now.getTime() + (ahead + index) * PACE_MS),
        traceparent: traceparent(),
        ...{ providerId, stripeAccountId, runAt },
      }));
      await this.store.intend(tx, intents, now);
      await this.earnings.transferred(
        tx,
        intents.map((intent) => intent.earningId),
      );
      await this.ledger.post(
        tx,
        intents.map((intent) => transferAsked(headOf(intent, now))),
      );
      return intents.length;
    });
  }

  /** Asks for the transfer when nobody has, else looks whether it was made; then moves it forward. Safe at any time. */
  async look(id: string): Promise<void> {
    const transfer = await this.store.get(id);
    if (transfer.state !== 'intended') return;
    await continued('look at transfer', transfer.traceparent, () => this.learn(transfer));
  }

  private async learn(transfer: KeptTransfer): Promise<void> {
    const { id, earningId, attempt, madeAt, tries } = transfer;
    const overdue = isOverdue(madeAt, this.clock.now());
    // The first try asks; every later one looks whether an earlier one was heard after all.
    const found = tries > 1 || overdue ? await this.connect.findTransfer(id) : null;
    if (found) return this.arrived(id, found);
    // The last call was an hour ago at least, by the schedule of looks, and Stripe knows of none: it was never made.
    if (overdue) return this.failed(id, 'no transfer was made within 23 hours');
    try {
      const chargeId = await this.chargeOf(earningId);
      const made = await this.connect.createTransfer(transfer, chargeId);
      crashpoint('billing.after-transfer-before-commit');
      await this.arrived(id, made);
    } catch (error) {
      if (error instanceof ProcessorRefused) return this.failed(id, sentenceOf(error));
      if (!(error instanceof ProcessorBroken)) throw error;
      // Answered, so nothing is under way; the next look first searches, and only then asks under a new key.
      this.host.log.warn({ transferId: id, attempt, error: sentenceOf(error) }, 'Stripe did not make this transfer');
      await this.bus.commit((tx: Tx) => this.store.nextAttempt(tx, transfer));
    }
  }

  private async chargeOf(earningId: string): Promise<string> {
    const earning = await this.earnings.find(earningId);
    const { chargeId } = await this.payments.get(earning?.paymentId ?? '');
    if (!chargeId) throw new Error(`earning ${earningId} is of a payment that was never charged`);
    return chargeId;
  }

  private async arrived(id: string, stripeTransferId: string): Promise<void> {
    await this.settle(id, async (tx, transfer, now) => {
      await this.store.made(tx, id, stripeTransferId, now);
      await this.ledger.post(tx, [transferConfirmed(headOf(transfer, now))]);
      if (await this.store.failedBefore(tx, transfer)) await this.attention(tx, transfer, now, true);
    });
  }

  /** Payable again; the next transfer day sends it. */
  private async failed(id: string, why: string): Promise<void> {
    this.host.log.error({ transferId: id, error: why }, 'a transfer failed; it is payable again');
    await this.settle(id, async (tx, transfer, now) => {
      await this.store.failed(tx, id);
      await this.earnings.notTransferred(tx, transfer.earningId, transfer.amount);
      await this.ledger.post(tx, [transferFailed(headOf(transfer, now))]);
      await this.attention(tx, transfer, now, false);
    });
  }

  /** Once, under the provider's lock; when it was the last of its transfer day, the provider is told the sum. */
  private async settle(id: string, move: (tx: Tx, transfer: KeptTransfer, now: Date) => Promise<void>): Promise<void> {
    const { providerId, runAt } = await this.store.get(id);
    await this.bus.commit(async (tx: Tx) => {
      await this.earnings.lock(tx, providerId);
      const transfer = await this.store.lock(tx, id);
      if (transfer.state !== 'intended') return;
      await move(tx, transfer, this.clock.now());
      const amount = await this.store.sentOn(tx, providerId, runAt);
      if (!amount || isZero(amount)) return;
      const key = `transfer:${providerId}:${runAt.toISOString()}`;
      await emit(tx, BillingMail, { accountId: providerId, key, template: 'transfer-made', data: { amount } });
    });
  }

  private async attention(tx: Tx, transfer: KeptTransfer, now: Date, over: boolean): Promise<void> {
    const { id, earningId, bookingId, amount, runAt } = transfer;
    const facts = { transfer: id, amount: amount.minor, day: runAt.toISOString() };
    await emit(tx, AttentionWanted, attention('transfer-failed', { id: earningId, bookingId, facts, now, over }));
  }
}

function headOf(
  { id, bookingId, providerId, amount }: Pick<KeptTransfer, 'id' | 'bookingId' | 'providerId' | 'amount'>,
  now: Date,
) {
  return { transferId: id, bookingId, providerId, amount, at: now.toISOString() };
}
