/** A booking and its two parties for support's tests; booking itself is stood in for. */
import { randomUUID } from 'node:crypto';
import { type Booking, Claim, Refusal, type RefusalOf, ViewBooking } from '@sounding/contracts';
import { money } from '@sounding/money';
import type { World } from '@sounding/testing';

export const NOW = new Date('2026-11-23T12:00:00Z');
export const DECIDE_BY = '2026-11-26T12:00:00.000Z';

export interface Hire {
  readonly bookingId: string;
  readonly clientId: string;
  readonly providerId: string;
}

export function hire(): Hire {
  return { bookingId: randomUUID(), clientId: randomUUID(), providerId: randomUUID() };
}

export function booking({ bookingId, clientId, providerId }: Hire): Booking {
  const price = money(6_000);
  return {
    id: bookingId,
    state: 'claimed',
    clientId,
    providerId,
    offer: {
      listingId: randomUUID(),
      listingVersion: 1,
      providerId,
      kind: 'session',
      mode: 'advice',
      title: 'A calm hour for one decision',
      price,
      durationMinutes: 60,
      stepMinutes: 30,
      noticeMinutes: 0,
      asksFirst: false,
      weeksMost: 1,
    },
    startsAt: '2026-11-22T10:00:00.000Z',
    endsAt: '2026-11-22T11:00:00.000Z',
    reservedUntil: null,
    total: money(6_349),
    termsVersion: '2026-11-01',
    outcome: null,
    refunded: money(0),
    joinOpensAt: '2026-11-22T09:50:00.000Z',
    claimUntil: '2026-11-29T11:00:00.000Z',
    tipUntil: null,
    next: { what: 'decide-claim', whose: 'staff', until: DECIDE_BY },
    mayCancel: false,
    mayClaim: false,
    mayTip: false,
    madeAt: '2026-11-20T10:00:00.000Z',
  };
}

/** Booking, as far as support asks it: each hire is claimed once per key, and seen by its parties alone. */
export function standInForBooking(world: World, hires: Map<string, Hire>) {
  const keys = new Map<string, string | null>();
  const refusals = new Map<string, RefusalOf<typeof Claim>>();
  const of = (bookingId: string, account: string | null): Hire => {
    const found = hires.get(bookingId);
    if (!found || (account !== found.clientId && account !== found.providerId)) {
      throw new Refusal('not-found', 'There is no such booking.');
    }
    return found;
  };
  world.answer(ViewBooking, ({ bookingId }, asked) => booking(of(bookingId, asked.account)));
  world.answer(Claim, ({ bookingId }, asked) => {
    const found = of(bookingId, asked.account);
    const refusal = refusals.get(bookingId);
    if (refusal) throw new Refusal(refusal, 'Booking says no.');
    if (asked.account !== found.clientId) throw new Refusal('cannot-claim', 'Only the client claims.');
    if (keys.has(bookingId) && (asked.idempotencyKey === null || keys.get(bookingId) !== asked.idempotencyKey)) {
      throw new Refusal('already-claimed', 'This booking was claimed already.');
    }
    keys.set(bookingId, asked.idempotencyKey);
    return { booking: booking(found), decideBy: DECIDE_BY, most: money(6_000) };
  });
  return { refuse: (bookingId: string, code: RefusalOf<typeof Claim>) => refusals.set(bookingId, code) };
}

/** The code of the refusal that a promise ends with. */
export async function refusalOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return 'answered';
}
