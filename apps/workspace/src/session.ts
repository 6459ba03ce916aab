/** When the session of a room is open, who is there, and what counts as one stay. */

const SECOND = 1_000;
/** Gaps under two minutes are one stay: a page that reloads, a train in a tunnel. */
export const ONE_STAY_MS = 120 * SECOND;
/** A page beats every 15 s; after two that did not come the other side is shown as away. */
export const PRESENT_MS = 40 * SECOND;

export interface Times {
  readonly joinOpensAt: Date;
  readonly endsAt: Date;
  readonly closedAt: Date | null;
}

export type Doorway = 'open' | 'too-early' | 'too-late' | 'room-closed';

/** From the opening (fixed when it was booked) until the end, unless the booking was cancelled. */
export function doorway(room: Times, now: Date): Doorway {
  if (room.closedAt !== null) return 'room-closed';
  if (now < room.joinOpensAt) return 'too-early';
  if (now >= room.endsAt) return 'too-late';
  return 'open';
}

export interface Stay {
  readonly from: Date;
  readonly to: Date;
}

/** What a beat does to the newest stay: it goes on, or a new one begins. A beat from before it changes nothing. */
export function beat(last: Stay | null, at: Date): { stay: Stay; begins: boolean } {
  if (last === null || at.getTime() - last.to.getTime() >= ONE_STAY_MS) {
    return { stay: { from: at, to: at }, begins: true };
  }
  return { stay: { from: last.from, to: at > last.to ? at : last.to }, begins: false };
}

export function isPresent(lastBeatAt: Date | null, now: Date): boolean {
  return lastBeatAt !== null && now.getTime() - lastBeatAt.getTime() < PRESENT_MS;
}
