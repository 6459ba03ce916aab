/** What workspace holds of a person: what they wrote goes, and when they came; what the other side wrote is the other side's. */
import { Injectable } from '@nestjs/common';
import type { Erased, Weighed } from '@sounding/contracts';
import { counted, type Eraser, Keyring, ownerOf } from '@sounding/service';
import { keptUntilOf } from '@sounding/terms';
import type { Prisma } from '../generated/prisma/client.ts';

type Tx = Prisma.TransactionClient;

@Injectable()
export class WorkspaceEraser implements Eraser<Tx> {
  constructor(private readonly keyring: Keyring) {}

  /** Whether a session is still to come, booking says. */
  async weigh(tx: Tx, accountId: string): Promise<Weighed> {
    return { inTheWay: [], ...(await this.held(tx, accountId)) };
  }

  /** Each side of a room has a key of its own. A message keeps its number, so that the other side's stay where they are. */
  async erase(tx: Tx, accountId: string, now: Date): Promise<Erased> {
    const held = await this.held(tx, accountId);
    const parties = await tx.party.findMany({ where: { accountId }, include: { room: true } });
    for (const { room } of parties) {
      const { bookingId } = room;
      await this.keyring.destroy(tx, ownerOf('room', `${bookingId}/${accountId}`));
      // Why staff opened the room; that they did stays.
      const glasses = await tx.glass.findMany({ where: { bookingId }, select: { id: true } });
      for (const { id } of glasses) await this.keyring.destroy(tx, ownerOf('glass', id));
      await tx.message.updateMany({
        where: { bookingId, fromId: accountId },
        data: { sealed: new Uint8Array(), sentKey: null },
      });
      await tx.stay.deleteMany({ where: { bookingId, accountId } });
      await tx.party.update({
        where: { bookingId_accountId: { bookingId, accountId } },
        data: { joinedAt: null, lastBeatAt: null, mailDueAt: null, mailedAt: null },
      });
      await tx.room.update({ where: { bookingId }, data: { closedAt: room.closedAt ?? now } });
    }
    return held;
  }

  private async held(tx: Tx, accountId: string): Promise<Erased> {
    const of = { OR: [{ clientId: accountId }, { providerId: accountId }] };
    const rooms = await tx.room.aggregate({ where: of, _count: true, _max: { endsAt: true } });
    const messages = await tx.message.count({ where: { fromId: accountId } });
    const stays = await tx.stay.count({ where: { accountId } });
    const glasses = await tx.glass.count({ where: { room: of } });
    const until = rooms._max.endsAt && keptUntilOf('workspace.rooms', rooms._max.endsAt);
    return {
      goes: counted([
        { rule: 'workspace.messages', count: messages },
        { rule: 'workspace.stays', count: stays },
      ]),
      stays: counted([
        { rule: 'workspace.rooms', count: rooms._count, until: until?.toISOString() ?? null },
        { rule: 'workspace.glasses', count: glasses, until: until?.toISOString() ?? null },
      ]),
    };
  }
}
