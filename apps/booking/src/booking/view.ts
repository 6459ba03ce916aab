/** A booking as one of its parties sees it: what comes next for them, until when, and what they may do. Pure. */
import type { Booking as BookingView, Step } from '@sounding/contracts';
import { joinOpensAt, tipUntil } from '@sounding/terms';
import { cancellationOf } from './cancellation.ts';
import {
  absentAt,
  attendanceBy,
  type Booking,
  backToClient,
  bothCame,
  came,
  heldUntil,
  holdsForProvider,
  ms,
  type Side,
  termsFor,
} from './facts.ts';
import { movableUntil } from './moving.ts';

/** Who looks: a party, or staff, who may read and do nothing. */
export type Viewer = Side | 'staff';

const NOTHING: Step = { what: 'nothing', whose: 'nobody', until: null };

function mayClaim(booking: Booking, now: Date): boolean {
  return booking.state === 'delivered' && booking.claimedAt === null && now.getTime() < ms(heldUntil(booking));
}

/** A tip is thanks for a session that was held: from its end, for thirty days. */
function mayTip(booking: Booking, now: Date): boolean {
  const held = booking.outcome === 'delivered' || booking.outcome === 'claim-decided';
  const last = ms(tipUntil(termsFor(booking), booking.endsAt));
  return held && now.getTime() >= ms(booking.endsAt) && now.getTime() < last;
}

function beforeTheEnd(booking: Booking, viewer: Viewer, now: Date): Step {
  const side: Side = viewer === 'provider' ? 'provider' : 'client';
  const opens = joinOpensAt(termsFor(booking), booking.startsAt);
  if (now.getTime() < ms(opens)) return { what: 'attend', whose: side, until: booking.startsAt };
  if (now.getTime() > ms(absentAt(booking)) && !bothCame(booking)) {
    return { what: 'wait-for-attendance', whose: 'nobody', until: attendanceBy(booking) };
  }
  const until = came(booking, side) ? booking.endsAt : absentAt(booking);
  return { what: 'join', whose: side, until };
}

/** The client's own dispute is no step of theirs; the other side waits, until the bank's date for evidence and beyond. */
function waitForBank({ dispute }: Booking): Step {
  return { what: 'wait-for-bank', whose: 'nobody', until: dispute?.evidenceBy ?? null };
}

/** The next step, from this viewer's side. */
export function nextStep(booking: Booking, viewer: Viewer, now: Date): Step {
  switch (booking.state) {
    case 'requested':
      return { what: 'answer', whose: 'provider', until: booking.request?.answerBy ?? null };
    case 'reserved':
      return { what: 'pay', whose: 'client', until: booking.reservedUntil };
    case 'offered':
      return { what: 'take', whose: 'client', until: booking.reservedUntil };
    case 'confirmed':
      return beforeTheEnd(booking, viewer, now);
    case 'delivered':
      if (booking.dispute && viewer !== 'client') return waitForBank(booking);
      return viewer === 'client' && mayClaim(booking, now)
        ? { what: 'tip-or-claim', whose: 'client', until: heldUntil(booking) }
        : { what: 'wait-for-release', whose: 'nobody', until: heldUntil(booking) };
    case 'claimed':
      return { what: 'decide-claim', whose: 'staff', until: booking.decideBy };
    case 'cancelled':
    case 'refunded':
      if (booking.dispute && viewer !== 'client') return waitForBank(booking);
      return viewer !== 'client' && holdsForProvider(booking)
        ? { what: 'wait-for-release', whose: 'nobody', until: heldUntil(booking) }
        : NOTHING;
    case 'released':
    case 'lapsed':
      return NOTHING;
  }
}

export function viewOf(booking: Booking, viewer: Viewer, now: Date): BookingView {
  const terms = termsFor(booking);
  const paid = booking.confirmedAt !== null;
  const party = viewer !== 'staff';
  return {
    id: booking.id,
    state: booking.state,
    clientId: booking.clientId,
    providerId: booking.providerId,
    offer: booking.offer,
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    reservedUntil: booking.state === 'reserved' ? booking.reservedUntil : null,
    total: booking.total,
    termsVersion: booking.termsVersion,
    outcome: booking.outcome,
    refunded: backToClient(booking),
    joinOpensAt: joinOpensAt(terms, booking.startsAt),
    claimUntil: paid && booking.claimedAt === null && isComing(booking) ? heldUntil(booking) : null,
    tipUntil: paid && booking.state !== 'cancelled' ? tipUntil(terms, booking.endsAt) : null,
    next: nextStep(booking, viewer, now),
    moveUntil: party ? movableUntil(booking, viewer, now) : null,
    movedBy: booking.movedBy,
    request: booking.request,
    package: booking.package,
    mayCancel: party && cancellationOf(booking, viewer, now) !== null,
    mayClaim: viewer === 'client' && mayClaim(booking, now),
    mayTip: viewer === 'client' && mayTip(booking, now),
    madeAt: booking.madeAt,
  };
}

/** Whether a guarantee lies ahead or runs. */
function isComing(booking: Booking): boolean {
  return booking.state === 'confirmed' || booking.state === 'delivered';
}

/** Soonest next step first; what waits for nothing comes last, the latest session first. */
export function byDeadline(a: BookingView, b: BookingView): number {
  const due = ({ next }: BookingView) => (next.until === null ? Number.POSITIVE_INFINITY : ms(next.until));
  return due(a) === due(b) ? ms(b.startsAt) - ms(a.startsAt) : due(a) < due(b) ? -1 : 1;
}
