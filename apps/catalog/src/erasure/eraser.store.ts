/** What catalog holds of a person: what they offer, and what they wrote about others. Nothing here is ever in the way. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type Erased,
  type Output,
  PICTURE_SIDES,
  pictureObject,
  type Weighed,
  type WithdrawListings,
} from '@sounding/contracts';
import { counted, type Eraser, Keyring, ownerOf } from '@sounding/service';
import type { ObjectStore } from '@sounding/storage';
import { sayChanged } from '../changed.bus.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { lockProfile, type Tx } from '../tx.store.ts';

export const OBJECTS = Symbol('objects');

@Injectable()
export class CatalogEraser implements Eraser<Tx> {
  constructor(
    private readonly db: PrismaClient,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    private readonly keyring: Keyring,
  ) {}

  async weigh(tx: Tx, accountId: string): Promise<Weighed> {
    return { inTheWay: [], ...(await this.held(tx, accountId)) };
  }

  /** The files of a picture go first: afterwards no row knows their names. */
  async before(accountId: string): Promise<void> {
    const profile = await this.db.profile.findUnique({ where: { accountId }, include: { grants: true } });
    if (!profile) return;
    const ids = [profile.picture, ...profile.grants.map(({ pictureId }) => pictureId)];
    for (const id of ids) {
      if (id === null) continue;
      for (const side of PICTURE_SIDES) await this.objects.delete(pictureObject(id, side));
    }
  }

  async erase(tx: Tx, accountId: string, now: Date): Promise<Erased> {
    const held = await this.held(tx, accountId);
    await this.withdraw(tx, accountId, now);
    await tx.$queryRaw`SELECT erase_person(${accountId}::uuid)::text`;
    await this.keyring.destroy(tx, ownerOf('person', accountId));
    return held;
  }

  /** Takes every published listing back; booking hears it and offers no time any more. */
  async withdraw(tx: Tx, accountId: string, now: Date): Promise<Output<typeof WithdrawListings>> {
    const profile = await lockProfile(tx, accountId);
    const published = await tx.listing.findMany({ where: { providerId: accountId, state: 'published' } });
    for (const { id } of published) {
      const row = await tx.listing.update({ where: { id }, data: { state: 'draft', changedAt: now } });
      await sayChanged(tx, row, profile?.licence ?? 'none');
    }
    return { withdrawn: published.length };
  }

  private async held(tx: Tx, accountId: string): Promise<Erased> {
    const profile = await tx.profile.count({ where: { accountId } });
    const ofThem = await tx.review.count({ where: { providerId: accountId } });
    const theirs = await tx.review.count({ where: { clientId: accountId } });
    return {
      goes: counted([
        { rule: 'catalog.profile', count: profile },
        { rule: 'catalog.reviews-of-you', count: ofThem },
      ]),
      stays: counted([{ rule: 'catalog.reviews', count: theirs, until: null }]),
    };
  }
}
