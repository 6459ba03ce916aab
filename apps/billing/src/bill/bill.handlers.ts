import { Controller } from '@nestjs/common';
import { type Call, Handle, traceparent } from '@sounding/bus';
import {
  type Bill,
  type BilledSession,
  type Input,
  OpenBill,
  OpenBillOfRequest,
  type Output,
  refuse,
  ViewBill,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { Clock } from '@sounding/service';
import { termsAt } from '@sounding/terms';
import type { z } from 'zod';
import { seeBill } from '../may.ts';
import type { Tx } from '../tx.ts';
import { BillStore, type Draft } from './bill.store.ts';
import { linesOf, refusalOf, type Several, shown } from './bill.ts';

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
    const { bookingId, providerId, listingId, mode, more = [] } = input;
    const common = { clientId, providerId, listingId, mode, expiresAt: new Date(input.expiresAt), madeAt };
    const draft = (session: z.infer<typeof BilledSession>, place: number): Draft => ({
      ...common,
      bookingId: session.bookingId,
      packageId: more.length > 0 ? bookingId : null,
      place,
      startsAt: new Date(session.startsAt),
      endsAt: new Date(session.endsAt),
      lines: linesOf(price, terms, place),
      termsVersion: terms.version,
    });
    return call.commit(async (tx) => {
      const drafts: Several<Draft> = [draft(input, 0), ...more.map((session, index) => draft(session, index + 1))];
      const bills = await this.bills.open(tx, drafts, traceparent());
      if (!seeBill(clientId, bills[0])) throw refuse(OpenBill, 'not-found', 'There is no such booking.');
      return shown(bills, madeAt);
    });
  }

  @Handle(ViewBill)
  async view(input: Input<typeof ViewBill>, call: Call): Promise<Output<typeof ViewBill>> {
    const bills = await this.bills.whole(input.bookingId);
    if (!bills || !seeBill(call.person(), bills[0])) throw refuse(ViewBill, 'not-found', 'There is no such bill.');
    return shown(bills, this.clock.now());
  }
}
