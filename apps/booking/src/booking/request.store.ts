/** Requests: a client asks for a time, its provider answers. What a yes does is in `asking.ts`. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bus, type Call } from '@sounding/bus';
import { type Input, OpenBillOfRequest, ReadOffer, RequestTime, refuse } from '@sounding/contracts';
import { money } from '@sounding/money';
import { Clock } from '@sounding/service';
import { acceptedUntil, termsAt } from '@sounding/terms';
import { PrismaClient } from '../generated/prisma/client.ts';
import { mayRequest } from '../may.ts';
import type { Tx } from '../slots/slots.store.ts';
import { takenBy } from '../slots/slots.ts';
import { bookingOf } from './booking.rows.ts';
import { BookingStore } from './booking.store.ts';
import { type Message, step } from './booking.ts';
import { mustConsent } from './consent.bus.ts';
import { type Booking, ms } from './facts.ts';
import { offerAt } from './place.ts';
import { requestedBooking, reservationOf } from './reserving.ts';
import { lockClient, ProviderTime } from './time.store.ts';

@Injectable()
export class Requests {
  constructor(
    private readonly database: PrismaClient,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly bookings: BookingStore,
    private readonly time: ProviderTime,
  ) {}

  /** Keeps no time: others may ask for it or book it, and whether it is still free is asked again at the yes. */
  async request({ listingId, startsAt, place }: Input<typeof RequestTime>, call: Call<Tx>): Promise<Booking> {
    const client = call.person();
    const offer = offerAt(await this.bus.ask(ReadOffer, { listingId }, { as: call }), place, startsAt);
    if (!offer.asksFirst) {
      throw refuse(RequestTime, 'no-request-needed', 'This session can be booked at once, without asking.');
    }
    await mustConsent(this.bus, offer, call);
    return call.commit(async (tx) => {
      const now = this.clock.now();
      await lockClient(tx, client);
      const before = await this.openOf(tx, client, listingId, startsAt, now);
      if (before) return before;
      mayRequest(client, offer.providerId, await tx.booking.count({ where: { clientId: client, state: 'requested' } }));
      const plan = await this.time.check(tx, offer, [ms(startsAt)], now);
      const asked = requestedBooking(reservationOf(randomUUID(), client, offer, startsAt, now), now);
      const booking = { ...asked, ...occupied(plan, startsAt) };
      await this.bookings.insert(tx, booking, {
        message: 'booking.request-time',
        says: ['mail: request made, to the provider'],
      });
      return booking;
    });
  }

  async decline({ id }: Booking, call: Call<Tx>): Promise<Booking> {
    return this.bookings.ask(
      id,
      (work) => call.commit(work),
      () => ({ kind: 'booking.turn-down' }),
    );
  }

  /**
   * The bill comes before the commit, as with a reservation; the commit takes the time under the provider's lock, so that of two
   * yeses one is refused `slot-taken`. Its request stays open: the time may become free again.
   */
  async accept(found: Booking, call: Call<Tx>): Promise<Booking> {
    const { id, clientId, startsAt, endsAt } = found;
    const { listingId, providerId, mode, price } = found.offer;
    const early = this.clock.now();
    // Who has no row is told so before anybody makes a bill.
    const start = [ms(startsAt)];
    step(found, accepting(found), early);
    // A licence may have ended, or hold no longer where the client will be, since they asked.
    offerAt(await this.bus.ask(ReadOffer, { listingId }, { as: call }), found.offer.clientPlace, startsAt);
    const plan = await this.time.check(this.database, found.offer, start, early);
    const expiresAt = acceptedUntil(termsAt(early), { at: early, startsAt });
    const asked = { bookingId: id, clientId, providerId, listingId, mode, price, startsAt, endsAt, expiresAt };
    const bill = await this.bus.ask(OpenBillOfRequest, asked);
    const yes: Message = {
      kind: 'booking.accept',
      total: money(bill.total.minor, bill.total.currency),
      termsVersion: bill.termsVersion,
      payBy: bill.expiresAt,
      ...occupied(plan, startsAt),
    };
    return this.bookings.ask(
      id,
      (work) =>
        call.commit(async (tx) => {
          const now = this.clock.now();
          await this.time.lock(tx, providerId, now);
          await this.time.check(tx, found.offer, start, now);
          return work(tx);
        }),
      () => yes,
    );
  }

  /** The same request, or what became of it while it can still be paid. */
  private async openOf(tx: Tx, clientId: string, listingId: string, startsAt: string, now: Date) {
    const row = await tx.booking.findFirst({
      where: {
        clientId,
        listingId,
        startsAt: new Date(startsAt),
        OR: [{ state: 'requested' }, { state: 'reserved', answerBy: { not: null }, reservedUntil: { gt: now } }],
      },
    });
    return row && bookingOf(row);
  }
}

function occupied(plan: Parameters<typeof takenBy>[0], startsAt: string) {
  const { from, to } = takenBy(plan, ms(startsAt));
  return { occupiedFrom: new Date(from).toISOString(), occupiedTo: new Date(to).toISOString() };
}

/** A yes under the request's own numbers, to learn whether it may be said at all. */
function accepting(found: Booking): Message {
  const { total, termsVersion, reservedUntil, occupiedFrom, occupiedTo } = found;
  return { kind: 'booking.accept', total, termsVersion, payBy: reservedUntil, occupiedFrom, occupiedTo };
}
