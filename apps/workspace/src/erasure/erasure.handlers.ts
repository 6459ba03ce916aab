import { Controller } from '@nestjs/common';
import { Handle } from '@sounding/bus';
import { type Input, WorkspaceErased, WorkspaceErasePerson, WorkspaceWeighPerson } from '@sounding/contracts';
import { Erasing } from '@sounding/service';

@Controller()
export class ErasureHandlers {
  constructor(private readonly erasing: Erasing) {}

  @Handle(WorkspaceWeighPerson) weigh({ accountId }: Input<typeof WorkspaceWeighPerson>) {
    return this.erasing.weigh(accountId);
  }
  @Handle(WorkspaceErasePerson) erase({ accountId }: Input<typeof WorkspaceErasePerson>) {
    return this.erasing.erase(WorkspaceErasePerson, accountId);
  }
  @Handle(WorkspaceErased) erased({ after }: Input<typeof WorkspaceErased>) {
    return this.erasing.page(after);
  }
}
