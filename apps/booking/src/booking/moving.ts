/** Moving a session to another time: who may until when, and what becomes of the booking. Pure. */
import { moveUntil } from '@sounding/terms';
import type { Branch } from './booking.ts';
import { type Booking, ms, type Side, termsFor } from './facts.ts';

/** Until when this side may move it; null when it may not, or no longer. */
export function movableUntil(booking: Booking, by: Side, now: Date): string | null {
  if (booking.state !== 'confirmed') return null;
  const until = moveUntil(termsFor(booking), { startsAt: booking.startsAt, by });
  return now.getTime() <= ms(until) ? until : null;
}

/** Everything that hangs on the start goes with it; what the session takes of the provider's time stays as long as it was. */
export function movedTo(booking: Booking, startsAt: string, by: Side): Partial<Booking> {
  const shift = ms(startsAt) - ms(booking.startsAt);
  const shifted = (instant: string) => new Date(ms(instant) + shift).toISOString();
  return {
    startsAt: shifted(booking.startsAt),
    endsAt: shifted(booking.endsAt),
    occupiedFrom: shifted(booking.occupiedFrom),
    occupiedTo: shifted(booking.occupiedTo),
    movedBy: by,
  };
}

/** The rows of `booking.move`. That the new time is free was asked before, under the provider's lock. */
export const MOVING: readonly Branch<'booking.move'>[] = [
  {
    when: { words: 'it is at this time already', holds: (b, { startsAt }) => ms(startsAt) === ms(b.startsAt) },
    refuse: ['cannot-move', 'Your session is at this time already. Please pick another.'],
  },
  {
    when: { words: 'the room has opened', holds: (b, _heard, now) => movableUntil(b, 'provider', now) === null },
    refuse: ['cannot-move', 'The room is open, and the session can no longer be moved.'],
  },
  {
    when: { words: 'it is too late for the client', holds: (b, { by }, now) => movableUntil(b, by, now) === null },
    refuse: ['too-late-to-move', 'It is too late to move this session. You can still cancel it before it starts.'],
  },
  {
    stays: 'the payment waits as it did; all windows run from the new time',
    learn: (b, { startsAt, by }) => movedTo(b, startsAt, by),
    says: ['booking.moved', 'mail: moved, to the client', 'mail: moved, to the provider'],
  },
];
