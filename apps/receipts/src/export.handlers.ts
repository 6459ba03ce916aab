/** A person's own rows, for the copy that they take along. */
import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { ExportReceipts, type Input } from '@sounding/contracts';
import { exportPage } from '@sounding/service';
import { Exported } from './export.store.ts';

@Controller()
export class ExportHandlers {
  constructor(private readonly exported: Exported) {}

  @Handle(ExportReceipts) page({ after }: Input<typeof ExportReceipts>, call: Call) {
    return exportPage(this.exported.partsOf(call.person()), after);
  }
}
