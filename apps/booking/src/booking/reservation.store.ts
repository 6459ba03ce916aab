/** Reserving: the one way into the process. Whoever comes second is refused, whichever copy of this service they ask. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bus, type Call } from '@sounding/bus';
import {
  type Bill,
  type Input,
  OpenBill,
  type Output,
  type PreviewPackage,
  ReadOffer,
  Refusal,
  Reserve,
  refuse,
} from '@sounding/contracts';
import { zero } from '@sounding/money';
import { Clock, crashpoint } from '@sounding/service';
import { allIn, termsAt } from '@sounding/terms';
import { PrismaClient } from '../generated/prisma/client.ts';
import { mayReserve, mayTakeWeeks } from '../may.ts';
import { overlaps } from '../postgres.errors.ts';
import type { Tx } from '../slots/slots.store.ts';
import { bookingOf } from './booking.rows.ts';
import { BookingStore } from './booking.store.ts';
import { mustConsent } from './consent.bus.ts';
import type { Booking, FrozenOffer } from './facts.ts';
import { mustBeLicensed, offerAt } from './place.ts';
import { billedBookings, type Reservation, reservationOf, together } from './reserving.ts';
import { lockClient, ProviderTime, slotTaken } from './time.store.ts';
import { viewOf } from './view.ts';

const REQUEST_FIRST = 'This provider wants to be asked first. Please send a request for this time; it costs nothing.';

/** Whether this is the reservation of as many weeks. */
function isOf({ state, package: of }: Booking, weeks: number): boolean {
  return state === 'reserved' && (of?.of ?? 1) === weeks;
}

/** `offered` is the id of the one that is kept for them already. */
function draftsOf(
  client: string,
  offer: FrozenOffer,
  starts: readonly number[],
  now: Date,
  offered?: string,
): Reservation[] {
  const alone = starts.map((start) =>
    reservationOf(offered ?? randomUUID(), client, offer, new Date(start).toISOString(), now),
  );
  return together(alone);
}

@Injectable()
export class Reservations {
  /** The last reservation of each provider that is being made here; the next one waits for it. */
  private readonly lanes = new Map<string, Promise<void>>();

  constructor(
    private readonly database: PrismaClient,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly bookings: BookingStore,
    private readonly time: ProviderTime,
  ) {}

  /** The bill comes before the commit, under ids made up front: who loses the race leaves a bill that expires by itself. */
  async reserve(input: Input<typeof Reserve>, call: Call<Tx>): Promise<Output<typeof Reserve>> {
    const { listingId, startsAt, weeks } = input;
    const client = call.person();
    const offer = offerAt(await this.bus.ask(ReadOffer, { listingId }, { as: call }), input.place, startsAt);
    if (offer.asksFirst) throw refuse(Reserve, 'request-first', REQUEST_FIRST);
    await mustConsent(this.bus, offer, call);
    mayTakeWeeks(weeks, offer.weeksMost);
    return this.inTurn(offer.providerId, async () => {
      const mine = () => this.unpaidOf(client, listingId, startsAt);
      const found = await mine();
      if (found && isOf(found, weeks)) return this.asBefore(found, offer, call);
      // What this client waited for is kept for them, and reserving it is taking it.
      const offered = found?.state === 'offered' && weeks === 1 ? found : null;
      // Who picked the same time for another number of weeks gives that up with this.
      const instead = found?.state === 'reserved' ? await this.bookings.ofPurchase(found) : [];
      const starts = await this.time.weeksFrom(offer.providerId, startsAt, weeks);
      await this.refuseEarly(client, offer, starts, offered ? [offered] : instead);
      const drafts = draftsOf(client, offer, starts, this.clock.now(), offered?.id);
      for (const draft of drafts) mustBeLicensed(draft);
      const bill = await this.askBill(drafts, call);
      try {
        return await call.commit(async (tx) => {
          const now = this.clock.now();
          await lockClient(tx, client);
          const take = async () => {
            for (const { id } of instead) await this.giveUp(tx, id);
            mayReserve(client, offer.providerId, await this.unpaid(tx, client, now), now);
            // Of a booking that was offered, billing may have been asked before; its first bill is its only one.
            const kept = drafts.map((draft) => ({ ...draft, reservedUntil: bill.expiresAt }));
            const hires = billedBookings(kept, bill, now);
            const [booking] = offered
              ? [await this.time.takeOffered(tx, hires[0] as Booking, now)]
              : await this.time.take(tx, offer, hires, now);
            crashpoint('booking.reserved-before-commit');
            return { booking: viewOf(booking as Booking, 'client', now), bill };
          };
          // Weeks that are given up may be what somebody in line waits for.
          if (instead.length > 0) return this.time.freeing(tx, offer.providerId, now, take);
          await this.time.lock(tx, offer.providerId, now);
          return take();
        });
      } catch (error) {
        const taken = overlaps(error) || (error instanceof Refusal && error.code === 'slot-taken');
        if (!taken) throw error;
        // Who pressed twice, at two copies of this service, lost to themself.
        const won = await mine();
        if (won && isOf(won, weeks)) return this.asBefore(won, offer, call);
        throw error instanceof Refusal ? error : slotTaken();
      }
    });
  }

  /** The times and the price of some weeks, before anything is reserved. */
  async preview(input: Input<typeof PreviewPackage>, call: Call<Tx>): Promise<Output<typeof PreviewPackage>> {
    const { listingId, startsAt, weeks } = input;
    const offer = await this.bus.ask(ReadOffer, { listingId }, { as: call });
    mayTakeWeeks(weeks, offer.weeksMost);
    const now = this.clock.now();
    const starts = await this.time.weeksFrom(offer.providerId, startsAt, weeks);
    const free = await this.time.freeOf(offer, starts, now, call.account);
    const terms = termsAt(now);
    const iso = (at: number) => new Date(at).toISOString();
    return {
      sessions: starts.map((start, week) => ({
        startsAt: iso(start),
        endsAt: iso(start + offer.durationMinutes * 60_000),
        free: free[week] ?? false,
      })),
      total: allIn(offer.price, terms, weeks),
      fee: terms.handlingFee,
    };
  }

  /** The same reservation and its ten minutes, not ten new ones: nobody keeps a time for ever by asking for it again. */
  private async asBefore(found: Booking, offer: FrozenOffer, call: Call<Tx>): Promise<Output<typeof Reserve>> {
    const { clientPlace } = offer;
    const corrected = clientPlace !== undefined && clientPlace !== found.offer.clientPlace;
    const mine = corrected ? { ...found, offer: { ...found.offer, clientPlace } } : found;
    const bill = await this.askBill([mine], call);
    const answer = { booking: viewOf(mine, 'client', this.clock.now()), bill };
    if (!corrected) return answer;
    return call.commit(async (tx) => {
      // Nothing is paid yet, so the client may still say better where they will be.
      for (const { id, version, offer: kept } of await this.bookings.ofPurchase(found, tx)) {
        const data = { offer: { ...kept, clientPlace } as object };
        const { count } = await tx.booking.updateMany({ where: { id, version, state: 'reserved' }, data });
        if (count !== 1) throw slotTaken();
      }
      return answer;
    });
  }

  /** The first bill of a booking is its only one: asked again, billing answers the same. */
  private askBill([first, ...more]: readonly Reservation[], call: Call<Tx>): Promise<Bill> {
    if (!first) throw new Error('a bill of nothing');
    const { id, offer, startsAt, endsAt, reservedUntil } = first;
    const { providerId, listingId, mode, price } = offer;
    const asked = { bookingId: id, providerId, listingId, mode, price, startsAt, endsAt, expiresAt: reservedUntil };
    const weeks = more.map((one) => ({ bookingId: one.id, startsAt: one.startsAt, endsAt: one.endsAt }));
    return this.bus.ask(OpenBill, { ...asked, ...(weeks.length > 0 ? { more: weeks } : {}) }, { as: call });
  }

  /**
   * Their unpaid reservation of this start, or what is offered to them of it. Who goes back and picks the same time again comes to
   * the same bill, and is not told that somebody else has it.
   */
  private async unpaidOf(clientId: string, listingId: string, startsAt: string): Promise<Booking | null> {
    const now = this.clock.now();
    const row = await this.database.booking.findFirst({
      where: {
        clientId,
        listingId,
        startsAt: new Date(startsAt),
        state: { in: ['reserved', 'offered'] },
        reservedUntil: { gt: now },
        // A later week of theirs is of a purchase that begins elsewhere.
        OR: [{ packageId: null }, { packagePlace: 0 }],
      },
    });
    return row && bookingOf(row);
  }

  private async giveUp(tx: Tx, id: string): Promise<void> {
    const booking = await this.bookings.find(id, tx);
    if (booking?.state !== 'reserved') return;
    await this.bookings.hearIn(tx, booking, {
      kind: 'booking.cancel',
      by: 'client',
      seen: zero(booking.total.currency),
    });
  }

  /** Nobody gets a bill for a time they cannot have; the commit asks all of this again. What is their own is free to them. */
  private async refuseEarly(
    client: string,
    offer: FrozenOffer,
    starts: readonly number[],
    own: readonly { readonly id: string; readonly state?: string }[],
  ): Promise<void> {
    const now = this.clock.now();
    const unpaid = await this.unpaid(this.database, client, now);
    const givenUp = own.some(({ state }) => state === 'reserved') ? 1 : 0;
    mayReserve(client, offer.providerId, unpaid - givenUp, now);
    const except = own.map(({ id }) => id);
    await this.time.check(this.database, offer, starts, now, except);
  }

  /** Weeks that were picked together count once. What a provider said yes to has its own, longer time to be paid, and does not. */
  private unpaid(tx: Tx, clientId: string, now: Date): Promise<number> {
    return tx.booking.count({
      where: {
        ...{ clientId, state: 'reserved', answerBy: null, reservedUntil: { gt: now } },
        OR: [{ packageId: null }, { packagePlace: 0 }],
      },
    });
  }

  /**
   * One reservation of a provider at a time in this process. The database would hold the others too, but each would hold a
   * connection while it waits, and a popular provider would stop everybody else's bookings.
   */
  private async inTurn<R>(providerId: string, work: () => Promise<R>): Promise<R> {
    const before = this.lanes.get(providerId) ?? Promise.resolve();
    const mine = before.then(work);
    const done = mine.then(
      () => undefined,
      () => undefined,
    );
    this.lanes.set(providerId, done);
    try {
      return await mine;
    } finally {
      if (this.lanes.get(providerId) === done) this.lanes.delete(providerId);
    }
  }
}
