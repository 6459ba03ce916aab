/** Consents, one line a contract. */
import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { ChangeConsent, HasConsent, type Input, MyConsents, ShownNames } from '@sounding/contracts';
import { Consents } from './consents.store.ts';

@Controller()
export class ConsentHandlers {
  constructor(private readonly consents: Consents) {}

  @Handle(MyConsents) mine(_input: Input<typeof MyConsents>, call: Call) {
    return this.consents.mine(call.person());
  }
  @Handle(ChangeConsent) change(input: Input<typeof ChangeConsent>, call: Call) {
    return this.consents.change(call.person(), input);
  }
  @Handle(HasConsent) has(input: Input<typeof HasConsent>, call: Call) {
    return this.consents.has(call.person(), input.kind);
  }
  @Handle(ShownNames) names(input: Input<typeof ShownNames>) {
    return this.consents.shownNames(input.accountIds);
  }
}
