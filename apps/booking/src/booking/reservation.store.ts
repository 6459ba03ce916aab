/** Reserving: the one way into the process. Whoever comes second is refused, whichever copy of this service they ask. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bus, type Call } from '@sounding/bus';
import { type Bill, type Input, OpenBill, type Output, ReadOffer, Refusal, type Reserve } from '@sounding/contracts';
import { Clock, crashpoint } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { mayReserve } from '../may.ts';
import { overlaps } from '../postgres.errors.ts';
import type { Tx } from '../slots/slots.store.ts';
import { bookingOf } from './booking.rows.ts';
import { type Booking, type FrozenOffer, ms } from './facts.ts';
import { type Reservation, reservationOf, reservedBooking } from './reserving.ts';
import { lockClient, ProviderTime, slotTaken } from './time.store.ts';
import { viewOf } from './view.ts';

@Injectable()
export class Reservations {
  /** The last reservation of each provider that is being made here; the next one waits for it. */
  private readonly lanes = new Map<string, Promise<void>>();

  constructor(
    private readonly database: PrismaClient,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly time: ProviderTime,
  ) {}

  /** The bill comes before the commit, under an id made up front: who loses the race leaves a bill that expires by itself. */
  async reserve({ listingId, startsAt }: Input<typeof Reserve>, call: Call<Tx>): Promise<Output<typeof Reserve>> {
    const client = call.person();
    const offer = await this.bus.ask(ReadOffer, { listingId }, { as: call });
    return this.inTurn(offer.providerId, async () => {
      const mine = () => this.unpaidOf(client, listingId, startsAt);
      const found = await mine();
      if (found?.state === 'reserved') return this.asBefore(found, call);
      // What this client waited for is kept for them, and reserving it is taking it.
      const offered = found;
      await this.refuseEarly(client, offer, ms(startsAt), offered?.id);
      const draft = reservationOf(offered?.id ?? randomUUID(), client, offer, startsAt, this.clock.now());
      const bill = await this.askBill(draft, call);
      try {
        return await call.commit(async (tx) => {
          const now = this.clock.now();
          await lockClient(tx, client);
          await this.time.lock(tx, offer.providerId, now);
          mayReserve(client, offer.providerId, await this.unpaid(tx, client, now), now);
          // Of a booking that was offered, billing may have been asked before; its first bill is its only one.
          const hire = reservedBooking({ ...draft, reservedUntil: bill.expiresAt }, bill, now);
          const [booking] = offered
            ? [await this.time.takeOffered(tx, hire, now)]
            : await this.time.take(tx, offer, [hire], now);
          crashpoint('booking.reserved-before-commit');
          return { booking: viewOf(booking as Booking, 'client', now), bill };
        });
      } catch (error) {
        const taken = overlaps(error) || (error instanceof Refusal && error.code === 'slot-taken');
        if (!taken) throw error;
        // Who pressed twice, at two copies of this service, lost to themself.
        const won = await mine();
        if (won?.state === 'reserved') return this.asBefore(won, call);
        throw slotTaken();
      }
    });
  }

  /** The same reservation and its ten minutes, not ten new ones: nobody keeps a time for ever by asking for it again. */
  private async asBefore(mine: Booking, call: Call<Tx>): Promise<Output<typeof Reserve>> {
    return { booking: viewOf(mine, 'client', this.clock.now()), bill: await this.askBill(mine, call) };
  }

  /** The first bill of a booking is its only one: asked again, billing answers the same. */
  private askBill(reservation: Reservation, call: Call<Tx>): Promise<Bill> {
    const { id, offer, startsAt, endsAt, reservedUntil } = reservation;
    const { providerId, listingId, mode, price } = offer;
    const asked = { bookingId: id, providerId, listingId, mode, price, startsAt, endsAt, expiresAt: reservedUntil };
    return this.bus.ask(OpenBill, asked, { as: call });
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
      },
    });
    return row && bookingOf(row);
  }

  /** Nobody gets a bill for a time they cannot have; the commit asks all of this again. */
  private async refuseEarly(client: string, offer: FrozenOffer, start: number, own?: string): Promise<void> {
    const now = this.clock.now();
    mayReserve(client, offer.providerId, await this.unpaid(this.database, client, now), now);
    await this.time.check(this.database, offer, [start], now, own);
  }

  private unpaid(tx: Tx, clientId: string, now: Date): Promise<number> {
    return tx.booking.count({ where: { clientId, state: 'reserved', reservedUntil: { gt: now } } });
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
