import { Controller } from '@nestjs/common';
import { Handle, On } from '@sounding/bus';
import { GlassOpened, type Input, LooksOfStaff, RecordLooks, SayWhy, WhoLooked } from '@sounding/contracts';
import type { Asked, Heard } from '../tx.store.ts';
import { Looks } from './look.store.ts';

@Controller()
export class LookHandlers {
  constructor(private readonly looks: Looks) {}

  @Handle(SayWhy) sayWhy(input: Input<typeof SayWhy>, call: Asked) {
    return this.looks.sayWhy(input, call);
  }
  @Handle(RecordLooks) record(input: Input<typeof RecordLooks>, call: Asked) {
    return this.looks.record(input, call);
  }
  @Handle(WhoLooked) mine(input: Input<typeof WhoLooked>, call: Asked) {
    return this.looks.mine(input, call);
  }
  @Handle(LooksOfStaff) ofStaff(input: Input<typeof LooksOfStaff>) {
    return this.looks.ofStaff(input);
  }

  @On(GlassOpened) opened(m: Heard<typeof GlassOpened>): Promise<void> {
    return this.looks.opened(m);
  }
}
