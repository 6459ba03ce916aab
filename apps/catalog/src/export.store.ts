/** What catalog holds of a person: their profile and listings, what they wrote of others, and what others wrote of them. */
import { Injectable } from '@nestjs/common';
import { byId, few, type Part } from '@sounding/service';
import { PrismaClient } from './generated/prisma/client.ts';
import { Profiles } from './profile.store.ts';

@Injectable()
export class Exported {
  constructor(
    private readonly db: PrismaClient,
    private readonly profiles: Profiles,
  ) {}

  partsOf(me: string): Part[] {
    const decided = { id: true, verified: true, reason: true, at: true } as const;
    return [
      few('profile', async () => {
        const rows = await this.db.profile.findMany({ where: { accountId: me } });
        const [licenceNumber = null] = await this.profiles.numbers(rows);
        return rows.map(({ licenceNumberSealed: _, ...row }) => ({ ...row, licenceNumber }));
      }),
      few('credentials', () =>
        this.db.credential.findMany({ where: { providerId: me }, orderBy: { position: 'asc' } }),
      ),
      byId('licence-decisions', (behind, take) =>
        this.db.licenceDecision.findMany({
          ...{ where: { providerId: me, ...behind }, orderBy: { id: 'asc' }, take },
          select: decided,
        }),
      ),
      byId('credential-decisions', (behind, take) =>
        this.db.credentialDecision.findMany({
          ...{ where: { providerId: me, ...behind }, orderBy: { id: 'asc' }, take },
          select: { ...decided, title: true, issuer: true, year: true },
        }),
      ),
      byId('listings', (behind, take) =>
        this.db.listing.findMany({ where: { providerId: me, ...behind }, orderBy: { id: 'asc' }, take }),
      ),
      byId('reviews-you-wrote', (behind, take) =>
        this.db.review.findMany({
          ...{ where: { clientId: me, ...behind }, orderBy: { id: 'asc' }, take },
          omit: { providerId: true, clientId: true },
        }),
      ),
      byId('reviews-of-you', (behind, take) =>
        this.db.review.findMany({
          // What waits for its day, or was hidden, has not been shown to them.
          ...{ where: { providerId: me, shown: true, hidden: false, ...behind }, orderBy: { id: 'asc' }, take },
          select: { id: true, stars: true, text: true, alias: true, at: true, answer: true, answeredAt: true },
        }),
      ),
    ];
  }
}
