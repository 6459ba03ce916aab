/**
 * Who may touch a room: its two parties, and nobody else. To anybody else it does not exist. The one exception is the glass: one member
 * of staff asks, another agrees, and for an hour at most the first reads this one room.
 */

export type Side = 'client' | 'provider';

export interface Parties {
  readonly clientId: string;
  readonly providerId: string;
}

/** The side of an account in a room, or null when the room is somebody else's. */
export function sideOf(room: Parties, accountId: string): Side | null {
  if (accountId === room.clientId) return 'client';
  if (accountId === room.providerId) return 'provider';
  return null;
}

export function otherOf(room: Parties, accountId: string): string {
  return accountId === room.clientId ? room.providerId : room.clientId;
}

/** How long what was approved can be read at most, and what was asked can be approved. */
export const READABLE_MS = 60 * 60_000;
export const APPROVABLE_MS = 24 * 60 * 60_000;

export interface GlassKept {
  readonly askedBy: string;
  readonly approveBy: Date;
  readonly approvedBy: string | null;
  readonly closesAt: Date | null;
  readonly endedAt: Date | null;
}

/** Every check is made of the row and the time now: that it is over needs nobody to have ended it. */
export function stateOf(glass: GlassKept, now: Date): 'asked' | 'open' | 'ended' {
  if (glass.endedAt !== null) return 'ended';
  if (glass.closesAt !== null) return now < glass.closesAt ? 'open' : 'ended';
  return now < glass.approveBy ? 'asked' : 'ended';
}

export type No = 'own-request' | 'already-approved' | 'glass-over' | 'not-approved' | 'not-found';

/** Another member of staff than the one who asked, once, in time. */
export function mayApprove(glass: GlassKept, staffId: string, now: Date): No | null {
  if (staffId === glass.askedBy) return 'own-request';
  if (glass.approvedBy !== null) return 'already-approved';
  return stateOf(glass, now) === 'asked' ? null : 'glass-over';
}

/** The one who asked, and nobody else of staff: also not who approved. */
export function mayReadThrough(glass: GlassKept, staffId: string, now: Date): No | null {
  if (staffId !== glass.askedBy) return 'not-found';
  const state = stateOf(glass, now);
  if (state === 'open') return null;
  return state === 'asked' ? 'not-approved' : 'glass-over';
}

/** Either of the two. */
export function mayEnd(glass: GlassKept, staffId: string, now: Date): No | null {
  if (staffId !== glass.askedBy && staffId !== glass.approvedBy) return 'not-found';
  return stateOf(glass, now) === 'ended' ? 'glass-over' : null;
}
