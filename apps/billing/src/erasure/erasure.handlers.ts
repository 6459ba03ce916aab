import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { BillingErased, BillingErasePerson, BillingWeighPerson, type Input, SettleProvider } from '@sounding/contracts';
import { Clock, Erasing } from '@sounding/service';
import { AccountStore } from '../payout/account.store.ts';
import type { Tx } from '../tx.ts';

@Controller()
export class ErasureHandlers {
  constructor(
    private readonly erasing: Erasing,
    private readonly accounts: AccountStore,
    private readonly clock: Clock,
  ) {}

  @Handle(BillingWeighPerson) weigh({ accountId }: Input<typeof BillingWeighPerson>) {
    return this.erasing.weigh(accountId);
  }
  @Handle(BillingErasePerson) erase({ accountId }: Input<typeof BillingErasePerson>) {
    return this.erasing.erase(BillingErasePerson, accountId);
  }
  @Handle(BillingErased) erased({ after }: Input<typeof BillingErased>) {
    return this.erasing.page(after);
  }
  @Handle(SettleProvider) async settle({ accountId, leaving }: Input<typeof SettleProvider>, call: Call<Tx>) {
    await call.commit((tx) => this.accounts.leaving(tx, accountId, leaving ? this.clock.now() : null));
    return {};
  }
}
