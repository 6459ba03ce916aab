/**
 * The lines of those who wait. Whatever changes a line, or frees a provider's time, does so under that provider's lock and serves
 * the line in the same commit, so that a free time is never seen by others while somebody in line wants it.
 */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emit } from '@sounding/bus';
import { BookingMail, FrozenOffer, type Wait } from '@sounding/contracts';
import { BookingStore } from '../booking/booking.store.ts';
import type { FrozenOffer as Sold } from '../booking/facts.ts';
import { offeredBooking } from '../booking/offered.ts';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { SlotsStore, type Tx } from '../slots/slots.store.ts';
import { freeStarts, type Measures, type Plan, planOf, type Span } from '../slots/slots.ts';
import { type NextOffer, nextOffers, spanOf, type Waiting } from './line.ts';
import { type Days, type Kept, waitView } from './waiting.ts';

/** How a wait ended. */
export type Ended = 'taken' | 'declined' | 'missed' | 'left' | 'over';

/** What is waited for of one listing, whoever does. */
interface Wanted extends Span {
  readonly listingId: string;
  readonly first: Date;
  readonly offer: Sold;
}

/** Somebody in line, before it is known how their listing is measured. */
interface Standing extends Omit<Waiting, 'plan'> {
  readonly listingId: string;
  /** Whether it is advice, or a licence holds where they will be; and until when, where an end is known. */
  readonly licensed: boolean;
  readonly licenceUntil: string | null;
}

interface Measured {
  readonly measures: Measures;
  readonly plan: Plan;
}

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
    offer: FrozenOffer.parse(row.offer),
    firstDay: row.firstDay,
    lastDay: row.lastDay,
    zone: row.zone,
    from: row.startsFrom.getTime(),
    to: row.startsBefore.getTime(),
    goOn: row.goOn,
    madeAt: row.madeAt.toISOString(),
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

  /** With their places, each in the line of its provider: how many stand before it whose days overlap, and one. */
  async views(waits: readonly Kept[], now: Date, tx: Tx = this.database): Promise<Wait[]> {
    const places = await tx.$queryRaw<{ id: string; place: number }[]>`
      select w.id, 1 + (select count(*)::int from wait e where e.provider_id = w.provider_id and e.ended_at is null
          and e.place < w.place and e.starts_before > ${now.toISOString()}::timestamptz
          and e.starts_from < w.starts_before and w.starts_from < e.starts_before) as place
      from wait w where w.id = any(${waits.map(({ id }) => id)}::uuid[])`;
    return waits.map((wait) => waitView(wait, places.find(({ id }) => id === wait.id)?.place ?? 1));
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
    offer: Sold,
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
  async renew(tx: Tx, providerId: string, offers: readonly Sold[]): Promise<void> {
    for (const offer of offers) {
      // Where each of them will be stays as they said.
      await tx.$executeRaw`
        update wait set offer = ${JSON.stringify(offer)}::jsonb || jsonb_strip_nulls(jsonb_build_object('clientPlace', offer->'clientPlace'))
        where provider_id = ${providerId}::uuid and listing_id = ${offer.listingId}::uuid and ended_at is null`;
    }
  }

  /**
   * Offers what is free down the line. The caller holds the provider's lock, and what ran out has lapsed. Mostly nobody waits, or
   * nothing is free for those who do; then nobody in line is looked at, however many they are.
   */
  async serve(tx: Tx, providerId: string, now: Date): Promise<void> {
    const wanted = await this.wanted(tx, providerId);
    if (wanted.some(({ first }) => first <= now)) await this.endOver(tx, providerId, now);
    const known = spanOf(wanted);
    if (!known) return;
    const measured = await this.measuredBy(tx, providerId, wanted);
    const taken = await this.slots.taken(providerId, known.from, known.to, now.getTime(), tx);
    const free = ({ listingId, from, to }: Wanted) => {
      const plan = measured.get(listingId)?.plan;
      return plan !== undefined && freeStarts(plan, taken, now.getTime(), from, to).length > 0;
    };
    if (!wanted.some(free)) return;
    const line = (await this.standing(tx, providerId)).map(({ listingId, licensed, licenceUntil, ...one }) => {
      const plan = (licensed && measured.get(listingId)?.plan) || null;
      // The last start is the one whose session is over when the licence ends.
      const last = licenceUntil && plan ? Date.parse(licenceUntil) - plan.durationMinutes * 60_000 : one.to;
      return { ...one, to: Math.min(one.to, last + 1), plan };
    });
    for (const next of nextOffers(line, taken, now.getTime())) await this.offer(tx, next, measured, now);
  }

  /** What is waited for, by listing: over which days, and when the first of these waits is over. */
  private async wanted(tx: Tx, providerId: string): Promise<Wanted[]> {
    const rows = await tx.$queryRaw<{ listingId: string; from: Date; to: Date; first: Date; offer: unknown }[]>`
      select listing_id as "listingId", min(starts_from) as "from", max(starts_before) as "to", min(starts_before) as "first",
        (array_agg(offer order by place))[1] as "offer"
      from wait where provider_id = ${providerId}::uuid and ended_at is null group by listing_id`;
    return rows.map(({ from, to, offer, ...row }) => ({
      ...row,
      from: from.getTime(),
      to: to.getTime(),
      offer: FrozenOffer.parse(offer),
    }));
  }

  /** Everybody in line who has no offer now, in order. */
  private async standing(tx: Tx, providerId: string): Promise<Standing[]> {
    const rows = await tx.$queryRaw<(Omit<Standing, 'from' | 'to'> & { from: Date; to: Date })[]>`
      select w.id, w.listing_id as "listingId", w.starts_from as "from", w.starts_before as "to",
        w.offer->>'mode' = 'advice' or jsonb_exists(w.offer->'licencePlaces', w.offer->>'clientPlace') as "licensed",
        w.offer->>'licenceUntil' as "licenceUntil",
        coalesce(json_agg((extract(epoch from o.starts_at) * 1000)::bigint) filter (where o.wait_id is not null), '[]') as "offered"
      from wait w left join wait_offer o on o.wait_id = w.id left join booking b on b.id = o.booking_id
      where w.provider_id = ${providerId}::uuid and w.ended_at is null
      group by w.id having not coalesce(bool_or(b.state = 'offered'), false) order by w.place`;
    return rows.map(({ from, to, ...row }) => ({ ...row, from: from.getTime(), to: to.getTime() }));
  }

  /** The days are over and no time came; whoever waited is told, so that nobody waits for nothing. */
  private async endOver(tx: Tx, providerId: string, now: Date): Promise<void> {
    const over = await tx.wait.findMany({ where: { providerId, endedAt: null, startsBefore: { lte: now } } });
    for (const { id, clientId, listingId } of over) {
      await this.end(tx, id, 'over', now);
      const mail = { accountId: clientId, key: `${id}:wait-over`, template: 'wait-over', data: { listingId } };
      await emit(tx, BookingMail, mail);
    }
  }

  /** How each listing that is waited for is measured today; a listing that is down is left out. */
  private async measuredBy(tx: Tx, providerId: string, wanted: readonly Wanted[]): Promise<Map<string, Measured>> {
    const schedule = await this.slots.schedule(providerId, tx);
    const listings = await tx.listing.findMany({ where: { providerId } });
    return new Map(
      wanted.flatMap(({ listingId, offer }): [string, Measured][] => {
        const today = listings.find(({ id }) => id === listingId);
        // A listing that is down, or whose provider wants to be asked first by now, is offered to nobody.
        if (today?.published === false || offer.asksFirst) return [];
        // Of a listing that never changed since we were filled, what the client saw holds.
        const { durationMinutes, stepMinutes, noticeMinutes } = today ?? offer;
        const measures = { listingId, durationMinutes, stepMinutes, noticeMinutes };
        return [[listingId, { measures, plan: planOf(schedule, measures) }]];
      }),
    );
  }

  private async offer(tx: Tx, next: NextOffer, measured: Map<string, Measured>, now: Date): Promise<void> {
    const wait = await tx.wait.findUniqueOrThrow({ where: { id: next.waitId } });
    const offer = { ...FrozenOffer.parse(wait.offer), ...measured.get(wait.listingId)?.measures };
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
