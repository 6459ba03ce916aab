/** Whether a reason that was said covers what is about to be read. Pure. */
import type { LookedAt } from '@sounding/contracts';

const HOUR = 3_600_000;
/** How long a reason that was said opens what it is about. */
export const GOOD_FOR_MS = HOUR;
/** Somebody whose ticket was closed may still write back, and staff look whether all is well. */
const AFTER_CLOSING_MS = 14 * 24 * HOUR;

export interface Looking {
  readonly staffId: string;
  readonly what: LookedAt;
  readonly looks: readonly { readonly personId: string; readonly objectId: string }[];
  readonly at: Date;
}
export interface TicketInHand {
  readonly id: string;
  readonly accountId: string | null;
  readonly bookingId: string | null;
  readonly state: string;
  readonly changedAt: Date;
}
export interface SaidReason {
  readonly staffId: string;
  readonly what: string;
  readonly objectId: string;
  readonly reason: string;
  readonly until: Date;
}

/** What a reason is said about opens these. */
const OPENS: Readonly<Record<string, readonly LookedAt[]>> = {
  booking: ['booking', 'money', 'documents'],
  review: ['review'],
};

/**
 * A ticket covers itself, the booking it is about, and the bookings of the person who wrote it. Names are covered where `known`, the
 * persons read under the same reason, holds them all.
 */
export function ticketCovers(ticket: TicketInHand, { what, looks, at }: Looking, known: ReadonlySet<string>): boolean {
  if (what === 'ticket') return looks.every(({ objectId }) => objectId === ticket.id);
  if (ticket.state === 'closed' && at.getTime() - ticket.changedAt.getTime() > AFTER_CLOSING_MS) return false;
  if (what === 'name') return looks.every(({ personId }) => personId === ticket.accountId || known.has(personId));
  if (what !== 'booking' && what !== 'money' && what !== 'documents') return false;
  return (
    looks.every(({ objectId }) => objectId === ticket.bookingId) ||
    looks.some(({ personId }) => personId === ticket.accountId)
  );
}

export function reasonCovers(
  said: SaidReason,
  { staffId, what, looks, at }: Looking,
  known: ReadonlySet<string>,
): boolean {
  if (said.staffId !== staffId || at >= said.until) return false;
  if (what === 'name') return looks.every(({ personId }) => known.has(personId));
  return OPENS[said.what]?.includes(what) === true && looks.every(({ objectId }) => objectId === said.objectId);
}

/** A duty opens one kind of thing, and nothing but the very object that waits. */
const DUTIES: Readonly<Record<string, readonly LookedAt[]>> = {
  'licence-check': ['licence'],
  'credential-check': ['credential'],
  'two-agreed': ['booking', 'messages'],
};

export function dutyCovers(duty: string, of: string, { what, looks }: Looking): boolean {
  if (DUTIES[duty]?.includes(what) !== true) return false;
  return duty === 'two-agreed' || looks.every(({ objectId }) => objectId === of);
}
