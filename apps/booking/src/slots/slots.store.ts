/** Schedules, the listings we compute starts for, and what is taken. */
import { Injectable } from '@nestjs/common';
import { HORIZON_DAYS, Schedule } from '@sounding/contracts';
import { OCCUPYING } from '../booking/facts.ts';
import { Prisma, PrismaClient, type Provider } from '../generated/prisma/client.ts';
import { NO_SCHEDULE } from './schedule.ts';
import { AROUND_MS, type Measures, type Plan, planOf, type Taken } from './slots.ts';

/** The database, inside a transaction or not. */
export type Tx = Prisma.TransactionClient;

const DAY_MS = 86_400_000;
/** Written out, so that PostgreSQL sees that the index of the exclusion constraint serves. */
const TAKING = Prisma.raw(OCCUPYING.map((state) => `'${state}'`).join(', '));

const iso = (instant: number): string => new Date(instant).toISOString();

export interface StaleProvider {
  readonly id: string;
  readonly revision: number;
  readonly schedule: Schedule;
  /** What was published last, and how far it reached. */
  readonly published: number;
  readonly publishedUntil: Date | null;
}

/** A hire that takes a provider's time, or what a foreign calendar says of it: then all but the span is null. */
export interface TakenTime extends Taken {
  readonly bookingId: string | null;
  readonly listingId: string | null;
  /** Whose unpaid reservation it is, or to whom it is offered; null when it is more than that. */
  readonly reservedBy: string | null;
}

function scheduleOf(row: Provider): Schedule {
  const { zone, weekly, overrides, daysOff, travel, listings } = row;
  return Schedule.parse({
    zone,
    weekly,
    overrides,
    daysOff,
    travel,
    listings,
    caps: { day: row.capDay, week: row.capWeek },
  });
}

function staleOf(row: Provider): StaleProvider {
  const { id, revision, published, publishedUntil } = row;
  return { id, revision, published, publishedUntil, schedule: scheduleOf(row) };
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

  async schedule(providerId: string, tx: Tx = this.database): Promise<Schedule> {
    const row = await tx.provider.findUnique({ where: { id: providerId } });
    return row ? scheduleOf(row) : NO_SCHEDULE;
  }

  /** Replaces the schedule by what `change` makes of it. The lock is taken first: two changes at once are made one by one. */
  async changeSchedule(tx: Tx, providerId: string, change: (kept: Schedule) => Schedule): Promise<Schedule> {
    await lockProvider(tx, providerId);
    const { caps, ...parts } = change(await this.schedule(providerId, tx));
    await tx.provider.update({
      where: { id: providerId },
      data: { ...parts, capDay: caps.day, capWeek: caps.week, revision: { increment: 1 } },
    });
    return { ...parts, caps };
  }

  /**
   * What is taken within [from, to), buffers included. A reservation that has run out no longer counts, even before the clock
   * saw it.
   */
  async taken(providerId: string, from: number, to: number, now: number, tx: Tx = this.database): Promise<TakenTime[]> {
    const rows = await tx.$queryRaw<
      {
        from: Date;
        to: Date;
        startsAt: Date | null;
        bookingId: string | null;
        listingId: string | null;
        reservedBy: string | null;
      }[]
    >`
      select coalesce(occupied_from, starts_at) as "from", coalesce(occupied_to, ends_at) as "to",
        starts_at as "startsAt", id as "bookingId", listing_id as "listingId", case when state in ('reserved', 'offered') then client_id end as "reservedBy"
      from booking
      where provider_id = ${providerId}::uuid and state in (${TAKING})
        and tstzrange(coalesce(occupied_from, starts_at), coalesce(occupied_to, ends_at))
          && tstzrange(${iso(from)}::timestamptz, ${iso(to)}::timestamptz)
        and (state <> 'reserved' or reserved_until > ${iso(now)}::timestamptz)
      union all
      select starts_at, ends_at, null, null, null, null from busy_time
      where provider_id = ${providerId}::uuid
        and starts_at < ${iso(to)}::timestamptz and ends_at > ${iso(from)}::timestamptz`;
    return rows.map((row) => ({
      ...row,
      from: row.from.getTime(),
      to: row.to.getTime(),
      startsAt: row.startsAt?.getTime() ?? null,
    }));
  }

  /** What must be known to tell the starts of a listing in [from, to): its plan, and what is taken around. */
  async around(
    listing: Measures & { readonly providerId: string },
    from: number,
    to: number,
    now: number,
    tx: Tx = this.database,
  ): Promise<{ plan: Plan; taken: TakenTime[] }> {
    const plan = planOf(await this.schedule(listing.providerId, tx), listing);
    return { plan, taken: await this.taken(listing.providerId, from - AROUND_MS, to + AROUND_MS, now, tx) };
  }

  async listings(tx: Tx, providerId: string): Promise<Measures[]> {
    const rows = await tx.listing.findMany({ where: { providerId, published: true } });
    return rows.map(({ id, durationMinutes, stepMinutes, noticeMinutes }) => ({
      listingId: id,
      durationMinutes,
      stepMinutes,
      noticeMinutes,
    }));
  }

  /** Keeps a listing as of this version; an older one changes nothing. Answers whether anything changed. */
  async keepListing(
    tx: Tx,
    listing: Measures & { providerId: string; published: boolean; version: number },
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

  /** Providers whose free starts changed since their runs were published. */
  async changed(limit: number): Promise<StaleProvider[]> {
    const { provider } = this.database;
    const rows = await provider.findMany({
      where: { NOT: { revision: { equals: provider.fields.published } } },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map(staleOf);
  }

  /** Providers whose runs are right and reach less far than this, the shortest first. */
  async ageing(until: Date, limit: number): Promise<StaleProvider[]> {
    const { provider } = this.database;
    const rows = await provider.findMany({
      where: { publishedUntil: { lt: until }, revision: { equals: provider.fields.published } },
      orderBy: { publishedUntil: 'asc' },
      take: limit,
    });
    return rows.map(staleOf);
  }

  /**
   * Marks the runs of this revision as published; false when the provider moved on meanwhile and they are stale again, or when
   * another copy of the service was faster.
   */
  async markPublished(tx: Tx, provider: StaleProvider, until: Date): Promise<boolean> {
    const marked = await tx.$executeRaw`
      update provider set published = revision, published_until = ${until.toISOString()}::timestamptz
      where id = ${provider.id}::uuid and revision = ${provider.revision}::int and published = ${provider.published}::int
        and published_until is not distinct from ${provider.publishedUntil?.toISOString() ?? null}::timestamptz`;
    return marked === 1;
  }

  /** Providers with a schedule of whose listings we never heard: catalog was filled before us, or not by events. */
  async withoutListings(): Promise<{ id: string; revision: number }[]> {
    return this.database.$queryRaw`
      select p.id, p.revision from provider p
      where (p.weekly <> '[]'::jsonb or p.overrides <> '[]'::jsonb)
        and not exists (select 1 from listing l where l.provider_id = p.id)`;
  }
}

/** How far past a listing's horizon its runs reach: two days that catalog may advance before they are made anew. */
export const SPARE_MS = 2 * DAY_MS;
/** How far runs of the ordinary horizon reach. */
export const PUBLISHED_MS = HORIZON_DAYS * DAY_MS + SPARE_MS;
/** Runs that reach less far than this are made anew. */
export const FRESH_MS = PUBLISHED_MS - DAY_MS;
