/**
 * Serves the lines when time became free without a person or a deadline: a calendar elsewhere, a listing that changed, the horizon
 * that advances. Who reserves serves the line first, so this only makes it prompt.
 */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, sentenceOf } from '@sounding/bus';
import { ReadOffers } from '@sounding/contracts';
import { Clock, Host, Ticker } from '@sounding/service';
import { ProviderTime } from '../booking/time.store.ts';
import type { Tx } from '../slots/slots.store.ts';
import { WaitingLine } from './line.store.ts';

/** Starts come into the horizon and days end without anything changing. */
const AGAIN_MS = 60_000;

@Injectable()
export class WaitingClock implements OnApplicationBootstrap {
  /** At which revision of their time each provider's line was served last, and when. */
  private readonly served = new Map<string, { readonly revision: number; readonly at: number }>();

  constructor(
    private readonly line: WaitingLine,
    private readonly time: ProviderTime,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly host: Host,
  ) {}

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.tick(), 'waiting');
    // `runs` is told whenever the revision of a provider's time grows.
    this.bus.onNotify('runs', () => alarm.ring());
  }

  async tick(): Promise<Date | null> {
    const now = this.clock.now();
    const lines = await this.line.lines();
    for (const { id, revision, changed } of lines) {
      const last = this.served.get(id);
      if (last?.revision === revision && now.getTime() < last.at + AGAIN_MS) continue;
      // One line that cannot be served holds up no other; it is tried again at the next look.
      const renewed = !changed || (await this.survives(id, () => this.renew(id)));
      const served = await this.survives(id, () => this.bus.commit((tx: Tx) => this.time.lock(tx, id, now)));
      if (renewed && served) this.served.set(id, { revision, at: now.getTime() });
    }
    for (const id of this.served.keys()) if (!lines.some((one) => one.id === id)) this.served.delete(id);
    return lines.length > 0 ? new Date(now.getTime() + AGAIN_MS) : null;
  }

  private async renew(providerId: string): Promise<void> {
    const { offers } = await this.bus.ask(ReadOffers, { providerId });
    await this.bus.commit((tx: Tx) => this.line.renew(tx, providerId, offers));
  }

  private async survives(providerId: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.host.log.error({ providerId, error: sentenceOf(error) }, 'a line could not be served');
      return false;
    }
  }
}
