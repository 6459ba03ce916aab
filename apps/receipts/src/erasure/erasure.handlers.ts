import { Controller } from '@nestjs/common';
import { Handle } from '@sounding/bus';
import { type Input, ReceiptsErased, ReceiptsErasePerson, ReceiptsWeighPerson } from '@sounding/contracts';
import { Erasing } from '@sounding/service';

@Controller()
export class ErasureHandlers {
  constructor(private readonly erasing: Erasing) {}

  @Handle(ReceiptsWeighPerson) weigh({ accountId }: Input<typeof ReceiptsWeighPerson>) {
    return this.erasing.weigh(accountId);
  }
  @Handle(ReceiptsErasePerson) erase({ accountId }: Input<typeof ReceiptsErasePerson>) {
    return this.erasing.erase(ReceiptsErasePerson, accountId);
  }
  @Handle(ReceiptsErased) erased({ after }: Input<typeof ReceiptsErased>) {
    return this.erasing.page(after);
  }
}
