/** Enforces the terms of keeping, and deletes from the store what was let go. An object that cannot be deleted now is tried again. */
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Ticker } from '@sounding/service';
import type { ObjectStore } from '@sounding/storage';
import { OBJECTS } from '../receipt/receipt.clock.ts';
import { KeepingStore } from './keeping.store.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const BATCH = 100;

@Injectable()
export class KeepingClock implements OnApplicationBootstrap {
  constructor(
    private readonly keeping: KeepingStore,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(HOUR_MS, () => this.forget(), 'forget-documents');
    this.ticker.every(MINUTE_MS, () => this.sweep(), 'delete-objects');
  }

  async forget(): Promise<void> {
    await this.keeping.forget(this.clock.now());
  }

  async sweep(): Promise<void> {
    for (const object of await this.keeping.unwanted(BATCH)) {
      await this.objects.delete(object);
      await this.keeping.deleted(object);
    }
  }
}
