import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import {
  ErasureCertificate,
  IdentityErased,
  type Input,
  Leave,
  MyLeaving,
  refuse,
  StayAfterAll,
} from '@sounding/contracts';
import { Erasures } from './erasure.store.ts';
import { LeavingDesk } from './leaving.store.ts';

@Controller()
export class ErasureHandlers {
  constructor(
    private readonly desk: LeavingDesk,
    private readonly erasures: Erasures,
  ) {}

  @Handle(MyLeaving) mine(_input: Input<typeof MyLeaving>, call: Call) {
    return this.desk.of(call.person());
  }
  @Handle(Leave) leave(input: Input<typeof Leave>, call: Call) {
    return this.desk.leave(call.person(), input);
  }
  @Handle(StayAfterAll) stay(_input: Input<typeof StayAfterAll>, call: Call) {
    return this.desk.stay(call.person());
  }
  @Handle(ErasureCertificate) async certificate({ token }: Input<typeof ErasureCertificate>) {
    const found = await this.erasures.certificate(token);
    if (!found) throw refuse(ErasureCertificate, 'not-found', 'There is no such certificate, or its time is over.');
    return found;
  }
  @Handle(IdentityErased) erased({ after }: Input<typeof IdentityErased>) {
    return this.erasures.erased(after);
  }
}
