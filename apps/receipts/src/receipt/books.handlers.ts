/** What receipts says of bookings' documents, for support to compare with billing's books. */
import { Controller } from '@nestjs/common';
import { Handle } from '@sounding/bus';
import { type Input, type Output, ReceiptBooks } from '@sounding/contracts';
import { ReceiptStore } from './receipt.store.ts';

@Controller()
export class ReceiptBooksHandlers {
  constructor(private readonly store: ReceiptStore) {}

  @Handle(ReceiptBooks)
  async books({ bookingIds }: Input<typeof ReceiptBooks>): Promise<Output<typeof ReceiptBooks>> {
    const documents = await this.store.ofBookings(bookingIds);
    return {
      rows: [...Map.groupBy(documents, ({ receipt }) => receipt.bookingId)].map(([bookingId, all]) => ({
        bookingId,
        documents: all.map(({ receipt, rendered }) => ({ kind: receipt.kind, total: receipt.total, rendered })),
      })),
    };
  }
}
