import { Controller } from '@nestjs/common';
import { Handle } from '@sounding/bus';
import { type Input, Reconcile, Reconciliations } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import type { Asked } from '../tx.store.ts';
import { Runs } from './run.store.ts';

@Controller()
export class ReconciliationHandlers {
  constructor(
    private readonly runs: Runs,
    private readonly clock: Clock,
  ) {}

  @Handle(Reconcile) reconcile({ from, to }: Input<typeof Reconcile>, call: Asked) {
    return this.runs.begin({ from: new Date(from), to: new Date(to) }, call, this.clock.now());
  }
  @Handle(Reconciliations) latest(_input: Input<typeof Reconciliations>) {
    return this.runs.latest();
  }
}
