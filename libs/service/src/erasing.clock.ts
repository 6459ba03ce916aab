/**
 * Erasing a person from one service: weighed and done in one commit, remembered by id, and done again by itself when a restored
 * backup has brought somebody back. What is erased where, the service's own `Eraser` says.
 */
import type { FactoryProvider, OnApplicationBootstrap, Type } from '@nestjs/common';
import { Bus, forgetAnswers, type Tx } from '@sounding/bus';
import { type Erased, IdentityErased, type Request, refuse, type Weighed } from '@sounding/contracts';
import { Clock } from './business.clock.ts';
import { erasedAfter, erasedBefore, notErased, noteErased } from './erased.store.ts';
import { Host } from './host.ts';
import { Ticker } from './ticker.clock.ts';

const DAY_MS = 24 * 3_600_000;
/** A service that starts before identity does asks again soon. */
const LOOK_MS = 30_000;
/** `IdentityErased` and `<service>.erased` answer so many at a time. */
export const ERASED_PAGE = 1_000;

export interface Eraser<T extends Tx = Tx> {
  /** What erasing would take and leave, and what is in the way; reads alone. */
  weigh(tx: T, accountId: string, now: Date): Promise<Weighed>;
  /** Takes the person out of every row of this database. Safe to repeat. */
  erase(tx: T, accountId: string, now: Date): Promise<Erased>;
  /** What must be gone elsewhere before the rows that name it go. Outside of any commit, and safe to repeat. */
  before?(accountId: string): Promise<void>;
}

/** One row a rule, those with nothing left out: most people have little. */
export function counted<R extends { readonly count: number }>(rows: readonly R[]): R[] {
  return rows.filter(({ count }) => count > 0);
}

export class Erasing implements OnApplicationBootstrap {
  private due = 0;

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly host: Host,
    private readonly eraser: Eraser,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(LOOK_MS, () => this.againWhenDue(), 'erase again');
  }

  weigh(accountId: string): Promise<Weighed> {
    return this.bus.commit((tx) => this.eraser.weigh(tx, accountId, this.clock.now()));
  }

  /** Refuses `in-the-way` when somebody who was never erased here cannot be yet. Answers the same when it is asked again. */
  async erase(contract: Request, accountId: string): Promise<Erased> {
    const clear = async (tx: Tx) => {
      if (await erasedBefore(tx, accountId)) return;
      const { inTheWay } = await this.eraser.weigh(tx, accountId, this.clock.now());
      if (inTheWay.length > 0)
        throw refuse(contract as never, 'in-the-way' as never, 'Something must be settled first.');
    };
    await this.bus.commit(clear);
    return this.take(accountId, clear);
  }

  private async take(accountId: string, clear: (tx: Tx) => Promise<void>): Promise<Erased> {
    await this.eraser.before?.(accountId);
    return this.bus.commit(async (tx) => {
      await clear(tx);
      const now = this.clock.now();
      const answer = await this.eraser.erase(tx, accountId, now);
      await forgetAnswers(tx, accountId);
      await noteErased(tx, accountId, answer, now);
      return (await erasedBefore(tx, accountId)) ?? answer;
    });
  }

  async page(after: string | null): Promise<{ accountIds: string[] }> {
    return { accountIds: await this.bus.commit((tx) => erasedAfter(tx, after, ERASED_PAGE)) };
  }

  private async againWhenDue(): Promise<void> {
    if (Date.now() < this.due) return;
    await this.again();
    this.due = Date.now() + DAY_MS;
  }

  /** Asks identity who was erased, and erases whom this database does not know of: it is older than their erasure. Answers how many. */
  async again(): Promise<number> {
    let done = 0;
    let after: string | null = null;
    for (;;) {
      const { accountIds }: { accountIds: string[] } = await this.bus.ask(IdentityErased, { after });
      const back = accountIds.length === 0 ? [] : await this.bus.commit((tx) => notErased(tx, accountIds));
      for (const accountId of back) {
        await this.take(accountId, async () => undefined);
        done++;
      }
      after = accountIds.at(-1) ?? null;
      if (accountIds.length < ERASED_PAGE) break;
    }
    if (done > 0)
      this.host.log.warn({ people: done }, 'this database was older than an erasure; they were erased again');
    return done;
  }
}

/** `providers: [CatalogEraser, provideErasing(CatalogEraser)]`: injectable as `Erasing`. */
export function provideErasing(eraser: Type<unknown>): FactoryProvider<Erasing> {
  return {
    provide: Erasing,
    inject: [Bus, Clock, Ticker, Host, eraser],
    useFactory: (bus: Bus, clock: Clock, ticker: Ticker, host: Host, it: Eraser) =>
      new Erasing(bus, clock, ticker, host, it),
  };
}
