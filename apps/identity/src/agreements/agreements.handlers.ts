/** What people agreed to, one line a contract. */
import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { AcceptDocument, type Input, MyAgreements } from '@sounding/contracts';
import { Agreements } from './agreements.store.ts';

@Controller()
export class AgreementHandlers {
  constructor(private readonly agreements: Agreements) {}

  @Handle(MyAgreements) mine(_input: Input<typeof MyAgreements>, call: Call) {
    return this.agreements.mine(call.person());
  }
  @Handle(AcceptDocument) accept(input: Input<typeof AcceptDocument>, call: Call) {
    return this.agreements.accept(call.person(), input);
  }
}
