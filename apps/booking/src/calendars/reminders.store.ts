/** Reminds both sides of a session, a day and an hour before; each reminder is sent once, in the commit that writes it down. */
import { Injectable } from '@nestjs/common';
import { Bus, emit } from '@sounding/bus';
import { BookingMail } from '@sounding/contracts';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Tx } from '../slots/slots.store.ts';

/** Minutes before the start, the longest first. */
export const LEADS = [24 * 60, 60] as const;
const [DAY_BEFORE, HOUR_BEFORE] = LEADS;
const MINUTE_MS = 60_000;

export interface Due {
  readonly id: string;
  readonly startsAt: Date;
  readonly lead: number;
}

interface Fixed {
  readonly state: string;
  readonly starts_at: Date;
  readonly client_id: string;
  readonly provider_id: string;
  readonly terms_version: string;
}

@Injectable()
export class Reminders {
  constructor(
    private readonly database: PrismaClient,
    private readonly bus: Bus,
  ) {}

  /**
   * What is to be sent now. When we slept past the day before, only the hour before is sent; who booked after a reminder's
   * time needs none.
   */
  async due(now: Date, limit: number): Promise<Due[]> {
    const lead = Prisma.sql`CASE WHEN b.starts_at <= ${later(now, HOUR_BEFORE)} THEN ${HOUR_BEFORE}::int ELSE ${DAY_BEFORE}::int END`;
    return this.database.$queryRaw<Due[]>`
      SELECT b.id, b.starts_at AS "startsAt", l.lead FROM booking b CROSS JOIN LATERAL (SELECT ${lead} AS lead) l
      WHERE b.state = 'confirmed' AND b.starts_at > ${now} AND b.starts_at <= ${later(now, DAY_BEFORE)}
        AND b.confirmed_at <= b.starts_at - l.lead * interval '1 minute'
        AND NOT EXISTS (SELECT 1 FROM reminder r
          WHERE r.booking_id = b.id AND r.starts_at = b.starts_at AND r.lead_minutes = l.lead)
      ORDER BY b.starts_at LIMIT ${limit}`;
  }

  /** When the next session comes within a lead; null when none is known. */
  async next(now: Date): Promise<Date | null> {
    const firsts = LEADS.map(
      (lead) => Prisma.sql`(SELECT min(starts_at) - ${lead}::int * interval '1 minute' FROM booking
        WHERE state = 'confirmed' AND starts_at > ${later(now, lead)})`,
    );
    const [row] = await this.database.$queryRaw<{ at: Date | null }[]>`SELECT least(${Prisma.join(firsts)}) AS at`;
    return row?.at ?? null;
  }

  /** Both mails and the note that they are sent, in one commit; nothing when another copy was faster or the booking moved on. */
  async send({ id, startsAt, lead }: Due, now: Date): Promise<void> {
    await this.bus.commit(async (tx: Tx) => {
      const [booking] = await tx.$queryRaw<Fixed[]>`
        SELECT state, starts_at, client_id, provider_id, terms_version FROM booking WHERE id = ${id}::uuid FOR SHARE`;
      if (booking?.state !== 'confirmed' || booking.starts_at.getTime() !== startsAt.getTime()) return;
      const { count } = await tx.reminder.createMany({
        data: [{ bookingId: id, startsAt, leadMinutes: lead, sentAt: now }],
        skipDuplicates: true,
      });
      if (count === 0) return;
      const start = startsAt.toISOString();
      for (const accountId of [booking.client_id, booking.provider_id]) {
        await emit(tx, BookingMail, {
          accountId,
          key: `${id}:booking-soon:${lead}:${start}:${accountId}`,
          template: 'booking-soon',
          data: { bookingId: id, startsAt: start, termsVersion: booking.terms_version },
          uselessAt: start,
        });
      }
    });
  }
}

function later(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * MINUTE_MS);
}
