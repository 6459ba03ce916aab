/**
 * The one way to take a provider's time: their row is locked, what has run out lapses, the slot engine is asked, and the hires
 * are inserted in time order. The exclusion constraint has the last word should all of that be wrong.
 */
import { Injectable } from '@nestjs/common';
import { Reserve, refuse } from '@sounding/contracts';
import { lockProvider, SlotsStore, type Tx } from '../slots/slots.store.ts';
import { checkStart, freeStarts, type Plan, type Taken, takenBy } from '../slots/slots.ts';
import { weeklyStarts } from '../slots/weekly.ts';
import { bookingOf } from './booking.rows.ts';
import { BookingStore } from './booking.store.ts';
import { step } from './booking.ts';
import { type Booking, type FrozenOffer, ms } from './facts.ts';

const TAKEN = 'This time has just been taken, or the day is full. Please pick another.';
const NOT_ALL = 'Not all of these weeks can be had. Please look again, and take fewer weeks or another time.';
const NOT_OFFERED = 'This time is not offered, or no longer. Please pick one from the calendar.';

export function slotTaken() {
  return refuse(Reserve, 'slot-taken', TAKEN);
}

@Injectable()
export class ProviderTime {
  constructor(
    private readonly bookings: BookingStore,
    private readonly slots: SlotsStore,
  ) {}

  /** What every commit that writes to a provider's time begins with. A reservation that ran out gives its time up now. */
  async lock(tx: Tx, providerId: string, now: Date): Promise<void> {
    await lockProvider(tx, providerId);
    const rows = await tx.booking.findMany({ where: { providerId, state: 'reserved', reservedUntil: { lte: now } } });
    for (const booking of rows.map(bookingOf)) {
      const moved = step(booking, { kind: 'deadline' }, now);
      if (moved) await this.bookings.write(tx, booking, moved, 'deadline');
    }
  }

  /**
   * Refuses starts that cannot be booked, each asked beside the ones before it: together they may reach a cap. What `except`
   * have is free, for they move, or are given up.
   */
  async check(
    tx: Tx,
    offer: FrozenOffer,
    starts: readonly number[],
    now: Date,
    except: readonly string[] = [],
  ): Promise<Plan> {
    const [from, to] = [Math.min(...starts), Math.max(...starts)];
    const known = await this.slots.around(offer, from, to, now.getTime(), tx);
    const { plan } = known;
    const taken: Taken[] = known.taken.filter(({ bookingId }) => bookingId === null || !except.includes(bookingId));
    for (const start of [...starts].sort((a, b) => a - b)) {
      const verdict = checkStart(plan, taken, now.getTime(), start);
      if (verdict !== 'free' && starts.length > 1) {
        throw refuse(Reserve, verdict, NOT_ALL, { startsAt: new Date(start).toISOString() });
      }
      if (verdict === 'slot-taken') throw slotTaken();
      if (verdict === 'slot-not-offered') throw refuse(Reserve, 'slot-not-offered', NOT_OFFERED);
      taken.push(takenBy(plan, start));
    }
    return plan;
  }

  /** Which of these starts, in order, can be booked together with those before it. What this person keeps unpaid is free to them. */
  async freeOf(offer: FrozenOffer, starts: readonly number[], now: Date, account: string | null): Promise<boolean[]> {
    const [from, to] = [Math.min(...starts), Math.max(...starts)];
    const known = await this.slots.around(offer, from, to, now.getTime());
    const taken: Taken[] = known.taken.filter(({ reservedBy }) => account === null || reservedBy !== account);
    return starts.map((start) => {
      const free = checkStart(known.plan, taken, now.getTime(), start) === 'free';
      if (free) taken.push(takenBy(known.plan, start));
      return free;
    });
  }

  /** The same time of as many weeks, on the provider's clock. */
  async weeksFrom(providerId: string, startsAt: string, weeks: number): Promise<number[]> {
    if (weeks === 1) return [ms(startsAt)];
    return weeklyStarts(ms(startsAt), weeks, (await this.slots.schedule(providerId)).zone);
  }

  /** Inserts hires of one listing; all or none. Answers them with what they take, buffers included, in time order. */
  async take(tx: Tx, offer: FrozenOffer, hires: readonly Booking[], now: Date): Promise<Booking[]> {
    const inOrder = [...hires].sort((a, b) => ms(a.startsAt) - ms(b.startsAt));
    const plan = await this.check(
      tx,
      offer,
      inOrder.map(({ startsAt }) => ms(startsAt)),
      now,
    );
    const kept: Booking[] = [];
    for (const hire of inOrder) {
      const { from, to } = takenBy(plan, ms(hire.startsAt));
      const booking = { ...hire, occupiedFrom: new Date(from).toISOString(), occupiedTo: new Date(to).toISOString() };
      await this.bookings.insert(tx, booking, 'booking.reserve');
      kept.push(booking);
    }
    return kept;
  }

  /** The starts in [from, to) that this booking could move to. */
  async movesOf({ id, offer }: Booking, from: number, to: number, now: Date): Promise<number[]> {
    const { plan, taken } = await this.slots.around(offer, from, to, now.getTime());
    const others = taken.filter(({ bookingId }) => bookingId !== id);
    return freeStarts(plan, others, now.getTime(), from, to);
  }

  /** Whether nobody else has what this booking took; for one that gave it up. */
  async stillFree(booking: Booking, now: Date, tx?: Tx): Promise<boolean> {
    const { providerId, occupiedFrom, occupiedTo } = booking;
    return (await this.slots.taken(providerId, ms(occupiedFrom), ms(occupiedTo), now.getTime(), tx)).length === 0;
  }
}
