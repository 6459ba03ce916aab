/** Which picture a provider shows. The files themselves are the door's to make, store and remove. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { GrantPicture, type Input, KeepPicture, type Output, type RemovePicture, refuse } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { type Asked, lockProfile } from './tx.store.ts';

const GRANT_MS = 60_000;

@Injectable()
export class Pictures {
  constructor(private readonly clock: Clock) {}

  async grant(call: Asked): Promise<Output<typeof GrantPicture>> {
    const accountId = call.person();
    return call.commit(async (tx) => {
      const now = this.clock.now();
      if (!(await lockProfile(tx, accountId))) {
        throw refuse(GrantPicture, 'no-profile', 'Write your provider profile first; a picture hangs on it.');
      }
      await tx.pictureGrant.deleteMany({ where: { accountId, expiresAt: { lte: now } } });
      const expiresAt = new Date(now.getTime() + GRANT_MS);
      const { pictureId } = await tx.pictureGrant.create({ data: { pictureId: randomUUID(), accountId, expiresAt } });
      return {
        pictureId,
        object: `pictures/${pictureId}`,
        type: 'image/webp',
        name: 'picture.webp',
        expiresAt: expiresAt.toISOString(),
      };
    });
  }

  /** A grant is used once; two pictures sent at the same moment are shown one after the other, and the first is then gone. */
  async keep({ pictureId }: Input<typeof KeepPicture>, call: Asked): Promise<Output<typeof KeepPicture>> {
    const accountId = call.person();
    return call.commit(async (tx) => {
      const had = await lockProfile(tx, accountId);
      const { count } = await tx.pictureGrant.deleteMany({
        where: { pictureId, accountId, expiresAt: { gt: this.clock.now() } },
      });
      if (!had || count === 0) {
        throw refuse(KeepPicture, 'grant-over', 'This took longer than a minute. Please send the picture again.');
      }
      await tx.profile.update({ where: { accountId }, data: { picture: pictureId } });
      return { pictureId, gone: had.picture };
    });
  }

  async remove(call: Asked): Promise<Output<typeof RemovePicture>> {
    const accountId = call.person();
    return call.commit(async (tx) => {
      const had = await lockProfile(tx, accountId);
      if (had?.picture) await tx.profile.update({ where: { accountId }, data: { picture: null } });
      return { gone: had?.picture ?? null };
    });
  }
}
