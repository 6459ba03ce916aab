/** Publishes free starts when schedules, listings or bookings changed, and every day as the horizon moves. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, emit } from '@sounding/bus';
import { ReadOffers, RunsPublished } from '@sounding/contracts';
import { Clock, Ticker } from '@sounding/service';
import { FRESH_MS, PUBLISHED_MS, SlotsStore, SPARE_MS, type StaleProvider, type Tx } from './slots.store.ts';
import { AROUND_MS, openStarts, type Plan, partsOf, planOf, runsOf, type Taken } from './slots.ts';

const BATCH = 50;
/** So few are only renewed between two looks for changes: a hire does not wait for thousands whose runs grew a day older. */
const RENEWED = 5;
/** Ninety days are computed once for what changes together, and while many providers change others get their turn. */
const REST_MS = 500;
const DAY_MS = 86_400_000;
/** What one message may carry. */
const MOST_RUNS = 2_000;

@Injectable()
export class SlotsClock implements OnApplicationBootstrap {
  /** Revisions at which catalog was asked for a provider's listings, so that it is asked once for each. */
  private readonly asked = new Map<string, number>();

  constructor(
    private readonly store: SlotsStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.publish(), 'runs', REST_MS);
    this.bus.onNotify('runs', () => alarm.ring());
    this.ticker.every(5_000, () => this.learnListings(), 'listings');
  }

  async publish(): Promise<null> {
    for (;;) {
      const changed = await this.store.changed(BATCH);
      const ageing = await this.store.ageing(new Date(this.clock.now().getTime() + FRESH_MS), RENEWED);
      const published = await this.publishAll([...changed, ...ageing]);
      if (published === 0 || (changed.length < BATCH && ageing.length < RENEWED)) return null;
    }
  }

  /** Answers how many were published. */
  private async publishAll(stale: readonly StaleProvider[]): Promise<number> {
    let published = 0;
    for (const provider of stale) if (await this.publishOne(provider)) published += 1;
    return published;
  }

  /** False when the provider changed or another copy published meanwhile: nothing is said, and the next tick begins anew. */
  private async publishOne(provider: StaleProvider): Promise<boolean> {
    const now = this.clock.now().getTime();
    return this.bus.commit(async (tx: Tx) => {
      const plans = (await this.store.listings(tx, provider.id)).map((listing) => ({
        listingId: listing.listingId,
        plan: planOf(provider.schedule, listing),
      }));
      const furthest = Math.max(now, ...plans.map(({ plan }) => endOf(plan, now)));
      const taken = await this.store.taken(provider.id, now - AROUND_MS, furthest + AROUND_MS, now, tx);
      const said = plans.flatMap(({ listingId, plan }) =>
        published(plan, taken, now).map((part) => ({ listingId, ...part })),
      );
      // Last, so that nobody waits for the provider's row while this computes; it fails when the row moved on meanwhile.
      if (!(await this.store.markPublished(tx, provider, new Date(now + PUBLISHED_MS)))) return false;
      for (const data of said) await emit(tx, RunsPublished, data);
      return true;
    });
  }

  /** Listings usually come by event. Where none ever came, as after a seed, catalog is asked. */
  async learnListings(): Promise<void> {
    for (const { id, revision } of await this.store.withoutListings()) {
      if (this.asked.get(id) === revision) continue;
      const { offers } = await this.bus.ask(ReadOffers, { providerId: id });
      await this.bus.commit(async (tx: Tx) => {
        for (const offer of offers) {
          await this.store.keepListing(tx, { ...offer, published: true, version: offer.listingVersion });
        }
      });
      this.asked.set(id, revision);
    }
  }
}

function endOf(plan: Plan, now: number): number {
  return now + plan.horizonDays * DAY_MS + SPARE_MS;
}

/** Catalog applies notice and horizon when it searches; what is published is only open or not. */
function published(plan: Plan, taken: readonly Taken[], now: number) {
  const end = endOf(plan, now);
  const parts = partsOf(runsOf(openStarts(plan, taken, now, end)), end, MOST_RUNS);
  return parts.map(({ runs, from, until, more }) => ({
    runs: runs.map((run) => ({ ...run, first: iso(run.first), last: iso(run.last) })),
    until: iso(until),
    horizonDays: plan.horizonDays,
    ...(from === undefined ? {} : { from: iso(from) }),
    ...(more ? { more } : {}),
  }));
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
