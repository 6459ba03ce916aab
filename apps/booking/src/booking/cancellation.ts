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

const NOTHING_PAID = {
  requested: 'You have not paid anything: the request ends, and nothing is charged.',
  reserved: 'You have not paid yet: the time becomes free again, and nothing is charged.',
} as const;

/** Giving up a request or a reservation costs nothing, for nothing was paid. */
function givingUp(booking: Booking, state: keyof typeof NOTHING_PAID): Cancelling {
  const none = zero(booking.total.currency);
  return {
    outcome: 'client-cancelled-early',
    toClient: none,
    feeToClient: none,
    feeKept: none,
    toProvider: none,
    commission: none,
    back: none,
    because: NOTHING_PAID[state],
  };
}

/** Null when this side cannot cancel at `now`: the table says which refusal that is. */
export function cancellationOf(booking: Booking, by: Side, now: Date): Cancelling | null {
  const { state } = booking;
  if (state === 'requested' || state === 'reserved') return by === 'client' ? givingUp(booking, state) : null;
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
