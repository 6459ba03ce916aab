/** A booking as a row and back. Instants are timestamptz there and ISO text here. */
import { Bearer, BookingState, Currency, FrozenOffer, Outcome } from '@sounding/contracts';
import { stored } from '@sounding/money';
import { z } from 'zod';
import type { Booking as Row } from '../generated/prisma/client.ts';
import { type Booking, deadlineOf } from './facts.ts';

const Part = z.object({ minor: z.int().min(0), currency: Currency });
const SettlementShape = z.object({
  toClient: Part,
  feeToClient: Part,
  feeKept: Part,
  toProvider: Part,
  commission: Part,
});

const PackageShape = z.object({ id: z.string(), place: z.int(), of: z.int() });
const AnswerShape = z.enum(['accepted', 'declined', 'withdrawn', 'none']).nullable();
const DisputeShape = z.object({ openedAt: z.string(), evidenceBy: z.string().nullable() });
const GivenBackShape = z.array(z.object({ toClient: Part, bearer: Bearer, at: z.string() }));

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Throws on a row that no version of this program wrote: going on with it would be worse. */
export function bookingOf(row: Row): Booking {
  return {
    id: row.id,
    version: row.version,
    state: BookingState.parse(row.state),
    clientId: row.clientId,
    providerId: row.providerId,
    offer: FrozenOffer.parse(row.offer),
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    occupiedFrom: (row.occupiedFrom ?? row.startsAt).toISOString(),
    occupiedTo: (row.occupiedTo ?? row.endsAt).toISOString(),
    madeAt: row.madeAt.toISOString(),
    reservedUntil: row.reservedUntil.toISOString(),
    request: row.answerBy && { answerBy: row.answerBy.toISOString(), answer: AnswerShape.parse(row.answer) },
    package: PackageShape.nullable().parse(
      row.packageId && { id: row.packageId, place: row.packagePlace, of: row.packageOf },
    ),
    total: stored(row.totalMinor, row.currency),
    termsVersion: row.termsVersion,
    movedBy: z.enum(['client', 'provider']).nullable().parse(row.movedBy),
    confirmedAt: iso(row.confirmedAt),
    clientJoinedAt: iso(row.clientJoinedAt),
    providerJoinedAt: iso(row.providerJoinedAt),
    outcome: Outcome.nullable().parse(row.outcome),
    settlement: SettlementShape.nullable().parse(row.settlement),
    claimedAt: iso(row.claimedAt),
    decideBy: iso(row.decideBy),
    claimClosedBy: z.enum(['staff', 'clock']).nullable().parse(row.claimClosedBy),
    refundMadeAt: iso(row.refundMadeAt),
    releaseDecidedAt: iso(row.releaseDecidedAt),
    releasedAt: iso(row.releasedAt),
    dispute: DisputeShape.nullable().parse(row.dispute),
    chargedBack: stored(row.chargedBackMinor, row.currency),
    givenBack: GivenBackShape.parse(row.givenBack),
  };
}

/** What may change of a booking, under the names of its columns, for `move_booking`. */
export function rowOf(booking: Booking): Record<string, unknown> {
  return {
    id: booking.id,
    provider_id: booking.providerId,
    version: booking.version,
    state: booking.state,
    offer: booking.offer,
    reserved_until: booking.reservedUntil,
    total_minor: booking.total.minor,
    currency: booking.total.currency,
    terms_version: booking.termsVersion,
    starts_at: booking.startsAt,
    ends_at: booking.endsAt,
    occupied_from: booking.occupiedFrom,
    occupied_to: booking.occupiedTo,
    answer: booking.request?.answer ?? null,
    moved_by: booking.movedBy,
    confirmed_at: booking.confirmedAt,
    client_joined_at: booking.clientJoinedAt,
    provider_joined_at: booking.providerJoinedAt,
    outcome: booking.outcome,
    settlement: booking.settlement,
    claimed_at: booking.claimedAt,
    decide_by: booking.decideBy,
    claim_closed_by: booking.claimClosedBy,
    refund_made_at: booking.refundMadeAt,
    release_decided_at: booking.releaseDecidedAt,
    released_at: booking.releasedAt,
    dispute: booking.dispute,
    charged_back_minor: booking.chargedBack.minor,
    given_back: booking.givenBack,
    deadline: deadlineOf(booking),
  };
}
