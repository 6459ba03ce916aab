/**
 * The one way to take a provider's time: their row is locked, what has run out lapses, the slot engine is asked, and the hires
 * are inserted in time order. The exclusion constraint has the last word should all of that be wrong.
 */
import { Injectable } from '@nestjs/common';
import { Reserve, refuse } from '@sounding/contracts';
import { lockProvider, SlotsStore, type Tx } from '../slots/slots.store.ts';
import { checkStart, freeStarts, type Plan, type Taken, takenBy } from '../slots/slots.ts';
import { weeklyStarts } from '../slots/weekly.ts';
import { WaitingLine } from '../waiting/line.store.ts';
import { BookingStore } from './booking.store.ts';
import { step } from './booking.ts';
import { type Booking, type FrozenOffer, ms } from './facts.ts';

const TAKEN = 'This time has just been taken, or the day is full. Please pick another.';
const NOT_ALL = 'Not all of these weeks can be had. Please look again, and take fewer weeks or another time.';
const NOT_OFFERED = 'This time is not offered, or no longer. Please pick one from the calendar.';

export function slotTaken() {
  return refuse(Reserve, 'slot-taken', TAKEN);
}

/** A client whose unpaid reservations or waits are counted comes before the provider: the same order for everybody. */
export async function lockClient(tx: Tx, clientId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`client:${clientId}`}, 0))`;
}

@Injectable()
export class ProviderTime {
  constructor(
    private readonly bookings: BookingStore,
    private readonly slots: SlotsStore,
    private readonly line: WaitingLine,
  ) {}

  /**
   * What every commit that writes to a provider's time begins with. What ran out gives its time up now, and what is free, for
   * whatever reason, is offered to those who wait before anybody else can have it.
   */
  async lock(tx: Tx, providerId: string, now: Date): Promise<void> {
    await lockProvider(tx, providerId);
    for (const booking of await this.bookings.ranOut(tx, providerId, now)) {
      const moved = step(booking, { kind: 'deadline' }, now);
      if (!moved) continue;
      await this.bookings.write(tx, booking, moved, 'deadline');
      if (booking.state === 'offered') await this.line.answered(tx, booking.id, 'missed', now);
    }
    await this.line.serve(tx, providerId, now);
  }

  /** Work under the lock that may free time; what it frees is offered to those who wait in the same commit. */
  async freeing<R>(tx: Tx, providerId: string, now: Date, work: () => Promise<R>): Promise<R> {
    await this.lock(tx, providerId, now);
    const done = await work();
    await this.line.serve(tx, providerId, now);
    return done;
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
      await this.bookings.insert(tx, booking);
      kept.push(booking);
    }
    return kept;
  }

  /** A time that is offered to its client becomes their reservation, with today's offer and its bill; its own time is free to it. */
  async takeOffered(tx: Tx, hire: Booking, now: Date): Promise<Booking> {
    const { offer, endsAt, reservedUntil, total, termsVersion } = hire;
    const before = await this.bookings.find(hire.id, tx);
    if (before?.state !== 'offered') throw slotTaken();
    const { from, to } = takenBy(await this.check(tx, offer, [ms(hire.startsAt)], now, [hire.id]), ms(hire.startsAt));
    const [occupiedFrom, occupiedTo] = [new Date(from).toISOString(), new Date(to).toISOString()];
    const taken = { offer, endsAt, occupiedFrom, occupiedTo, reservedUntil, total, termsVersion };
    const booking = await this.bookings.hearIn(tx, before, { kind: 'booking.take', taken });
    await this.line.answered(tx, hire.id, 'taken', now);
    return booking;
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
