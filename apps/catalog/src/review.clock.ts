/** Shows reviews when their seven days are over, by the business clock. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Ticker } from '@sounding/service';
import { Reviews } from './review.store.ts';

const BATCH = 100;

@Injectable()
export class ReviewClock implements OnApplicationBootstrap {
  constructor(
    private readonly reviews: Reviews,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  /** What is written later than seven days after its session is due at once; the alarm's slow look finds it within seconds. */
  onApplicationBootstrap(): void {
    this.ticker.alarm(() => this.show(), 'reviews');
  }

  /** One commit each, so that no two copies wait for each other's profiles. Answers when the next one is due. */
  private async show(): Promise<Date | null> {
    for (;;) {
      const { ids, next } = await this.reviews.due(this.clock.now(), BATCH);
      for (const id of ids) await this.reviews.show(id);
      if (ids.length < BATCH) return next;
    }
  }
}
