/** What workspace holds of a person: their rooms with every message of both sides, and when they were there. */
import { Injectable } from '@nestjs/common';
import { few, Keyring, type Part, shownText } from '@sounding/service';
import { PrismaClient } from './generated/prisma/client.ts';
import { whereIs } from './room.store.ts';

@Injectable()
export class Exported {
  constructor(
    private readonly db: PrismaClient,
    private readonly keyring: Keyring,
  ) {}

  partsOf(me: string): Part[] {
    const mine = { OR: [{ clientId: me }, { providerId: me }] };
    return [
      few('rooms', async () => {
        const rows = await this.db.room.findMany({ where: mine, orderBy: { bookingId: 'asc' } });
        return rows.map(({ bookingId, providerId, startsAt, endsAt, openedAt, closedAt }) => ({
          ...{ bookingId, as: providerId === me ? 'provider' : 'client', startsAt, endsAt, openedAt, closedAt },
        }));
      }),
      this.messages(me),
      few('rooms-opened-by-staff', () =>
        this.db.glass.findMany({
          ...{ where: { openedAt: { not: null }, room: mine }, orderBy: { openedAt: 'asc' } },
          select: { bookingId: true, openedAt: true, closesAt: true, endedAt: true },
        }),
      ),
      few('times-you-were-there', () =>
        this.db.stay.findMany({
          ...{ where: { accountId: me }, orderBy: { fromAt: 'asc' } },
          select: { bookingId: true, fromAt: true, toAt: true },
        }),
      ),
    ];
  }

  /** In the order of room and number. Of the other side it is what was sent to this person. */
  private messages(me: string): Part {
    return {
      name: 'messages',
      read: async (after, take) => {
        const [bookingId = '', number = '0'] = after?.split('/') ?? [];
        const behind =
          after === null
            ? {}
            : { OR: [{ bookingId: { gt: bookingId } }, { bookingId, number: { gt: Number(number) } }] };
        const rows = await this.db.message.findMany({
          where: { AND: [{ room: { OR: [{ clientId: me }, { providerId: me }] } }, behind] },
          orderBy: [{ bookingId: 'asc' }, { number: 'asc' }],
          ...{ take, include: { room: true } },
        });
        const texts = await this.keyring.openAll(rows.map((row) => ({ ...whereIs(row), bytes: row.sealed })));
        return rows.map(({ room, ...row }, at) => ({
          key: `${row.bookingId}/${row.number}`,
          row: {
            ...{ bookingId: row.bookingId, number: row.number, at: row.at },
            from: row.fromId === me ? 'you' : row.fromId === room.providerId ? 'your provider' : 'your client',
            text: shownText(texts[at] ?? ''),
          },
        }));
      },
    };
  }
}
