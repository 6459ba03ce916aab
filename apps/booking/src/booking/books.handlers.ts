/** What booking says of its bookings, for support to compare with billing's books. */
import { Controller } from '@nestjs/common';
import { Handle } from '@sounding/bus';
import { BookingBooks, type Input, type Output } from '@sounding/contracts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { bookingOf } from './booking.rows.ts';
import { backToClient } from './facts.ts';

@Controller()
export class BookingBooksHandlers {
  constructor(private readonly database: PrismaClient) {}

  @Handle(BookingBooks)
  async books({ bookingIds }: Input<typeof BookingBooks>): Promise<Output<typeof BookingBooks>> {
    const rows = await this.database.booking.findMany({ where: { id: { in: bookingIds } }, orderBy: { id: 'asc' } });
    return {
      rows: rows.map(bookingOf).map((booking) => ({
        bookingId: booking.id,
        state: booking.state,
        total: booking.total,
        refunded: backToClient(booking),
        released: booking.releasedAt !== null,
      })),
    };
  }
}
