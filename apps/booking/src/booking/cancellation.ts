/** What cancelling now would give back. Pure; the same answer is shown before the click and decided after it. */
import type { Outcome } from '@sounding/contracts';
import { add, type Money, zero } from '@sounding/money';
import { ifCancelled, outcomeOfCancelling, type Settlement } from '@sounding/terms';
import { type Booking, type Side, settled, termsFor } from './facts.ts';

export interface Cancelling extends Settlement {
  readonly outcome: Outcome;
  /** All that goes back: price and fee. */
  readonly back: Money;
  /** What would hold now, in plain English, to whoever looks. */
  readonly because: string;
}

/** Giving up a reservation costs nothing, for nothing was paid. */
function givingUp(booking: Booking): Cancelling {
  const none = zero(booking.total.currency);
  return {
    outcome: 'client-cancelled-early',
    toClient: none,
    feeToClient: none,
    feeKept: none,
    toProvider: none,
    commission: none,
    back: none,
    because: 'You have not paid yet: the time becomes free again, and nothing is charged.',
  };
}

/** Null when this side cannot cancel at `now`: the table says which refusal that is. */
export function cancellationOf(booking: Booking, by: Side, now: Date): Cancelling | null {
  if (booking.state === 'reserved') return by === 'client' ? givingUp(booking) : null;
  if (booking.state !== 'confirmed') return null;
  const terms = termsFor(booking);
  const bookedAt = booking.confirmedAt ?? booking.madeAt;
  const movedByProvider = booking.movedBy === 'provider';
  const on = { by, startsAt: booking.startsAt, bookedAt, now, movedByProvider };
  const outcome = outcomeOfCancelling(terms, on);
  if (outcome === null) return null;
  const { settlement } = settled(booking, outcome);
  if (!settlement) return null;
  return {
    ...settlement,
    outcome,
    back: add(settlement.toClient, settlement.feeToClient),
    because: ifCancelled(terms, outcome, { ...on, price: booking.offer.price }),
  };
}
