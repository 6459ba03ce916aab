import { Controller } from '@nestjs/common';
import { type Call, Handle, traceparent } from '@sounding/bus';
import { type Bill, type Input, OpenBill, OpenBillOfRequest, type Output, refuse, ViewBill } from '@sounding/contracts';
import { money } from '@sounding/money';
import { Clock } from '@sounding/service';
import { termsAt } from '@sounding/terms';
import { seeBill } from '../may.ts';
import type { Tx } from '../tx.ts';
import { BillStore } from './bill.store.ts';
import { linesOf, refusalOf, shown } from './bill.ts';

@Controller()
export class BillHandlers {
  constructor(
    private readonly bills: BillStore,
    private readonly clock: Clock,
  ) {}

  @Handle(OpenBill)
  open(input: Input<typeof OpenBill>, call: Call<Tx>): Promise<Output<typeof OpenBill>> {
    return this.freeze(call.person(), input, call);
  }

  @Handle(OpenBillOfRequest)
  openForClient(input: Input<typeof OpenBillOfRequest>, call: Call<Tx>): Promise<Output<typeof OpenBillOfRequest>> {
    return this.freeze(input.clientId, input, call);
  }

  private async freeze(clientId: string, input: Input<typeof OpenBill>, call: Call<Tx>): Promise<Bill> {
    const madeAt = this.clock.now();
    const terms = termsAt(madeAt);
    const price = money(input.price.minor, input.price.currency);
    const refused = refusalOf({ price, providerId: input.providerId }, clientId, terms);
    if (refused) throw refused;
    const { bookingId, providerId, listingId, mode } = input;
    const draft = {
      bookingId,
      clientId,
      providerId,
      listingId,
      mode,
      startsAt: new Date(input.startsAt),
      endsAt: new Date(input.endsAt),
      expiresAt: new Date(input.expiresAt),
      lines: linesOf(price, terms),
      termsVersion: terms.version,
      madeAt,
    };
    return call.commit(async (tx) => {
      const bill = await this.bills.open(tx, draft, traceparent());
      if (!seeBill(clientId, bill)) throw refuse(OpenBill, 'not-found', 'There is no such booking.');
      return shown(bill, madeAt);
    });
  }

  @Handle(ViewBill)
  async view(input: Input<typeof ViewBill>, call: Call): Promise<Output<typeof ViewBill>> {
    const bill = await this.bills.ofBooking(input.bookingId);
    if (!bill || !seeBill(call.person(), bill)) throw refuse(ViewBill, 'not-found', 'There is no such bill.');
    return shown(bill, this.clock.now());
  }
}
