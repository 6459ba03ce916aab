import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import {
  CatalogErased,
  CatalogErasePerson,
  CatalogWeighPerson,
  type Input,
  WithdrawListings,
} from '@sounding/contracts';
import { Clock, Erasing } from '@sounding/service';
import type { Tx } from '../tx.store.ts';
import { CatalogEraser } from './eraser.store.ts';

@Controller()
export class ErasureHandlers {
  constructor(
    private readonly erasing: Erasing,
    private readonly eraser: CatalogEraser,
    private readonly clock: Clock,
  ) {}

  @Handle(CatalogWeighPerson) weigh({ accountId }: Input<typeof CatalogWeighPerson>) {
    return this.erasing.weigh(accountId);
  }
  @Handle(CatalogErasePerson) erase({ accountId }: Input<typeof CatalogErasePerson>) {
    return this.erasing.erase(CatalogErasePerson, accountId);
  }
  @Handle(CatalogErased) erased({ after }: Input<typeof CatalogErased>) {
    return this.erasing.page(after);
  }
  @Handle(WithdrawListings) withdraw({ accountId }: Input<typeof WithdrawListings>, call: Call<Tx>) {
    return call.commit((tx) => this.eraser.withdraw(tx, accountId, this.clock.now()));
  }
}
