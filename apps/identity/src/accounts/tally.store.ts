/** Counts tries in fixed windows, in one statement each, so that parallel tries are all counted. */
import { Injectable } from '@nestjs/common';
import { Refusal } from '@sounding/contracts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { after, type Limit, minutesUntil } from './limits.ts';

@Injectable()
export class Tallies {
  constructor(private readonly db: PrismaClient) {}

  /** Counts one more try and refuses `too-many-requests` when the window has had its share. */
  async count(limit: Limit, whom: Uint8Array<ArrayBuffer>, now: Date): Promise<void> {
    const rows = await this.db.$queryRaw<{ count: number; ends_at: Date }[]>`
      INSERT INTO tally AS t (what, whom, count, ends_at)
      VALUES (${limit.what}, ${whom}, 1, ${after(now, limit.windowMs)})
      ON CONFLICT (what, whom) DO UPDATE SET
        count = CASE WHEN t.ends_at <= ${now} THEN 1 ELSE t.count + 1 END,
        ends_at = CASE WHEN t.ends_at <= ${now} THEN excluded.ends_at ELSE t.ends_at END
      RETURNING count, ends_at`;
    const tally = rows[0];
    if (!tally || tally.count <= limit.most) return;
    const minutes = minutesUntil(tally.ends_at, now);
    throw new Refusal(
      'too-many-requests',
      `That was tried too often. Please wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} and try again.`,
      { retryAfterSeconds: minutes * 60 },
    );
  }

  async forget(limit: Limit, whom: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.db.tally.deleteMany({ where: { what: limit.what, whom } });
  }
}
