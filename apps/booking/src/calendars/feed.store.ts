/** A person's own calendar under a secret address. The address is told once; what is kept of it is a hash. */
import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Output, ReadFeed, refuse } from '@sounding/contracts';
import { STANDING } from '../booking/facts.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Tx } from '../slots/slots.store.ts';

/** What happened longer ago than this is in nobody's way. */
const BACK_MS = 90 * 86_400_000;
const MOST = 1_000;

@Injectable()
export class Feeds {
  constructor(private readonly database: PrismaClient) {}

  async since(accountId: string): Promise<string | null> {
    const row = await this.database.feed.findUnique({ where: { accountId } });
    return row?.madeAt.toISOString() ?? null;
  }

  /** A new secret; the one before opens nothing any more. */
  async make(tx: Tx, accountId: string, now: Date): Promise<{ token: string }> {
    const token = randomBytes(32).toString('base64url');
    const made = { tokenHash: hashOf(token), madeAt: now };
    await tx.feed.upsert({ where: { accountId }, create: { accountId, ...made }, update: made });
    return { token };
  }

  async revoke(tx: Tx, accountId: string): Promise<void> {
    await tx.feed.deleteMany({ where: { accountId } });
  }

  async read(token: string, now: Date): Promise<Output<typeof ReadFeed>> {
    const feed = await this.database.feed.findUnique({ where: { tokenHash: hashOf(token) } });
    if (!feed) throw refuse(ReadFeed, 'not-found', 'There is no such calendar. Its address may have been replaced.');
    const { accountId } = feed;
    const rows = await this.database.booking.findMany({
      select: { id: true, version: true, startsAt: true, endsAt: true },
      where: {
        OR: [{ clientId: accountId }, { providerId: accountId }],
        confirmedAt: { not: null },
        state: { in: [...STANDING] },
        startsAt: { gt: new Date(now.getTime() - BACK_MS) },
      },
      orderBy: { startsAt: 'asc' },
      take: MOST,
    });
    return {
      entries: rows.map(({ id, version, startsAt, endsAt }) => ({
        bookingId: id,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        sequence: version,
      })),
    };
  }
}

/** 256 random bits need no salt and no slow hash. */
function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
