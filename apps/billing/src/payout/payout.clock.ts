/** What falls due by the calendar: transfer days, debts to take back, debts to write off. Stripe is asked by the clock of payments. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Clock, Ticker } from '@sounding/service';
import { nextTransferAt, termsAt } from '@sounding/terms';
import { PaymentClock } from '../payment/payment.clock.ts';
import { Returns } from './return.flow.ts';
import { Transfers } from './transfer.flow.ts';

@Injectable()
export class PayoutClock implements OnApplicationBootstrap {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly transfers: Transfers,
    private readonly returns: Returns,
    private readonly due: PaymentClock,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.alarm(() => this.runDay(), 'transfer-day');
    const alarm = this.ticker.alarm(() => this.settleDebts(), 'debts');
    this.bus.onNotify('debts', () => alarm.ring());
  }

  /** Answers when the next transfer day begins. */
  private async runDay(): Promise<Date> {
    if ((await this.transfers.runDay()) > 0) this.due.poke();
    const now = this.clock.now();
    return new Date(nextTransferAt(termsAt(now), now));
  }

  /** Answers when a debt is to be written off. A transfer that arrives while its provider owes is found by the alarm's own slow look. */
  private async settleDebts(): Promise<Date | null> {
    if ((await this.returns.intend()) > 0) this.due.poke();
    return this.returns.writeOff();
  }
}
