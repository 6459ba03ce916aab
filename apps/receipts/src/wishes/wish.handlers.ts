import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { ChangeWishes, type Input, MyWishes, type Output } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import type { Tx } from '../receipt/issue.store.ts';
import { WishStore } from './wish.store.ts';

@Controller()
export class WishHandlers {
  constructor(
    private readonly wishes: WishStore,
    private readonly clock: Clock,
  ) {}

  @Handle(MyWishes)
  mine(_: Input<typeof MyWishes>, call: Call): Promise<Output<typeof MyWishes>> {
    return this.wishes.of(call.person());
  }

  @Handle(ChangeWishes)
  change(wish: Input<typeof ChangeWishes>, call: Call<Tx>): Promise<Output<typeof ChangeWishes>> {
    const account = call.person();
    return call.commit(async (tx) => {
      await this.wishes.change(tx, account, wish, this.clock.now());
      return wish;
    });
  }
}
