import { Injectable } from '@nestjs/common';
import type { RunsPublished } from '@sounding/contracts';
import type { Heard } from './tx.store.ts';

@Injectable()
export class Runs {
  /** Booking's runs replace all that were known of the listing. */
  async published(m: Heard<typeof RunsPublished>): Promise<void> {
    const { listingId, runs, until } = m.data;
    await m.commit(async (tx) => {
      await tx.run.deleteMany({ where: { listingId } });
      await tx.run.createMany({
        data: runs.map(({ first, last, stepMinutes }) => ({
          listingId,
          first: new Date(first),
          last: new Date(last),
          stepMinutes,
        })),
      });
      const horizon = { until: new Date(until) };
      await tx.horizon.upsert({ where: { listingId }, create: { listingId, ...horizon }, update: horizon });
    });
  }
}
