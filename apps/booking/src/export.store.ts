/** What booking holds of a person: what they hired and were hired for, where they wait, and their schedule. */
import { Injectable } from '@nestjs/common';
import { byId, few, type Part } from '@sounding/service';
import { PrismaClient } from './generated/prisma/client.ts';

@Injectable()
export class Exported {
  constructor(private readonly db: PrismaClient) {}

  partsOf(me: string): Part[] {
    return [
      byId('bookings', async (behind, take) => {
        const rows = await this.db.booking.findMany({
          where: {
            ...behind,
            // What came to nothing before its client paid was never shown to the provider.
            OR: [
              { clientId: me },
              { providerId: me, OR: [{ confirmedAt: { not: null } }, { answerBy: { not: null } }] },
            ],
          },
          ...{ orderBy: { id: 'asc' }, take },
          omit: { clientId: true, version: true, deadline: true, occupiedFrom: true, occupiedTo: true },
        });
        return rows.map(({ providerId, ...row }) => ({ as: providerId === me ? 'provider' : 'client', ...row }));
      }),
      byId('waits', (behind, take) =>
        this.db.wait.findMany({
          ...{ where: { clientId: me, ...behind }, orderBy: { id: 'asc' }, take },
          omit: { clientId: true, providerId: true, place: true },
        }),
      ),
      few('schedule', () =>
        this.db.provider.findMany({ where: { id: me }, omit: { id: true, revision: true, published: true } }),
      ),
      few('calendar-feed', () => this.db.feed.findMany({ where: { accountId: me }, select: { madeAt: true } })),
      few('busy-calendars', () =>
        this.db.busyCalendar.findMany({
          ...{ where: { providerId: me }, orderBy: { addedAt: 'asc' } },
          select: { id: true, host: true, addedAt: true, readAt: true, problem: true },
        }),
      ),
    ];
  }
}
