/** What falls due by the calendar: transfer days, debts to take back, debts to write off. Stripe is asked by the clock of payments. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Ticker } from '@sounding/service';
import { PaymentClock } from '../payment/payment.clock.ts';
import { Returns } from './return.flow.ts';
import { Transfers } from './transfer.flow.ts';

const TICK_MS = 1_000;

@Injectable()
export class PayoutClock implements OnApplicationBootstrap {
  constructor(
    private readonly ticker: Ticker,
    private readonly transfers: Transfers,
    private readonly returns: Returns,
    private readonly due: PaymentClock,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(TICK_MS, () => this.runDay(), 'transfer-day');
    this.ticker.every(TICK_MS, () => this.takeBack(), 'transfer-returns');
    this.ticker.every(TICK_MS, () => this.returns.writeOff(), 'write-off');
  }

  private async runDay(): Promise<void> {
    if ((await this.transfers.runDay()) > 0) this.due.poke();
  }

  private async takeBack(): Promise<void> {
    if ((await this.returns.intend()) > 0) this.due.poke();
  }
}
