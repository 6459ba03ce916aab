/** Drives erasures: looks at what is due, asks one service after the other, and never gives one up. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { sentenceOf } from '@sounding/bus';
import { ERASED_IN } from '@sounding/contracts';
import { type Alarm, Clock, crashpoint, ERASED_PAGE, Host, Ticker } from '@sounding/service';
import { Gauge } from 'prom-client';
import { Erasures } from './erasure.store.ts';
import { type Erasure, nextOf } from './erasure.ts';
import { Services } from './services.bus.ts';

const DAY_MS = 24 * 3_600_000;
const LOOK_MS = 30_000;
const KEEP_MS = 3_600_000;

const open = new Gauge({ name: 'sounding_erasures_open', help: 'Erasures that were asked for and are not done.' });
const oldest = new Gauge({
  name: 'sounding_erasure_oldest_seconds',
  help: 'Time since the oldest open erasure was asked for; 0 when there is none.',
});

@Injectable()
export class ErasureClock implements OnApplicationBootstrap {
  private alarm: Alarm | null = null;
  private comparedAt = 0;

  constructor(
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly erasures: Erasures,
    private readonly services: Services,
  ) {}

  onApplicationBootstrap(): void {
    this.alarm = this.ticker.alarm(() => this.run(), 'erasures');
    this.ticker.every(LOOK_MS, () => this.compareWhenDue(), 'erased elsewhere');
    this.ticker.every(KEEP_MS, () => this.forget(), 'forget certificates');
  }

  /** Somebody asked, or called it off. */
  poke(): void {
    this.alarm?.ring();
  }

  /** Moves everything that is due as far as it goes now. Answers when the next one is due. */
  async run(): Promise<Date | null> {
    for (;;) {
      const erasure = await this.erasures.take(this.clock.now());
      if (!erasure) break;
      await this.move(erasure);
    }
    const state = await this.erasures.open();
    open.set(state.count);
    oldest.set(state.oldest ? Math.max(0, (this.clock.now().getTime() - state.oldest.getTime()) / 1_000) : 0);
    return state.next;
  }

  private async move(erasure: Erasure): Promise<void> {
    try {
      await this.once(erasure);
    } catch (error) {
      // A service that is away, or says that something came in the way meanwhile: it is asked again, later and later.
      this.host.log.warn(
        { erasure: erasure.id, state: erasure.state, tries: erasure.tries, error: sentenceOf(error) },
        'an erasure cannot go on now',
      );
      await this.erasures.hear(erasure.id, { kind: 'not-now' }, this.clock.now());
    }
  }

  /** One question to one service, and what follows from its answer, in a commit of its own. */
  private async once(erasure: Erasure): Promise<void> {
    const { id, accountId } = erasure;
    const next = nextOf(erasure, this.clock.now());
    switch (next.do) {
      case 'begin-waiting':
        await this.services.offTheMarket(accountId);
        await this.erasures.hear(id, { kind: 'pause-over' }, this.clock.now());
        return;
      case 'weigh': {
        const { inTheWay } = await this.services.weigh(accountId);
        await this.erasures.hear(id, { kind: 'weighed', inTheWay }, this.clock.now());
        return;
      }
      case 'erase': {
        const answer = await this.services.erase(next.service, accountId);
        crashpoint('identity.after-erase-before-commit');
        await this.erasures.hear(id, { kind: 'erased-in', service: next.service, answer }, this.clock.now());
        return;
      }
      case 'finish':
        await this.erasures.hear(id, { kind: 'finished' }, this.clock.now());
        return;
      case 'nothing':
        // Taken at the very instant at which it was called off, or a moment too early.
        return;
    }
  }

  private async compareWhenDue(): Promise<void> {
    if (Date.now() < this.comparedAt + DAY_MS) return;
    await this.compare();
    this.comparedAt = Date.now();
  }

  /** Whom the others have erased and this database still knows: it was restored from before. Answers how many went again. */
  async compare(): Promise<number> {
    let again = 0;
    for (const service of ERASED_IN) {
      let after: string | null = null;
      for (;;) {
        const { accountIds }: { accountIds: string[] } = await this.services.erased(service, after);
        for (const accountId of accountIds) {
          if (await this.erasures.erasedElsewhere(accountId, this.clock.now())) again++;
        }
        after = accountIds.at(-1) ?? null;
        if (accountIds.length < ERASED_PAGE) break;
      }
    }
    if (again > 0)
      this.host.log.warn({ people: again }, 'this database was older than an erasure; they were erased again');
    return again;
  }

  private async forget(): Promise<void> {
    await this.erasures.forgetCertificates(this.clock.now());
  }
}
