/** What may become of a claim. Booking's word is final: it holds the deadline and moves the money. */

export interface Claim {
  readonly state: 'open' | 'decided' | 'upheld-by-clock';
  /** Minor units. */
  readonly most: number;
  readonly decideBy: Date;
  readonly toClient: number | null;
  readonly decidedAt: Date | null;
}

/** Why staff may not decide it so, or null when they may. */
export function whyNotDecide(claim: Claim, toClient: number, now: Date): 'already-decided' | 'more-than-price' | null {
  if (claim.state !== 'open' || now >= claim.decideBy) return 'already-decided';
  return toClient > claim.most ? 'more-than-price' : null;
}

export interface End {
  readonly state: 'decided' | 'upheld-by-clock';
  readonly toClient: number;
  readonly decidedAt: Date;
  /** Whether the reason that staff gave still stands. */
  readonly asStaffSaid: boolean;
}

/**
 * What booking's closing makes of a claim. By the clock, it is upheld, even if staff decided in the very last moment and
 * too late for booking. By staff, it stays as staff decided it.
 */
export function closed(claim: Claim, by: 'staff' | 'clock', toClient: number, at: Date): End {
  return by === 'clock'
    ? { state: 'upheld-by-clock', toClient, decidedAt: at, asStaffSaid: false }
    : { state: 'decided', toClient, decidedAt: claim.decidedAt ?? at, asStaffSaid: true };
}
