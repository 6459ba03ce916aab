/** Tells everybody of a version that matters, once each, from thirty days before it comes into force. */
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Ticker } from '@sounding/service';
import { announcedAt, FOR_EVERYBODY, type LegalTexts, type LegalVersion } from '@sounding/terms';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { LEGAL_TEXTS } from './agreements.store.ts';

/** How often it is looked who has not been told; on most days there is nothing to tell. */
const LOOK_EVERY_MS = 10_000;
/** So many mails are wished for in one commit. */
const AT_ONCE = 500;

@Injectable()
export class AnnouncingClock implements OnApplicationBootstrap {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    @Inject(LEGAL_TEXTS) private readonly texts: LegalTexts,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(LOOK_EVERY_MS, () => this.announce(), 'announce new terms');
  }

  async announce(): Promise<void> {
    for (const document of FOR_EVERYBODY) {
      const coming = announcedAt(document, this.clock.now(), this.texts);
      while (coming && (await this.tell(coming)) === AT_ONCE);
    }
  }

  /** Wishes for the mails of some who have none yet; answers how many. A mail that has not left when the day comes is of no use. */
  private async tell({ document, version, from }: LegalVersion): Promise<number> {
    const now = this.clock.now();
    const key = Prisma.sql`${`identity:terms-will-change:${document}:${version}:`}::text || a.id::text`;
    return this.db.$executeRaw`
      INSERT INTO outbound_mail (id, key, account_id, template, data, wanted_at, next_try_at, useless_at)
      SELECT gen_random_uuid(), ${key}, a.id, 'terms-will-change',
        ${JSON.stringify({ document, version, from })}::jsonb, ${now}, ${now}, ${new Date(from)}
      FROM account a
      WHERE NOT EXISTS (SELECT FROM outbound_mail m WHERE m.key = ${key})
      ORDER BY a.id LIMIT ${AT_ONCE}
      ON CONFLICT (key) DO NOTHING`;
  }
}
