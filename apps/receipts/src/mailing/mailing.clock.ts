/** Sees to it that a mail does not wait for a PDF for longer than it may. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Ticker } from '@sounding/service';
import { MailingStore } from './mailing.store.ts';

@Injectable()
export class MailingClock implements OnApplicationBootstrap {
  constructor(
    private readonly mailing: MailingStore,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.alarm(() => this.mailing.mailLate(this.clock.now()), 'mail-receipts');
  }
}
