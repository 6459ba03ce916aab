/**
 * The lines of those who wait. Whatever changes a line, or frees a provider's time, does so under that provider's lock and serves
 * the line in the same commit, so that a free time is never seen by others while somebody in line wants it.
 */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emit } from '@sounding/bus';
import { BookingMail, Offer, type Wait } from '@sounding/contracts';
import { BookingStore } from '../booking/booking.store.ts';
import type { FrozenOffer } from '../booking/facts.ts';
import { offeredBooking } from '../booking/offered.ts';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { SlotsStore, type Tx } from '../slots/slots.store.ts';
import { type Measures, type Plan, planOf, type Span } from '../slots/slots.ts';
import { type NextOffer, nextOffers, placeOf, spanOf } from './line.ts';
import { type Days, type Kept, waitView } from './waiting.ts';

/** How a wait ended. */
export type Ended = 'taken' | 'declined' | 'missed' | 'left' | 'over';

/** Each offer with its booking, to know whether it is open still. */
const WITH_OFFERS = {
  offers: { include: { booking: { select: { state: true, endsAt: true, reservedUntil: true } } } },
} as const satisfies Prisma.WaitInclude;
type Row = Prisma.WaitGetPayload<{ include: typeof WITH_OFFERS }>;

function keptOf(row: Row): Kept {
  const open = row.offers.find(({ booking }) => booking.state === 'offered');
  return {
    id: row.id,
    clientId: row.clientId,
    providerId: row.providerId,
    offer: Offer.parse(row.offer),
    firstDay: row.firstDay,
    lastDay: row.lastDay,
    zone: row.zone,
    from: row.startsFrom.getTime(),
    to: row.startsBefore.getTime(),
    goOn: row.goOn,
    madeAt: row.madeAt.toISOString(),
    starts: row.offers.map(({ startsAt }) => startsAt.getTime()),
    offered: open
      ? {
          bookingId: open.bookingId,
          startsAt: open.startsAt.toISOString(),
          endsAt: open.booking.endsAt.toISOString(),
          until: open.booking.reservedUntil.toISOString(),
        }
      : null,
  };
}

@Injectable()
export class WaitingLine {
  constructor(
    private readonly database: PrismaClient,
    private readonly bookings: BookingStore,
    private readonly slots: SlotsStore,
  ) {}

  /** A client's open waits, the oldest first. Those whose days are over are left out before the clock saw them. */
  async of(clientId: string, now: Date, tx: Tx = this.database): Promise<Kept[]> {
    const rows = await tx.wait.findMany({
      where: { clientId, endedAt: null, startsBefore: { gt: now } },
      orderBy: { place: 'asc' },
      include: WITH_OFFERS,
    });
    return rows.map(keptOf);
  }

  /** An open wait of this client's; null for anybody else's. */
  async find(tx: Tx, id: string, clientId: string): Promise<Kept | null> {
    const row = await tx.wait.findFirst({ where: { id, clientId, endedAt: null }, include: WITH_OFFERS });
    return row && keptOf(row);
  }

  /** With their places, each in the line of its provider. */
  async views(waits: readonly Kept[], now: Date, tx: Tx = this.database): Promise<Wait[]> {
    const lines = await tx.wait.findMany({
      select: { id: true, providerId: true, startsFrom: true, startsBefore: true },
      where: {
        providerId: { in: waits.map(({ providerId }) => providerId) },
        endedAt: null,
        startsBefore: { gt: now },
      },
      orderBy: { place: 'asc' },
    });
    return waits.map((wait) => {
      const line = lines
        .filter(({ providerId }) => providerId === wait.providerId)
        .map(({ id, startsFrom, startsBefore }) => ({ id, from: startsFrom.getTime(), to: startsBefore.getTime() }));
      return waitView(wait, placeOf(line, wait.id));
    });
  }

  /** How many wait for this provider, by listing. */
  async count(providerId: string, now: Date): Promise<{ listingId: string; waiting: number }[]> {
    const groups = await this.database.wait.groupBy({
      by: ['listingId'],
      where: { providerId, endedAt: null, startsBefore: { gt: now } },
      _count: true,
      orderBy: { listingId: 'asc' },
    });
    return groups.map(({ listingId, _count }) => ({ listingId, waiting: _count }));
  }

  /** At the end of the line: under the provider's lock, places are given in the order of the commits. */
  async join(
    tx: Tx,
    who: { readonly clientId: string; readonly goOn: boolean },
    offer: FrozenOffer,
    days: Days & { readonly starts: Span },
    now: Date,
  ): Promise<Kept> {
    const row = await tx.wait.create({
      data: {
        ...who,
        id: randomUUID(),
        providerId: offer.providerId,
        listingId: offer.listingId,
        offer: { ...offer, price: { ...offer.price } },
        firstDay: days.from,
        lastDay: days.to,
        zone: days.zone,
        startsFrom: new Date(days.starts.from),
        startsBefore: new Date(days.starts.to),
        madeAt: now,
      },
      include: WITH_OFFERS,
    });
    return keptOf(row);
  }

  async end(tx: Tx, id: string, how: Ended, now: Date): Promise<void> {
    await tx.wait.updateMany({ where: { id, endedAt: null }, data: { endedAt: now, ended: how } });
  }

  /** The wait of an offer ends with it, unless it goes on: as it said when it joined, or as its client says now. */
  async answered(tx: Tx, bookingId: string, how: 'taken' | 'declined' | 'missed', now: Date, goOn?: boolean) {
    const offer = await tx.waitOffer.findUniqueOrThrow({ where: { bookingId }, include: { wait: true } });
    if (how !== 'taken' && (goOn ?? offer.wait.goOn)) return;
    await this.end(tx, offer.waitId, how, now);
  }

  /** Every provider for whom somebody waits, the revision of their time, and whether a listing changed since somebody joined. */
  async lines(): Promise<{ id: string; revision: number; changed: boolean }[]> {
    return this.database.$queryRaw`
      select p.id, p.revision, bool_or(coalesce(l.published and l.version > (w.offer->>'listingVersion')::int, false)) as changed
      from wait w join provider p on p.id = w.provider_id left join listing l on l.id = w.listing_id
      where w.ended_at is null group by p.id order by p.id`;
  }

  /** What they wait for, as catalog says it is now: an offered time is shown with the price of today. */
  async renew(tx: Tx, providerId: string, offers: readonly FrozenOffer[]): Promise<void> {
    for (const offer of offers) {
      await tx.wait.updateMany({
        where: { providerId, listingId: offer.listingId, endedAt: null },
        data: { offer: { ...offer, price: { ...offer.price } } },
      });
    }
  }

  /**
   * Offers what is free down the line. The caller holds the provider's lock, and what ran out has lapsed. Mostly nobody waits,
   * and then this is one look into an index.
   */
  async serve(tx: Tx, providerId: string, now: Date): Promise<void> {
    const rows = await tx.wait.findMany({
      where: { providerId, endedAt: null },
      orderBy: { place: 'asc' },
      include: WITH_OFFERS,
    });
    const waits = rows.map(keptOf).filter(({ offered }) => offered === null);
    for (const wait of waits) if (wait.to <= now.getTime()) await this.endOver(tx, wait, now);
    const free = waits.filter(({ to }) => to > now.getTime());
    const known = spanOf(free);
    if (!known) return;
    const measured = await this.measuredBy(tx, providerId, free);
    const taken = await this.slots.taken(providerId, known.from, known.to, now.getTime(), tx);
    const line = free.map(({ id, from, to, starts, offer }) => ({
      ...{ id, from, to, offered: starts },
      plan: measured.get(offer.listingId)?.plan ?? null,
    }));
    for (const next of nextOffers(line, taken, now.getTime())) {
      const wait = free.find(({ id }) => id === next.waitId) as Kept;
      await this.offer(tx, wait, { ...wait.offer, ...measured.get(wait.offer.listingId)?.measures }, next, now);
    }
  }

  /** The days are over and no time came; whoever waited is told, so that nobody waits for nothing. */
  private async endOver(tx: Tx, { id, clientId, offer }: Kept, now: Date): Promise<void> {
    await this.end(tx, id, 'over', now);
    const { listingId } = offer;
    await emit(tx, BookingMail, {
      accountId: clientId,
      key: `${id}:wait-over`,
      template: 'wait-over',
      data: { listingId },
    });
  }

  /** How each listing in line is measured today; a listing that is down is left out. */
  private async measuredBy(
    tx: Tx,
    providerId: string,
    line: readonly Kept[],
  ): Promise<Map<string, { measures: Measures; plan: Plan }>> {
    const schedule = await this.slots.schedule(providerId, tx);
    const listings = await tx.listing.findMany({ where: { providerId } });
    const measured = new Map<string, { measures: Measures; plan: Plan }>();
    for (const { offer } of line) {
      const { listingId } = offer;
      const today = listings.find(({ id }) => id === listingId);
      if (measured.has(listingId) || today?.published === false) continue;
      // Of a listing that never changed since we were filled, what the client saw holds.
      const { durationMinutes, stepMinutes, noticeMinutes } = today ?? offer;
      const measures = { listingId, durationMinutes, stepMinutes, noticeMinutes };
      measured.set(listingId, { measures, plan: planOf(schedule, measures) });
    }
    return measured;
  }

  private async offer(tx: Tx, wait: Kept, offer: FrozenOffer, next: NextOffer, now: Date): Promise<void> {
    const startsAt = new Date(next.startsAt).toISOString();
    const booking = {
      ...offeredBooking(randomUUID(), wait.clientId, offer, startsAt, now),
      occupiedFrom: new Date(next.takes.from).toISOString(),
      occupiedTo: new Date(next.takes.to).toISOString(),
    };
    await this.bookings.insert(tx, booking, { message: 'booking.offer', says: ['mail: offered, to the client'] });
    await tx.waitOffer.create({ data: { waitId: wait.id, startsAt, bookingId: booking.id, offeredAt: now } });
  }
}
