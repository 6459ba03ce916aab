/** Who may touch a room: its two parties, and nobody else. To anybody else it does not exist. */

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
