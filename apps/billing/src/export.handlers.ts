/** A person's own rows, for the copy that they take along. */
import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { ExportBilling, type Input } from '@sounding/contracts';
import { exportPage } from '@sounding/service';
import { Exported } from './export.store.ts';

@Controller()
export class ExportHandlers {
  constructor(private readonly exported: Exported) {}

  @Handle(ExportBilling) page({ after }: Input<typeof ExportBilling>, call: Call) {
    return exportPage(this.exported.partsOf(call.person()), after);
  }
}
