/** A booking to begin a test with, and a way to let it live through messages. Pure; used by specs only. */
import { Refusal } from '@sounding/contracts';
import { money } from '@sounding/money';
import { type Message, step, Unexpected } from './booking.ts';
import type { Booking, FrozenOffer } from './facts.ts';
import { offeredBooking } from './offered.ts';
import { requestedBooking, reservationOf, reservedBooking } from './reserving.ts';

const ID = '00000000-0000-4000-8000-00000000000';

/** $60.00 on Thursday 2026-12-10, 15:00 to 16:00 UTC, reserved nine days before at noon. */
export function reserved(changes: Partial<Booking> = {}): Booking {
  const made = new Date('2026-12-01T12:00:00.000Z');
  const offer: FrozenOffer = {
    listingId: `${ID}4`,
    listingVersion: 3,
    providerId: `${ID}3`,
    kind: 'session',
    mode: 'advice',
    title: 'Where next: an hour on your path',
    price: money(6000),
    durationMinutes: 60,
    stepMinutes: 30,
    noticeMinutes: 120,
    asksFirst: false,
    weeksMost: 1,
  };
  const reservation = reservationOf(`${ID}1`, `${ID}2`, offer, '2026-12-10T15:00:00.000Z', made);
  return { ...reservedBooking(reservation, { total: money(6349), termsVersion: '2026-11-01' }, made), ...changes };
}

/** The same hour, asked for at one on the first of December; its provider may answer for a day. */
export function requested(changes: Partial<Booking> = {}): Booking {
  const { id, clientId, offer, startsAt } = reserved();
  const made = new Date('2026-12-01T13:00:00.000Z');
  return { ...requestedBooking(reservationOf(id, clientId, offer, startsAt, made), made), ...changes };
}

/** The same hour, offered at the same moment to somebody who waited for it. */
export function offered(changes: Partial<Booking> = {}): Booking {
  const { id, clientId, offer, startsAt, madeAt } = reserved();
  return { ...offeredBooking(id, clientId, offer, startsAt, new Date(madeAt)), ...changes };
}

/** Its client takes it eleven minutes later; the listing has become dearer, and has buffers now. */
export const taking: Message = {
  kind: 'booking.take',
  taken: {
    offer: { ...reserved().offer, listingVersion: 4, price: money(7000) },
    endsAt: '2026-12-10T16:00:00.000Z',
    occupiedFrom: '2026-12-10T14:50:00.000Z',
    occupiedTo: '2026-12-10T16:05:00.000Z',
    reservedUntil: '2026-12-01T12:21:00.000Z',
    total: money(7349),
    termsVersion: '2026-11-01',
  },
};

/** Lets a booking hear messages, each at its instant, and answers where it ends. */
export function live(booking: Booking, ...heard: readonly (readonly [at: string, message: Message])[]): Booking {
  return heard.reduce((now, [at, message]) => step(now, message, new Date(at))?.booking ?? now, booking);
}

export const paid: Message = { kind: 'billing.funds-held', paid: money(6349), slotFree: true };
/** Said at noon the next day; ten minutes before and after the session are kept free. */
export const yes: Message = {
  kind: 'booking.accept',
  total: money(6349),
  termsVersion: '2026-11-01',
  payBy: '2026-12-03T00:00:00.000Z',
  occupiedFrom: '2026-12-10T14:50:00.000Z',
  occupiedTo: '2026-12-10T16:10:00.000Z',
};
export const deadline: Message = { kind: 'deadline' };
export const joined = (side: 'client' | 'provider', at: string): Message => ({ kind: 'workspace.joined', side, at });
/** Workspace knows who came until absence began. */
export const attendanceKnown: Message = { kind: 'workspace.attendance-known', until: '2026-12-10T15:15:00.000Z' };

export const confirmed = (changes: Partial<Booking> = {}) =>
  live(reserved(changes), ['2026-12-01T12:05:00.000Z', paid]);
/** Both came in time and the session is over. */
export const delivered = () =>
  live(
    confirmed(),
    ['2026-12-10T14:55:00.000Z', joined('client', '2026-12-10T14:55:00.000Z')],
    ['2026-12-10T15:03:00.000Z', joined('provider', '2026-12-10T15:03:00.000Z')],
    ['2026-12-10T16:00:00.000Z', deadline],
  );
export const claimed = () => live(delivered(), ['2026-12-12T09:00:00.000Z', { kind: 'booking.claim' }]);
export const lapsed = () => live(reserved(), ['2026-12-01T12:10:00.000Z', deadline]);
export const cancelledLate = () =>
  live(confirmed(), ['2026-12-10T10:00:00.000Z', { kind: 'booking.cancel', by: 'client', seen: money(3000) }]);
export const refunded = () =>
  live(claimed(), ['2026-12-13T09:00:00.000Z', { kind: 'support.claim-decided', toClient: money(2000) }]);
export const released = () =>
  live(
    delivered(),
    ['2026-12-17T16:00:00.000Z', deadline],
    ['2026-12-17T16:00:02.000Z', { kind: 'billing.funds-released' }],
  );

/** While the sample's session goes on, and absence has begun. */
export const HELD = '2026-12-10T15:20:00.000Z';

/** What one message did: the next state and what was said, or how it was turned away. */
export function outcome(booking: Booking, message: Message, at: string): string {
  try {
    const moved = step(booking, message, new Date(at));
    return moved ? [moved.booking.state, ...moved.sayings].join(' | ') : 'nothing';
  } catch (error) {
    if (error instanceof Refusal) return `no: ${error.code}`;
    if (error instanceof Unexpected) return 'unexpected';
    throw error;
  }
}
