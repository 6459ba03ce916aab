/** Hours, the listings we compute starts for, and what is busy. */
import { Injectable } from '@nestjs/common';
import { Hours, type Offer } from '@sounding/contracts';
import { OCCUPYING } from '../booking/facts.ts';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Plan, Span } from './slots.ts';

/** The database, inside a transaction or not. */
export type Tx = Prisma.TransactionClient;

const DAY_MS = 86_400_000;
/** Who never set hours offers nothing. */
const NO_HOURS: Hours = { zone: 'UTC', weekly: [] };

/** The measures of a listing, from its offer or from our own row. */
export type Measures = Pick<Offer, 'durationMinutes' | 'stepMinutes' | 'noticeMinutes'>;

export interface StaleProvider {
  readonly id: string;
  readonly revision: number;
  readonly hours: Hours;
}

/** Takes the provider's row, so that reservations of one provider commit in turn. */
export async function lockProvider(tx: Tx, providerId: string): Promise<void> {
  await tx.$executeRaw`insert into provider (id) values (${providerId}::uuid) on conflict do nothing`;
  await tx.$queryRaw`select 1 from provider where id = ${providerId}::uuid for update`;
}

/** Something changed this provider's free starts: the runs that were published are stale. */
export async function touchProvider(tx: Tx, providerId: string): Promise<void> {
  await tx.$executeRaw`
    insert into provider (id) values (${providerId}::uuid)
    on conflict (id) do update set revision = provider.revision + 1`;
}

@Injectable()
export class SlotsStore {
  constructor(private readonly database: PrismaClient) {}

  async hours(providerId: string, tx: Tx = this.database): Promise<Hours> {
    const row = await tx.provider.findUnique({ where: { id: providerId } });
    return row ? Hours.parse({ zone: row.zone, weekly: row.weekly }) : NO_HOURS;
  }

  async setHours(tx: Tx, providerId: string, { zone, weekly }: Hours): Promise<void> {
    await tx.$executeRaw`
      insert into provider (id, zone, weekly) values (${providerId}::uuid, ${zone}, ${JSON.stringify(weekly)}::jsonb)
      on conflict (id) do update
        set zone = excluded.zone, weekly = excluded.weekly, revision = provider.revision + 1`;
  }

  async plan(providerId: string, measures: Measures, tx: Tx = this.database): Promise<Plan> {
    const { durationMinutes, stepMinutes, noticeMinutes } = measures;
    return { hours: await this.hours(providerId, tx), durationMinutes, stepMinutes, noticeMinutes };
  }

  /** What is taken within [from, to). A reservation that has run out no longer counts, even before the clock saw it. */
  async busy(providerId: string, from: number, to: number, now: number, tx: Tx = this.database): Promise<Span[]> {
    const rows = await tx.booking.findMany({
      select: { startsAt: true, endsAt: true },
      where: {
        providerId,
        startsAt: { lt: new Date(to) },
        endsAt: { gt: new Date(from) },
        OR: [
          { state: { in: OCCUPYING.filter((state) => state !== 'reserved') } },
          { state: 'reserved', reservedUntil: { gt: new Date(now) } },
        ],
      },
    });
    const elsewhere = await tx.busyTime.findMany({
      select: { startsAt: true, endsAt: true },
      where: { providerId, startsAt: { lt: new Date(to) }, endsAt: { gt: new Date(from) } },
    });
    return [...rows, ...elsewhere].map((row) => ({ from: row.startsAt.getTime(), to: row.endsAt.getTime() }));
  }

  async listings(tx: Tx, providerId: string): Promise<(Measures & { id: string })[]> {
    return tx.listing.findMany({
      select: { id: true, durationMinutes: true, stepMinutes: true, noticeMinutes: true },
      where: { providerId, published: true },
    });
  }

  /** Keeps a listing as of this version; an older one changes nothing. Answers whether anything changed. */
  async keepListing(
    tx: Tx,
    listing: Measures & { listingId: string; providerId: string; published: boolean; version: number },
  ): Promise<boolean> {
    const kept = await tx.$executeRaw`
      insert into listing (id, provider_id, published, version, duration_minutes, step_minutes, notice_minutes)
      values (${listing.listingId}::uuid, ${listing.providerId}::uuid, ${listing.published}, ${listing.version}::int,
        ${listing.durationMinutes}::int, ${listing.stepMinutes}::int, ${listing.noticeMinutes}::int)
      on conflict (id) do update set published = excluded.published, version = excluded.version,
        duration_minutes = excluded.duration_minutes, step_minutes = excluded.step_minutes,
        notice_minutes = excluded.notice_minutes
      where listing.version <= excluded.version`;
    if (kept > 0) await touchProvider(tx, listing.providerId);
    return kept > 0;
  }

  /** Providers whose runs are behind, or reach less far than the horizon and a day. */
  async stale(until: Date, limit: number): Promise<StaleProvider[]> {
    const rows = await this.database.$queryRaw<{ id: string; revision: number; zone: string; weekly: unknown }[]>`
      select id, revision, zone, weekly from provider
      where revision <> published or published_until is null or published_until < ${until.toISOString()}::timestamptz
      order by id limit ${limit}::int`;
    return rows.map(({ id, revision, zone, weekly }) => ({ id, revision, hours: Hours.parse({ zone, weekly }) }));
  }

  /** Marks the runs of this revision as published; false when the provider moved on meanwhile and they are stale again. */
  async markPublished(tx: Tx, provider: StaleProvider, until: Date): Promise<boolean> {
    const marked = await tx.$executeRaw`
      update provider set published = revision, published_until = ${until.toISOString()}::timestamptz
      where id = ${provider.id}::uuid and revision = ${provider.revision}::int`;
    return marked === 1;
  }

  /** Providers with hours of whose listings we never heard: catalog was filled before us, or not by events. */
  async withoutListings(): Promise<{ id: string; revision: number }[]> {
    return this.database.$queryRaw`
      select p.id, p.revision from provider p
      where p.weekly <> '[]'::jsonb and not exists (select 1 from listing l where l.provider_id = p.id)`;
  }
}

/** How far published runs reach: the horizon, and two days that catalog may advance before they are made anew. */
export const PUBLISHED_MS = 92 * DAY_MS;
/** Runs that reach less far than this are made anew. */
export const FRESH_MS = 91 * DAY_MS;
