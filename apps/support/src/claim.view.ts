import type { ClaimView } from '@sounding/contracts';
import { stored } from '@sounding/money';
import type { Sealer } from '@sounding/service';
import type { Claim } from './generated/prisma/client.ts';

/** A claim as both sides and staff read it. */
export function claimView(row: Claim, sealer: Sealer): ClaimView {
  return {
    id: row.id,
    bookingId: row.bookingId,
    ticketId: row.ticketId,
    // The database's own checks hold this word to the contract's.
    state: row.state as ClaimView['state'],
    most: stored(row.mostMinor, row.currency),
    decideBy: row.decideBy.toISOString(),
    toClient: row.toClientMinor === null ? null : stored(row.toClientMinor, row.currency),
    reason: row.reason && sealer.open('reason', row.reason),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
