/** Ends licences by the business clock: nobody is booked, and staff look again. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Ticker } from '@sounding/service';
import { Profiles } from './profile.store.ts';
import type { Tx } from './tx.store.ts';

@Injectable()
export class LicenceClock implements OnApplicationBootstrap {
  constructor(
    private readonly profiles: Profiles,
    private readonly bus: Bus,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.alarm(() => this.profiles.endLicences((work) => this.bus.commit((tx: Tx) => work(tx))), 'licences');
  }
}
