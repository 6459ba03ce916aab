/** What is known of one hire, and what follows from it by the terms. Pure. Instants are ISO 8601 in UTC with milliseconds. */
import { type Bearer, type BookingState, OFFER_MINUTES, type Outcome } from '@sounding/contracts';
import { add, isZero, type Money, subtract, sum, zero } from '@sounding/money';
import {
  absentFrom,
  guaranteeUntil,
  type Settlement,
  settle,
  type Terms,
  termsOf,
  VERSIONS,
  windows,
} from '@sounding/terms';

/** The offer as it was when the slot was reserved; later changes of the listing do not touch it. */
export interface FrozenOffer {
  readonly listingId: string;
  readonly listingVersion: number;
  readonly providerId: string;
  readonly kind: 'session' | 'project';
  readonly mode: 'advice' | 'therapy';
  readonly title: string;
  readonly price: Money;
  readonly durationMinutes: number;
  readonly stepMinutes: number;
  readonly noticeMinutes: number;
  readonly asksFirst: boolean;
  readonly weeksMost: number;
  /** Therapy alone: where the licence behind it held, and where the client said they will be. */
  readonly licencePlaces?: string[] | undefined;
  readonly licenceUntil?: string | undefined;
  readonly clientPlace?: string | undefined;
}

export interface Booking {
  readonly id: string;
  /** Counts the messages of the story; a write names the version it decided from. */
  readonly version: number;
  readonly state: BookingState;
  readonly clientId: string;
  readonly providerId: string;
  readonly offer: FrozenOffer;
  readonly startsAt: string;
  readonly endsAt: string;
  /** What it takes of the provider's time: the session and the buffers around it, as they were when it was reserved. */
  readonly occupiedFrom: string;
  readonly occupiedTo: string;
  readonly madeAt: string;
  /** Until when it is kept unpaid: for paying, or, while it is offered, for taking it. */
  readonly reservedUntil: string;
  /** Whether its provider was asked first, until when they may answer, and what came of it; null when it was booked at once. */
  readonly request: Request | null;
  /** Which session it is of those that were booked together; null when it was booked alone. */
  readonly package: Package | null;
  /** All that the client pays: the bill's total. */
  readonly total: Money;
  readonly termsVersion: string;
  /** Who moved it to its present time; null when it is where it was booked. */
  readonly movedBy: Side | null;
  readonly confirmedAt: string | null;
  /** When each side came first, on time or not. */
  readonly clientJoinedAt: string | null;
  readonly providerJoinedAt: string | null;
  readonly outcome: Outcome | null;
  /** Who gets what, once the outcome is known. */
  readonly settlement: Settlement | null;
  readonly claimedAt: string | null;
  readonly decideBy: string | null;
  readonly claimClosedBy: 'staff' | 'clock' | null;
  readonly refundMadeAt: string | null;
  readonly releaseDecidedAt: string | null;
  readonly releasedAt: string | null;
  /** The client's bank is deciding about the charge: nothing of it is refunded or released meanwhile. */
  readonly dispute: { readonly openedAt: string; readonly evidenceBy: string | null } | null;
  /** What of the price the client's bank kept for good. */
  readonly chargedBack: Money;
  /** What staff gave back after the release, oldest first. */
  readonly givenBack: readonly GivenBack[];
}

/** Sessions that were booked together: the first booking's id, which of them this is, from 0, and how many. */
export interface Package {
  readonly id: string;
  readonly place: number;
  readonly of: number;
}

/** `none`: its provider did not answer in time. */
export type Answer = 'accepted' | 'declined' | 'withdrawn' | 'none';

export interface Request {
  readonly answerBy: string;
  readonly answer: Answer | null;
}

export interface GivenBack {
  readonly toClient: Money;
  readonly bearer: Bearer;
  readonly at: string;
}

export type Side = 'client' | 'provider';

/**
 * Absence is decided when workspace says that it knows who came. Only when it says nothing for so long after the start does
 * the clock decide, from what was heard until then; the money is still held then, and a claim still possible.
 */
const SILENCE_HOURS = 24;

export const ms = (instant: string): number => Date.parse(instant);

export function termsFor(booking: Booking): Terms {
  return termsOf(booking.termsVersion);
}

export function feeOf(booking: Booking): Money {
  return subtract(booking.total, booking.offer.price);
}

/** From when on a side that has not joined did not come. */
export function absentAt(booking: Booking): string {
  return absentFrom(termsFor(booking), booking.startsAt);
}

/** When absence is decided from what is known, though workspace has said nothing. */
export function attendanceBy(booking: Booking): string {
  return new Date(ms(booking.startsAt) + SILENCE_HOURS * 3_600_000).toISOString();
}

/** Whether a side joined before it counted as absent. */
export function came(booking: Booking, side: Side): boolean {
  const at = side === 'client' ? booking.clientJoinedAt : booking.providerJoinedAt;
  return at !== null && ms(at) <= ms(absentAt(booking));
}

export function bothCame(booking: Booking): boolean {
  return came(booking, 'client') && came(booking, 'provider');
}

/** The end of the guarantee: until then a claim is possible and the provider's part is held. */
export function heldUntil(booking: Booking): string {
  return guaranteeUntil(termsFor(booking), booking.endsAt);
}

/** What an outcome makes of the price and the fee that were paid. `decided` is what a claim gives back. */
export function settled(booking: Booking, outcome: Outcome, decided?: Money): Pick<Booking, 'outcome' | 'settlement'> {
  const on = { price: booking.offer.price, fee: feeOf(booking), ...(decided ? { decided } : {}) };
  return { outcome, settlement: settle(termsFor(booking), outcome, on) };
}

/** Whether something waits for the provider (or for the commission) until the guarantee ends. */
export function holdsForProvider(booking: Booking): boolean {
  const { settlement } = booking;
  return settlement !== null && !isZero(add(settlement.toProvider, settlement.commission));
}

/** What went or goes back to the client, fee included, also after the release. What their bank kept is not in it. */
export function backToClient(booking: Booking): Money {
  const { settlement, givenBack } = booking;
  const bySettlement = settlement ? add(settlement.toClient, settlement.feeToClient) : zero(booking.total.currency);
  return sum([bySettlement, ...givenBack.map(({ toClient }) => toClient)]);
}

/** What of the price the client has not got back in any way. */
export function leftToGive(booking: Booking): Money {
  const { settlement, givenBack, chargedBack, offer } = booking;
  const back = [
    settlement?.toClient ?? zero(offer.price.currency),
    chargedBack,
    ...givenBack.map(({ toClient }) => toClient),
  ];
  return subtract(offer.price, sum(back));
}

/** When the clock must look at this booking again; null when only a message can move it, or nothing will. */
export function deadlineOf(booking: Booking): string | null {
  switch (booking.state) {
    case 'requested':
      return booking.request?.answerBy ?? null;
    case 'reserved':
    case 'offered':
      return booking.reservedUntil;
    case 'confirmed':
      return bothCame(booking) ? booking.endsAt : attendanceBy(booking);
    case 'delivered':
      return booking.releaseDecidedAt || booking.dispute ? null : heldUntil(booking);
    case 'claimed':
      return booking.decideBy;
    case 'cancelled':
    case 'refunded':
      return holdsForProvider(booking) && !booking.releaseDecidedAt && !booking.dispute ? heldUntil(booking) : null;
    case 'released':
    case 'lapsed':
      return null;
  }
}

const { reservation, answer, accepted, guarantee, claim } = windows(VERSIONS[VERSIONS.length - 1] ?? VERSIONS[0]);

/** The same in words, for the drawn table, with the windows of the newest terms. */
export const DEADLINES: Readonly<Record<BookingState, string>> = {
  requested: `${answer} after the request, or when the notice of the listing begins if that is sooner`,
  reserved: `${reservation} after the reservation, ${accepted} after a request was accepted, or the start if that is sooner`,
  offered: `${OFFER_MINUTES} minutes after the offer, or the last moment that keeps the listing’s notice`,
  confirmed: `${SILENCE_HOURS} hours after the start, if workspace has not said who came; once both have come, the end`,
  delivered: `${guarantee} after the scheduled end; none while the client’s bank is deciding`,
  claimed: `${claim} after the claim`,
  cancelled: 'as delivered, if the provider gets a part',
  refunded: 'as delivered, if the provider gets a part',
  released: 'none: this is the end of the story',
  lapsed: 'none: only a late payment moves it',
};

/** The states in which the provider's time is taken; the database's exclusion constraint names the same. */
export const OCCUPYING: readonly BookingState[] = ['reserved', 'offered', 'confirmed', 'delivered', 'claimed'];

/** A session that was paid for and came to something, or will. */
export const STANDING: readonly BookingState[] = ['confirmed', 'delivered', 'claimed', 'released'];

export function occupies(booking: Pick<Booking, 'state'>): boolean {
  return OCCUPYING.includes(booking.state);
}
