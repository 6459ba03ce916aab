/** Asking first: a request takes no money and keeps no time; its provider's yes makes it a reservation. Pure. */
import { isZero, type Money } from '@sounding/money';
import type { Branch, Rows } from './booking.ts';
import { type Answer, type Booking, ms } from './facts.ts';

/** The yes, with the bill that the client will find, and what the session takes of the provider's time from now on. */
export interface Accepted {
  readonly total: Money;
  readonly termsVersion: string;
  readonly payBy: string;
  readonly occupiedFrom: string;
  readonly occupiedTo: string;
}

/** It began as a request, so its provider waits to hear what becomes of it. */
export const ASKED = { words: 'its provider was asked first', holds: (b: Booking) => b.request !== null } as const;

function answered(booking: Booking, answer: Answer): Pick<Booking, 'request'> {
  return { request: booking.request && { ...booking.request, answer } };
}

const accepted: Branch<'booking.accept'> = {
  to: 'reserved',
  learn: (b, { total, termsVersion, payBy, occupiedFrom, occupiedTo }) => ({
    ...answered(b, 'accepted'),
    total,
    termsVersion,
    reservedUntil: payBy,
    occupiedFrom,
    occupiedTo,
  }),
  says: ['mail: request accepted, to the client'],
};

/** The rows of the state `requested`. That the time is free was asked before the yes, under the provider's lock. */
export const REQUESTED: Rows = {
  'booking.accept': [
    {
      when: {
        words: 'the time to answer is over',
        holds: (b, _heard, now) => b.request !== null && now.getTime() >= ms(b.request.answerBy),
      },
      refuse: ['already-answered', 'The time to answer this request is over, and it has ended.'],
    },
    accepted,
  ],
  'booking.turn-down': [
    { to: 'lapsed', learn: (b) => answered(b, 'declined'), says: ['mail: request declined, to the client'] },
  ],
  'booking.cancel': [
    {
      when: { words: 'the provider asks', holds: (_b, { by }) => by === 'provider' },
      refuse: ['cannot-cancel', 'This is a request, and nothing is booked yet. Say no to it, and it ends.'],
    },
    {
      when: { words: 'the client saw a refund', holds: (_b, { seen }) => !isZero(seen) },
      refuse: ['refund-changed', 'Nothing has been paid, so nothing goes back. Please look again before you confirm.'],
    },
    { to: 'lapsed', learn: (b) => answered(b, 'withdrawn'), says: ['mail: request taken back, to the provider'] },
  ],
  deadline: [{ to: 'lapsed', learn: (b) => answered(b, 'none'), says: ['mail: request unanswered, to the client'] }],
};
