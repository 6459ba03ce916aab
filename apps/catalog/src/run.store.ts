import { Injectable } from '@nestjs/common';
import { HORIZON_DAYS, type RunsPublished } from '@sounding/contracts';
import { piecesOf } from './runs.ts';
import type { Heard } from './tx.store.ts';

@Injectable()
export class Runs {
  /**
   * Booking's runs replace all that were known of the listing, or of the stretch that a part of them is about. A hire changes one
   * day of ninety, so only what differs is written.
   */
  async published(m: Heard<typeof RunsPublished>): Promise<void> {
    const { listingId, runs, until, horizonDays = HORIZON_DAYS, from = null, more = false } = m.data;
    const said = JSON.stringify(piecesOf(runs));
    await m.commit(async (tx) => {
      // A listing that went with its provider has no starts, whatever was still on its way.
      if ((await tx.listing.count({ where: { id: listingId } })) === 0) return;
      await tx.$executeRaw`
        WITH said AS (
          SELECT first, last, "stepMinutes" AS step_minutes
          FROM jsonb_to_recordset(${said}::jsonb) AS s (first timestamptz(3), last timestamptz(3), "stepMinutes" int)
        ), gone AS (
          DELETE FROM run WHERE listing_id = ${listingId}::uuid AND (first, step_minutes) NOT IN (SELECT first, step_minutes FROM said)
            AND (${from}::timestamptz IS NULL OR first >= ${from}::timestamptz) AND (NOT ${more} OR first < ${until}::timestamptz)
        ), kept AS (
          INSERT INTO horizon (listing_id, until, days) VALUES (${listingId}::uuid, ${until}::timestamptz, ${horizonDays}::int)
          ON CONFLICT (listing_id) DO UPDATE SET until = excluded.until, days = excluded.days
        )
        INSERT INTO run (listing_id, first, last, step_minutes) SELECT ${listingId}::uuid, first, last, step_minutes FROM said
        ON CONFLICT (listing_id, first, step_minutes) DO UPDATE SET last = excluded.last WHERE run.last <> excluded.last`;
    });
  }
}
