/** What staff may do with documents: see a booking's without names, and mail one again. */
import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { type Input, type Output, Receipt, Resend, refuse, StaffReceipts } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { MailingStore } from '../mailing/mailing.store.ts';
import { discreet } from './discreet.ts';
import type { Tx } from './issue.store.ts';
import { ReceiptStore } from './receipt.store.ts';

/** Of one document within a day. */
const MOST_A_DAY = 3;

/** Staff help with money and need neither names nor what was sold. */
function nameless(receipt: Receipt): Receipt {
  const { clientZone: _zone, ...rest } = discreet(receipt);
  return { ...rest, mode: receipt.mode, clientName: 'Client', providerName: 'Provider' };
}

@Controller()
export class StaffReceiptHandlers {
  constructor(
    private readonly store: ReceiptStore,
    private readonly mailing: MailingStore,
    private readonly clock: Clock,
  ) {}

  @Handle(StaffReceipts)
  async forStaff(input: Input<typeof StaffReceipts>): Promise<Output<typeof StaffReceipts>> {
    const all = await this.store.ofBooking(input.bookingId);
    return { receipts: all.filter(({ replaced }) => !replaced).map(({ receipt }) => nameless(receipt)) };
  }

  @Handle(Resend)
  async resend({ receiptId, reason }: Input<typeof Resend>, call: Call<Tx>): Promise<Output<typeof Resend>> {
    const staffId = call.person();
    const kept = await this.store.find(receiptId);
    const receipt = Receipt.safeParse(kept?.document);
    if (!kept || !receipt.success) throw refuse(Resend, 'not-found', 'There is no such receipt.');
    if (kept.erased)
      throw refuse(Resend, 'not-found', 'The account of this receipt was erased: there is nobody to mail it to.');
    return call.commit(async (tx) => {
      const again = await this.mailing.again(tx, receipt.data, {
        staffId,
        reason,
        at: this.clock.now(),
        most: MOST_A_DAY,
      });
      if (again === null) {
        throw refuse(
          Resend,
          'resent-too-often',
          `This document was sent again ${MOST_A_DAY} times within a day already.`,
        );
      }
      return { number: receipt.data.number, times: again };
    });
  }
}
