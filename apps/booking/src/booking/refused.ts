/** What a person is told when the process has no row for what they ask. Pure. */
import { type BookingState, Refusal } from '@sounding/contracts';
import type { Message } from './booking.ts';
import type { Booking } from './facts.ts';

/** What is said to a person whose request has no row. */
const REFUSED: { readonly [S in BookingState]: { readonly cancel: string; readonly claim: string } } = {
  requested: { cancel: '', claim: 'There is nothing to claim before you have paid.' },
  reserved: { cancel: '', claim: 'There is nothing to claim before you have paid.' },
  offered: {
    cancel: 'This time is only offered to you, and nothing is paid. If you do not want it, decline it.',
    claim: 'There is nothing to claim before you have paid.',
  },
  confirmed: { cancel: '', claim: 'You can claim once the session is over. Before it, you can cancel.' },
  delivered: { cancel: 'The session is over. If it was not what it should have been, use the guarantee.', claim: '' },
  claimed: { cancel: 'The session is over, and your claim is with our staff.', claim: '' },
  cancelled: {
    cancel: 'This booking was cancelled before.',
    claim: 'This booking was cancelled, and its refund was decided then. Our support can help with anything else.',
  },
  refunded: {
    cancel: 'The money of this booking has been returned.',
    claim: 'The refund of this booking has been decided. Our support can help with anything else.',
  },
  released: {
    cancel: 'The session is over and its money released.',
    claim: 'The guarantee of this booking is over. Our support can still help you: please write to us.',
  },
  lapsed: {
    cancel: 'This reservation ran out. Nothing was charged.',
    claim: 'This reservation ran out before it was paid, so there is nothing to claim.',
  },
};

/** The refusal of a request that has no row in this state; null for what is no request. */
export function withoutRow({ state }: Booking, message: Message): Refusal | null {
  if (message.kind === 'booking.cancel') return new Refusal('cannot-cancel', REFUSED[state].cancel);
  if (message.kind === 'booking.move') {
    return new Refusal('cannot-move', 'Only a session that is paid for and still to come can be moved.');
  }
  if (message.kind === 'booking.accept' || message.kind === 'booking.turn-down') {
    return new Refusal('already-answered', 'This request was answered before, or it has ended.');
  }
  if (message.kind === 'booking.take' || message.kind === 'booking.decline') {
    return new Refusal('not-offered', 'This time is not offered to you, or no longer: an offer ends by itself.');
  }
  if (message.kind === 'booking.give-back') {
    return new Refusal(
      'not-released',
      'The money of this booking is not released. Before that, a claim or a cancellation returns it.',
    );
  }
  if (message.kind === 'booking.claim') {
    return new Refusal(state === 'released' ? 'too-late' : 'cannot-claim', REFUSED[state].claim);
  }
  return null;
}
