import type { ClaimView } from '@sounding/contracts';
import { stored } from '@sounding/money';
import type { Claim } from './generated/prisma/client.ts';

/** A claim as both sides and staff read it; `reason` is its row's, opened. */
export function claimView(row: Claim, reason: string | null): ClaimView {
  return {
    id: row.id,
    bookingId: row.bookingId,
    ticketId: row.ticketId,
    // The database's own checks hold this word to the contract's.
    state: row.state as ClaimView['state'],
    most: stored(row.mostMinor, row.currency),
    decideBy: row.decideBy.toISOString(),
    toClient: row.toClientMinor === null ? null : stored(row.toClientMinor, row.currency),
    reason,
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
