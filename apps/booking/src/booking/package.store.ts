/**
 * Sessions that were booked together: until they are paid they move as one, in one commit under the provider's lock, and all or none.
 * Paid, each has its own story.
 */
import { Injectable } from '@nestjs/common';
import type { Call, Message } from '@sounding/bus';
import type { FundsHeld } from '@sounding/contracts';
import { money, zero } from '@sounding/money';
import { Clock } from '@sounding/service';
import type { Tx } from '../slots/slots.store.ts';
import { BookingStore } from './booking.store.ts';
import { type Message as Heard, Unexpected } from './booking.ts';
import type { Booking } from './facts.ts';
import { ProviderTime } from './time.store.ts';

@Injectable()
export class Packages {
  constructor(
    private readonly clock: Clock,
    private readonly bookings: BookingStore,
    private readonly time: ProviderTime,
  ) {}

  /** The money of all came: all are confirmed, or, when it came too late and one of the times is gone, all of it goes back. */
  async held(message: Message<typeof FundsHeld, Tx>): Promise<Booking[]> {
    const { bookingId, sessions = [] } = message.data;
    const first = await this.bookings.find(bookingId);
    if (!first) throw new Unexpected(`no booking ${bookingId}`);
    return message.commit(async (tx) => {
      const now = this.clock.now();
      // What has run out lapses with the lock, all of a package at once: they run out together.
      await this.time.lock(tx, first.providerId, now);
      const all = await this.bookings.ofPurchase(first, tx);
      const slotFree = await this.free(tx, all, now);
      return this.together(tx, all, ({ id }) => {
        const part = sessions.find((session) => session.bookingId === id);
        if (!part) throw new Unexpected(`the payment of ${bookingId} says nothing of ${id}`);
        return {
          kind: 'billing.funds-held',
          paid: money(part.total.minor, part.total.currency),
          slotFree,
          together: all,
        };
      });
    });
  }

  /** Nothing is paid yet, and its client wants none of it. Answers the booking that was asked about. */
  async giveUp(found: Booking, call: Call<Tx>): Promise<Booking> {
    const seen = zero(found.total.currency);
    const given = await call.commit((tx) =>
      this.time.freeing(tx, found.providerId, this.clock.now(), async () =>
        this.together(tx, await this.bookings.ofPurchase(found, tx), () => ({
          kind: 'booking.cancel',
          by: 'client',
          seen,
        })),
      ),
    );
    return given.find(({ id }) => id === found.id) ?? found;
  }

  private async free(tx: Tx, all: readonly Booking[], now: Date): Promise<boolean> {
    for (const booking of all) {
      if (booking.state === 'lapsed' && !(await this.time.stillFree(booking, now, tx))) return false;
      if (now.getTime() >= Date.parse(booking.startsAt)) return false;
    }
    return true;
  }

  private async together(tx: Tx, all: readonly Booking[], say: (booking: Booking) => Heard): Promise<Booking[]> {
    const after: Booking[] = [];
    for (const booking of all) after.push(await this.bookings.hearIn(tx, booking, say(booking)));
    return after;
  }
}
