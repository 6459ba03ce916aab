/** What booking holds of a person: bookings stay, because they belong to the books; hours, calendars and waits go. */
import { Injectable } from '@nestjs/common';
import { forgetAnswersAbout } from '@sounding/bus';
import type { Erased, Obstacle, Weighed } from '@sounding/contracts';
import { counted, type Eraser, Keyring, ownerOf } from '@sounding/service';
import { keptUntilOf } from '@sounding/terms';
import { bookingOf } from '../booking/booking.rows.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { obstacleOf, strippedOffer } from './leaving.ts';

type Tx = Prisma.TransactionClient;

const NEVER = new Date(0);
/** Obstacles that are told; whoever has more sees the next ones when these are gone. */
const MOST_TOLD = 50;

const of = (accountId: string) => ({ OR: [{ clientId: accountId }, { providerId: accountId }] });

@Injectable()
export class BookingEraser implements Eraser<Tx> {
  constructor(private readonly keyring: Keyring) {}

  async weigh(tx: Tx, accountId: string): Promise<Weighed> {
    const rows = await tx.booking.findMany({
      where: { ...of(accountId), NOT: { state: { in: ['released', 'lapsed'] }, dispute: { equals: Prisma.DbNull } } },
      orderBy: { startsAt: 'asc' },
      take: 1_000,
    });
    const all = rows.map((row) => obstacleOf(bookingOf(row))).filter((one): one is Obstacle => one !== null);
    const inTheWay = all.slice(0, MOST_TOLD);
    return { inTheWay, ...(await this.held(tx, accountId)) };
  }

  async erase(tx: Tx, accountId: string): Promise<Erased> {
    const held = await this.held(tx, accountId);
    const rows = await tx.booking.findMany({ where: of(accountId) });
    for (const row of rows) {
      const side = row.clientId === accountId ? 'client' : 'provider';
      const offer = { ...strippedOffer(bookingOf(row).offer, side) } as unknown as Prisma.InputJsonObject;
      await tx.booking.update({ where: { id: row.id }, data: { offer } });
    }
    await forgetAnswersAbout(
      tx,
      rows.map(({ id }) => id),
    );
    await tx.feed.deleteMany({ where: { accountId } });
    const calendars = await tx.busyCalendar.findMany({ where: { providerId: accountId }, select: { id: true } });
    for (const { id } of calendars) await this.keyring.destroy(tx, ownerOf('busy-calendar', id));
    await tx.busyCalendar.deleteMany({ where: { providerId: accountId } });
    await tx.provider.deleteMany({ where: { id: accountId } });
    await tx.$queryRaw`SELECT forget_waits(${accountId}::uuid, ${NEVER}::timestamptz)`;
    // Another client's wait for this provider has the provider's words in it.
    const waits = await tx.wait.findMany({ where: { providerId: accountId } });
    for (const { id, offer } of waits) {
      const bare = { ...strippedOffer(offer as never, 'provider') } as unknown as Prisma.InputJsonObject;
      await tx.wait.update({ where: { id }, data: { offer: bare } });
    }
    return held;
  }

  private async held(tx: Tx, accountId: string): Promise<Erased> {
    const { _count: bookings, _max } = await tx.booking.aggregate({
      where: of(accountId),
      _count: true,
      _max: { endsAt: true },
    });
    const until = _max.endsAt && keptUntilOf('booking.bookings', _max.endsAt);
    const own = await Promise.all([
      tx.feed.count({ where: { accountId } }),
      tx.busyCalendar.count({ where: { providerId: accountId } }),
      tx.provider.count({ where: { id: accountId } }),
    ]);
    const waits = await tx.wait.count({ where: { clientId: accountId } });
    return {
      goes: counted([
        { rule: 'booking.calendars', count: own.reduce((all, one) => all + one, 0) },
        { rule: 'booking.waits', count: waits },
      ]),
      stays: counted([{ rule: 'booking.bookings', count: bookings, until: until?.toISOString() ?? null }]),
    };
  }
}
