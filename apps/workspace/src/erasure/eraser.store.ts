/** What workspace holds of a person: what they wrote goes, and when they came; what the other side wrote is the other side's. */
import { Injectable } from '@nestjs/common';
import type { Erased, Weighed } from '@sounding/contracts';
import { counted, type Eraser } from '@sounding/service';
import { keptUntilOf } from '@sounding/terms';
import type { Prisma } from '../generated/prisma/client.ts';
import { DataKeys, ERASED_WORDS } from '../room.crypto.ts';

type Tx = Prisma.TransactionClient;

@Injectable()
export class WorkspaceEraser implements Eraser<Tx> {
  constructor(private readonly keys: DataKeys) {}

  /** Whether a session is still to come, booking says. */
  async weigh(tx: Tx, accountId: string): Promise<Weighed> {
    return { inTheWay: [], ...(await this.held(tx, accountId)) };
  }

  /** A message keeps its number, so that the other side's stay where they are. A room that nobody is left of loses its key. */
  async erase(tx: Tx, accountId: string, now: Date): Promise<Erased> {
    const held = await this.held(tx, accountId);
    const parties = await tx.party.findMany({ where: { accountId }, include: { room: true } });
    for (const { room } of parties) {
      const key = this.keys.of(room.bookingId, room.wrappedKey);
      const theirs = await tx.message.findMany({
        where: { bookingId: room.bookingId, fromId: accountId },
        select: { id: true, number: true },
      });
      for (const { id, number } of theirs) {
        await tx.message.update({ where: { id }, data: { sealed: key.seal(number, ERASED_WORDS), sentKey: null } });
      }
      await tx.stay.deleteMany({ where: { bookingId: room.bookingId, accountId } });
      await tx.party.update({
        where: { bookingId_accountId: { bookingId: room.bookingId, accountId } },
        data: { joinedAt: null, lastBeatAt: null, mailDueAt: null, mailedAt: null },
      });
      await tx.room.update({ where: { bookingId: room.bookingId }, data: { closedAt: room.closedAt ?? now } });
      const other = accountId === room.clientId ? room.providerId : room.clientId;
      const gone = await tx.erasedPerson.count({ where: { accountId: other } });
      if (gone > 0) await this.empty(tx, room.bookingId);
    }
    return held;
  }

  private async empty(tx: Tx, bookingId: string): Promise<void> {
    await tx.message.deleteMany({ where: { bookingId } });
    await tx.room.update({ where: { bookingId }, data: { wrappedKey: this.keys.newKey(bookingId) } });
  }

  private async held(tx: Tx, accountId: string): Promise<Erased> {
    const of = { OR: [{ clientId: accountId }, { providerId: accountId }] };
    const rooms = await tx.room.aggregate({ where: of, _count: true, _max: { endsAt: true } });
    const messages = await tx.message.count({ where: { fromId: accountId } });
    const stays = await tx.stay.count({ where: { accountId } });
    const until = rooms._max.endsAt && keptUntilOf('workspace.rooms', rooms._max.endsAt);
    return {
      goes: counted([
        { rule: 'workspace.messages', count: messages },
        { rule: 'workspace.stays', count: stays },
      ]),
      stays: counted([{ rule: 'workspace.rooms', count: rooms._count, until: until?.toISOString() ?? null }]),
    };
  }
}
