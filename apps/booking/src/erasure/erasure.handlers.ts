import { Controller } from '@nestjs/common';
import { Handle } from '@sounding/bus';
import { BookingErased, BookingErasePerson, BookingWeighPerson, type Input } from '@sounding/contracts';
import { Erasing } from '@sounding/service';

@Controller()
export class ErasureHandlers {
  constructor(private readonly erasing: Erasing) {}

  @Handle(BookingWeighPerson) weigh({ accountId }: Input<typeof BookingWeighPerson>) {
    return this.erasing.weigh(accountId);
  }
  @Handle(BookingErasePerson) erase({ accountId }: Input<typeof BookingErasePerson>) {
    return this.erasing.erase(BookingErasePerson, accountId);
  }
  @Handle(BookingErased) erased({ after }: Input<typeof BookingErased>) {
    return this.erasing.page(after);
  }
}
