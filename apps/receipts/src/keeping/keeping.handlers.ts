import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { ErasePerson, type Input, type Output } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import type { Tx } from '../receipt/issue.store.ts';
import { KeepingStore } from './keeping.store.ts';

@Controller()
export class KeepingHandlers {
  constructor(
    private readonly keeping: KeepingStore,
    private readonly clock: Clock,
  ) {}

  @Handle(ErasePerson)
  erase({ accountId }: Input<typeof ErasePerson>, call: Call<Tx>): Promise<Output<typeof ErasePerson>> {
    return call.commit(async (tx) => {
      const { kept, keptUntil } = await this.keeping.erase(tx, accountId, this.clock.now());
      return { kept, keptUntil: keptUntil?.toISOString() ?? null };
    });
  }
}
