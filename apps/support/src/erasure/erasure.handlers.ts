import { Controller } from '@nestjs/common';
import { Handle } from '@sounding/bus';
import { type Input, SupportErased, SupportErasePerson, SupportWeighPerson } from '@sounding/contracts';
import { Erasing } from '@sounding/service';

@Controller()
export class ErasureHandlers {
  constructor(private readonly erasing: Erasing) {}

  @Handle(SupportWeighPerson) weigh({ accountId }: Input<typeof SupportWeighPerson>) {
    return this.erasing.weigh(accountId);
  }
  @Handle(SupportErasePerson) erase({ accountId }: Input<typeof SupportErasePerson>) {
    return this.erasing.erase(SupportErasePerson, accountId);
  }
  @Handle(SupportErased) erased({ after }: Input<typeof SupportErased>) {
    return this.erasing.page(after);
  }
}
